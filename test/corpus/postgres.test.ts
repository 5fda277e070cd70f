import { beforeAll, expect, it } from '@jest/globals';
import { loadModule, parseSync } from 'libpg-query';

import { coverageOf, ratio, report } from './coverage.js';
import { onCorpus } from './on-corpus.js';
import { metIn, readCorpus, SERVERS, type Met } from './reading.js';
import { measureStrictness, reportStrictness } from './strictness.js';

/** PostgreSQL's own parser on the bare text, without Precheck's splitter around it. */
function serverRefuses(sql: string): boolean {
  try {
    parseSync(sql);
    return false;
  } catch {
    return true;
  }
}

onCorpus('the corpus beside PostgreSQL’s own parser', () => {
  let met: readonly Met[] = [];
  beforeAll(async () => {
    await loadModule();
    met = metIn(await readCorpus(SERVERS.postgres));
  });

  it('is read where the server accepts it: all table DDL, 99.9 % of the statements, 99.5 % of the files', () => {
    const coverage = coverageOf(met, ({ text }) => !serverRefuses(text));
    process.stderr.write(report('PostgreSQL 18', coverage));
    expect(coverage.statements.all).toBeGreaterThan(9_000);
    expect(ratio(coverage.tableDdl)).toBe(1);
    expect(ratio(coverage.statements)).toBeGreaterThanOrEqual(0.999);
    expect(ratio(coverage.files)).toBeGreaterThanOrEqual(0.995);
  });

  it('is refused 97 times of 100 when one edit makes the server refuse it', async () => {
    const found = await measureStrictness(SERVERS.postgres, met, 1, serverRefuses);
    process.stderr.write(reportStrictness('PostgreSQL 18', found));
    expect(found.broken).toBeGreaterThan(7_000);
    expect(found.brokenAndRefused / found.broken).toBeGreaterThanOrEqual(0.97);
    expect(found.validAndRead / found.valid).toBeGreaterThanOrEqual(0.97);
  });
});
