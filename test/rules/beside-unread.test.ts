import { expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import type { Finding } from '../../src/engine/finding.js';
import { review } from '../../src/engine/review.js';
import { readSql } from '../../src/sql/read.js';
import { history, migration, reviewInput } from '../engine/input.js';

const TABLE = 'CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);';
const INDEX = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS by_customer ON orders (customer_id);';
const CLEANING = `DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT relname FROM pg_class JOIN pg_index ON oid = indexrelid WHERE NOT indisvalid LOOP
    EXECUTE format('DROP INDEX %I', r.relname);
  END LOOP;
END $$;`;

async function findingOf(sql: string): Promise<Finding | undefined> {
  const environments = [{ name: 'default', version: '16', assumed: false, variables: {} }];
  const input = reviewInput([
    history(TABLE, [migration('0002_x.sql', sql)], { dialect: 'postgres', environments, session: {} }),
  ]);
  const { findings } = await review(input, { registry, readSql });
  return findings.find(({ rule }) => rule === 'index-retry-skips-invalid');
}

it('an index that a second try finds invalid may have been dropped by SQL that was not read', async () => {
  expect((await findingOf(INDEX))?.headline).toMatch(/^A second try would keep/);
  const finding = await findingOf(`${CLEANING}\n${INDEX}`);
  expect(finding?.headline).toMatch(/^A second try may keep/);
  expect(finding?.message).toContain('if that drops invalid indexes of this name, nothing is wrong');
});
