import { describe, expect, it } from '@jest/globals';

import { applyEntries, emptyCatalog } from '../../../src/catalog/apply.js';
import type { Impact } from '../../../src/impact/impact.js';
import { predictStatement } from '../../../src/impact/predict.js';
import { parseVersion } from '../../../src/sql/dialect.js';
import { readPostgres } from '../../../src/sql/postgres/read.js';

async function predict(release: string, before: string, ddl: string): Promise<Impact> {
  const version = parseVersion('postgres', release);
  if (!version) throw new Error(release);
  const entries = async (text: string) =>
    (await readPostgres({ dialect: 'postgres', version, text })).entries;
  const catalog = applyEntries(emptyCatalog(version), await entries(before), version);
  const [entry] = await entries(ddl);
  if (entry?.kind !== 'statement') throw new Error(ddl);
  const prediction = predictStatement(entry.statement, catalog, { version, variables: {} }).statement;
  if (prediction.kind === 'undecided') throw new Error(prediction.reason);
  return prediction.impact;
}

// The proofs were executed on PostgreSQL 15, which says with client_min_messages=debug1 what it takes for implied.
describe('the default partition beside a new one', () => {
  const range = 'CREATE TABLE m (at date) PARTITION BY RANGE (at); CREATE TABLE m0 PARTITION OF m DEFAULT;';
  const list = 'CREATE TABLE m (k int) PARTITION BY LIST (k); CREATE TABLE m0 PARTITION OF m DEFAULT;';
  const year = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')";
  const check = (condition: string): string => `ALTER TABLE m0 ADD CHECK (${condition});`;

  it.each([
    [range, '', year, ['m0']],
    [range, check("at < '2026-01-01' OR at >= '2027-01-01'"), year, []],
    [range, check("NOT (at IS NOT NULL AND at >= '2026-01-01' AND at < '2027-01-01')"), year, []],
    [range, check("NOT (at >= '2026-01-01' AND at < '2027-01-01')"), year, []],
    [list, check('k <> 5'), 'FOR VALUES IN (5)', []],
    [list, check('k <> 6'), 'FOR VALUES IN (5)', ['m0']],
    [list, check('NOT (k IS NOT NULL AND k IN (5, 6))'), 'FOR VALUES IN (5, 6)', []],
  ])('%s %s %s', async (table, proof, bound, read) => {
    const impact = await predict('15', table + proof, `CREATE TABLE m1 PARTITION OF m ${bound}`);
    expect(impact.scans.map(({ name }) => name)).toEqual(read);
  });

  it('is read while its CHECK is not valid', async () => {
    const proof = 'ALTER TABLE m0 ADD CHECK (k <> 5) NOT VALID;';
    const impact = await predict('15', list + proof, 'CREATE TABLE m1 PARTITION OF m FOR VALUES IN (5)');
    expect(impact.scans.map(({ name }) => name)).toEqual(['m0']);
  });
});

describe('the foreign key of a partitioned table', () => {
  const tables =
    'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (id int, pid int) PARTITION BY RANGE (id); CREATE TABLE q1 PARTITION OF q FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1); INSERT INTO q VALUES (1, 1);';
  const add = 'ALTER TABLE q ADD FOREIGN KEY (pid) REFERENCES p (id)';

  it.each([
    ['', 'scan'],
    ['ALTER TABLE q1 ADD CONSTRAINT k FOREIGN KEY (pid) REFERENCES p (id) NOT VALID;', 'scan'],
    ['ALTER TABLE q1 ADD CONSTRAINT k FOREIGN KEY (pid) REFERENCES p (id);', 'metadata'],
  ])('after "%s" is a %s', async (before, work) => {
    expect((await predict('15', tables + before, add)).work).toBe(work);
  });
});
