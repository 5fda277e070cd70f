import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { acknowledgementRequests } from '../../src/sql/acknowledgement.js';
import type { ReadRequest, Script } from '../../src/sql/statement.js';
import { pooledReader, type PooledReader, type PoolOptions } from '../../src/workers/pooled-reader.js';

/** A reader that does what its text says. */
const OBEDIENT = `
export async function readBatch(requests) {
  return requests.map(({ text }) => {
    if (text.includes('LOOP')) for (;;);
    if (text.includes('HOARD')) { const all = []; for (;;) all.push(new Array(1000).fill({})); }
    if (text.includes('EXIT')) process.exit(3);
    if (text.includes('FAIL')) return { failure: 'no such thing' };
    return { script: JSON.stringify({ entries: [], comments: [{ text, batch: requests.length, env: process.env }] }) };
  });
}`;

let folder = '';
let worker: URL;
const open: PooledReader[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'precheck-workers-'));
  writeFileSync(join(folder, 'obedient.mjs'), OBEDIENT);
  worker = pathToFileURL(join(folder, 'obedient.mjs'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((reader) => reader.close()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function reader(options: PoolOptions = {}): (text: string) => Promise<Script> {
  const pool = pooledReader({ worker, threads: 2, deadlineMs: 1_000, heapMegabytes: 64, ...options });
  open.push(pool);
  const request: Omit<ReadRequest, 'text'> = {
    dialect: 'mysql',
    version: { dialect: 'mysql', major: 8, minor: 0, patch: 36 },
  };
  return (text) => pool.readSql({ ...request, text });
}

function reasonOf({ entries, stopped }: Script): string | undefined {
  expect(entries).toHaveLength(1);
  expect(stopped).toBe(true);
  const [entry] = entries;
  return entry?.kind === 'unreadable' ? entry.unreadable.reason : undefined;
}

const textOf = ({ comments }: Script): string | undefined => comments[0]?.text;

describe('a file that oversteps', () => {
  it('is stopped at the deadline, in an endless loop, and the next file is read', async () => {
    const read = reader({ threads: 1 });
    const [looping, next] = await Promise.all([read('LOOP\nforever'), read('next')]);
    expect(reasonOf(looping)).toContain(
      'took longer than 1 s and was stopped. Split the file, or acknowledge',
    );
    expect(looping.entries[0]).toMatchObject({
      unreadable: { gap: 'statement-unreadable', span: { start: 0, end: 12, line: 1, endLine: 2 } },
    });
    expect(textOf(next)).toBe('next');
    expect(textOf(await read('later'))).toBe('later');
  });

  it('is stopped at the heap cap', async () => {
    const read = reader({ threads: 1, deadlineMs: 60_000 });
    const [hoarding, next] = await Promise.all([read('HOARD'), read('next')]);
    expect(reasonOf(hoarding)).toContain('more than 64 MB of memory');
    expect(textOf(next)).toBe('next');
  });

  it('may end its thread, or fail, and is a gap of its own', async () => {
    const stops: string[] = [];
    const read = reader({ onStop: ({ kind }) => stops.push(kind) });
    const [ended, failed, good] = await Promise.all([read('EXIT'), read('FAIL'), read('good')]);
    expect(reasonOf(ended)).toContain('a defect of Precheck');
    expect(reasonOf(failed)).toContain('no such thing');
    expect(textOf(good)).toBe('good');
    expect(stops.sort()).toEqual(['crash', 'crash']);
  });

  it('takes none of many others with it', async () => {
    const read = reader();
    const texts = Array.from({ length: 100 }, (_, at) =>
      at === 40 ? 'LOOP' : at === 60 ? 'EXIT' : `file ${String(at)}`,
    );
    const scripts = await Promise.all(texts.map(read));
    const lost = scripts.flatMap((script, at) => (script.stopped === true ? [at] : []));
    expect(lost).toEqual([40, 60]);
    expect(scripts.filter((script, at) => textOf(script) === texts[at])).toHaveLength(98);
  });

  it('can be acknowledged in the comment lines at its top, and not below', async () => {
    const read = reader({ deadlineMs: 300 });
    const acknowledge = '-- precheck:nolint-file statement-unreadable a dump, read by hand';
    const { comments } = await read(`\n-- a dump\n${acknowledge}\nLOOP;\n${acknowledge} again`);
    expect(acknowledgementRequests(comments)).toMatchObject([
      { ids: ['statement-unreadable'], reason: 'a dump, read by hand', scope: 'file', start: 11, line: 3 },
    ]);
  });
});

describe('threads', () => {
  it('take small files together and keep their order', async () => {
    const read = reader();
    const scripts = await Promise.all(Array.from({ length: 64 }, (_, at) => read(String(at))));
    expect(scripts.map(textOf)).toEqual(Array.from({ length: 64 }, (_, at) => String(at)));
    expect(scripts[20]?.comments[0]).toMatchObject({ batch: 16 });
  });

  it('do not see the environment', async () => {
    expect((await reader()('x')).comments[0]).toMatchObject({ env: {} });
  });
});
