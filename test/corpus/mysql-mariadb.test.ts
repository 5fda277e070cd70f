import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { coverageOf, ratio, report } from './coverage.js';
import { startJudge, type Judge } from './judge.js';
import { onCorpus } from './on-corpus.js';
import { metIn, readCorpus, SERVERS, withBodies, type Met } from './reading.js';
import { measureStrictness, reportStrictness } from './strictness.js';

onCorpus.each([
  ['mysql', '9.7'],
  ['mariadb', '10.11'],
] as const)('the corpus beside %s %s', (engine, version) => {
  let judge: Judge | undefined;
  let met: readonly Met[] = [];
  beforeAll(async () => {
    met = metIn(await readCorpus(SERVERS[engine]));
    judge = await startJudge(engine, version);
    if (!judge) process.stderr.write(`*** ${engine}: what needs a server was NOT checked.\n`);
  });
  afterAll(() => judge?.stop());

  it('holds thousands of statements, and those of the projects are all read', () => {
    const projects = met.filter(({ from }) => !from.synthetic);
    expect(projects.length).toBeGreaterThan(4_000);
    const gaps = projects.filter(({ entry }) => withBodies(entry).some(({ kind }) => kind === 'unreadable'));
    expect(gaps.map(({ place }) => place)).toEqual([]);
  });

  it('is read where the server accepts it: all table DDL, 99.9 % of the statements, 99.5 % of the files', async () => {
    if (!judge) return;
    const accepted = new Set<Met>();
    for (const each of met) if ((await judge.judge(each.text)) === 'accepted') accepted.add(each);
    const coverage = coverageOf(met, (each) => accepted.has(each));
    process.stderr.write(report(`${engine} ${version}`, coverage));
    expect(ratio(coverage.tableDdl)).toBe(1);
    expect(ratio(coverage.statements)).toBeGreaterThanOrEqual(0.999);
    expect(ratio(coverage.files)).toBeGreaterThanOrEqual(0.995);
  });

  it('is refused 97 times of 100 when one edit makes the server refuse it', async () => {
    const server = judge;
    if (!server) return;
    const refuses = async (sql: string): Promise<boolean> => (await server.judge(sql)) === 'refused';
    const found = await measureStrictness(SERVERS[engine], met, 1, refuses);
    process.stderr.write(reportStrictness(`${engine} ${version}`, found));
    expect(found.broken).toBeGreaterThan(4_000);
    expect(found.brokenAndRefused / found.broken).toBeGreaterThanOrEqual(0.97);
    expect(found.validAndRead / found.valid).toBeGreaterThanOrEqual(0.97);
  });
});
