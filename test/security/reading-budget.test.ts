import { describe, expect, it } from '@jest/globals';
import type { ReadRequest, Script } from '../../src/sql/statement.js';
import {
  budgetedReader,
  BUDGET_MS,
  judgeableReader,
  type BudgetedRead,
} from '../../src/workers/reading-budget.js';
import { stoppedScript } from '../../src/workers/stopped-script.js';
import { cachingReader } from '../../src/workers/caching-reader.js';

const version = { dialect: 'mysql', major: 8, minor: 0, patch: 36 } as const;
const request = (text: string): ReadRequest => ({ dialect: 'mysql', version, text });
const NONE: ReadonlySet<string> = new Set();
const reasons = ({ entries }: Script) =>
  entries.map((entry) => (entry.kind === 'unreadable' ? entry.unreadable.reason : 'read'));

/** A pool in which every file takes as long as its text says, in milliseconds. */
const pool: BudgetedRead = ({ text }, budget) => {
  if (budget !== undefined && budget.leftMs <= 0) {
    return Promise.resolve(stoppedScript(text, { kind: 'budget', ms: BUDGET_MS }));
  }
  if (budget !== undefined) budget.leftMs -= Number(text);
  return Promise.resolve({ entries: [], comments: [] });
};

describe('many hostile files in one pull request', () => {
  it('are read for a minute all together; the rest are gaps that say so', async () => {
    const read = budgetedReader(cachingReader(pool), NONE);
    const scripts: Script[] = [];
    for (let at = 0; at < 100; at += 1) scripts.push(await read(request(`${9_000 + at}`)));
    const unread = scripts.filter(({ stopped }) => stopped);
    expect(unread).toHaveLength(93);
    expect(reasons(unread[0] ?? { entries: [], comments: [] })).toEqual([
      'Reading the files of this review took 60 s before it came to this one, which was not read. Split the change into several pull requests.',
    ]);
  });

  it('leave the next review its own budget, and nothing of the failure is kept', async () => {
    const shared = cachingReader(pool);
    const hostile = budgetedReader(shared, NONE);
    for (let at = 0; at < 8; at += 1) await hostile(request(`${10_000 + at}`));
    expect((await hostile(request('1'))).stopped).toBe(true);
    expect((await budgetedReader(shared, NONE)(request('1'))).stopped).toBeUndefined();
  });

  const change = (operations: number) =>
    ({
      kind: 'statement',
      statement: { operations: Array(operations).fill({}) },
    }) as unknown as Script['entries'][number];

  const one = change(1);

  it('of many statements each are judged up to 20,000 changes', async () => {
    const entry = change(0);
    const script = { entries: Array.from({ length: 9_000 }, () => entry), comments: [] };
    const read = budgetedReader(() => Promise.resolve(script), new Set(['a', 'b', 'c', 'd']));
    const sizes = [];
    for (const text of ['a', 'b', 'c']) sizes.push((await read(request(text))).entries.length);
    expect(sizes).toEqual([9_000, 9_000, 1]);
    expect(reasons(await read(request('d')))[0]).toMatch(/^This review holds more than 20000 changes/);
    // History is not kept statement by statement.
    expect((await read({ ...request('e'), dml: 'head' })).entries).toHaveLength(9_000);
  });

  const on = (patch: number): ReadRequest => ({ ...request('a'), version: { ...version, patch } });

  it('counts a file once, on however many servers it is judged', async () => {
    const script = { entries: Array.from({ length: 2_500 }, () => one), comments: [] };
    const read = budgetedReader(() => Promise.resolve(script), new Set(['a']));
    for (let patch = 30; patch < 39; patch += 1) expect((await read(on(patch))).stopped).toBeUndefined();
  });

  it('keeps to its answer about a file, whatever the server', async () => {
    const script = { entries: Array.from({ length: 20_001 }, () => one), comments: [] };
    const read = budgetedReader(() => Promise.resolve(script), new Set(['a']));
    for (const patch of [30, 31]) {
      expect(reasons(await read(on(patch)))[0]).toMatch(/^This review holds more than 20000 changes/);
    }
  });

  it.each([
    ['on twenty servers', Array.from({ length: 20 }, (_, at) => on(at)), new Set(['a'])],
    ['in a hundred trials', Array.from({ length: 100 }, (_, at) => request(`trial ${String(at)}`)), NONE],
    ['in a hundred files of one text', Array.from({ length: 100 }, () => request('a')), new Set(['a'])],
  ])('judges at most 60,000 changes %s', async (_, requests, proposed) => {
    const script = { entries: Array.from({ length: 4_000 }, () => one), comments: [] };
    const read = budgetedReader(() => Promise.resolve(script), proposed);
    const scripts: Script[] = [];
    for (const asked of requests) scripts.push(await read(asked));
    const stopped = scripts.filter((given) => given.stopped);
    expect(scripts.length - stopped.length).toBe(15);
    expect(reasons(stopped[0] ?? { entries: [], comments: [] })).toEqual([
      'With this file, more than 60000 changes would have to be judged, each server’s and each tried suggestion’s counted apart: it is not judged on every server. Split the change into several pull requests.',
    ]);
  });

  it('leave out a statement that makes more changes than a table has columns, and judge its neighbours', async () => {
    const script = { entries: [change(2_500), change(2_501), change(1)], comments: [] };
    const { entries } = await budgetedReader(() => Promise.resolve(script), NONE)(request('a'));
    expect(entries.map(({ kind }) => kind)).toEqual(['statement', 'unreadable', 'statement']);
    expect(reasons({ entries, comments: [] })[1]).toMatch(/more than 2500 changes at once/);
  });

  it('leave out the same statement on the command line, whose files have no budget', async () => {
    const script = { entries: [...Array<typeof one>(30_000).fill(one), change(2_501)], comments: [] };
    const read = judgeableReader(() => Promise.resolve(script));
    const { entries } = await read(request('a'));
    expect(entries.filter(({ kind }) => kind === 'unreadable')).toHaveLength(1);
    expect(entries).toHaveLength(30_001);
    expect(await read({ ...request('a'), dml: 'head' })).toBe(script);
  });
});
