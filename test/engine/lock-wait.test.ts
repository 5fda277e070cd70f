import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import { boundsLockWait, lockWaitOf } from '../../src/engine/lock-wait.js';
import { review } from '../../src/engine/review.js';
import { readSql } from '../../src/sql/read.js';
import { replay } from '../catalog/replay.js';
import { history, migration, reviewInput } from './input.js';

describe('how long a session waits for a lock', () => {
  it.each([
    ["SET lock_timeout = '2s'", 2],
    ['SET lock_timeout = 500', 0.5],
    ["SET lock_timeout = '1min'", 60],
    ["SET statement_timeout = '5s'; SET lock_timeout = '10min'", 5],
    ['SET lock_timeout = 0', Infinity],
    ["SET lock_timeout = '2s'; RESET lock_timeout", undefined],
    ["SET LOCAL lock_timeout = '2s'", undefined],
    ["BEGIN; SET LOCAL lock_timeout = '2s'", 2],
    ["BEGIN; SET LOCAL lock_timeout = '2s'; COMMIT", undefined],
    ["SELECT set_config('lock_timeout', '3s', false)", 3],
  ])('PostgreSQL: %s', async (sql, seconds) => {
    expect(lockWaitOf('postgres', (await replay('postgres 17', sql)).session)).toBe(seconds);
  });

  it('MySQL counts seconds, of lock_wait_timeout alone', async () => {
    const { session } = await replay(
      'mysql 8.0.36',
      'SET SESSION lock_wait_timeout = 5, innodb_lock_wait_timeout = 1',
    );
    expect(lockWaitOf('mysql', session)).toBe(5);
  });

  it('is no bound beyond a minute', async () => {
    const { session } = await replay('postgres 17', "SET lock_timeout = '61s'");
    expect(boundsLockWait('postgres', session)).toBe(false);
  });
});

describe('a file that sets no timeout', () => {
  /** The severity of the finding where so many files were merged before, the first of them with this statement. */
  async function severityAfter(files: number, first: string): Promise<string | undefined> {
    const merged = Array.from({ length: files }, (_, at) =>
      migration(`${String(at + 1)}_merged.sql`, at === 0 ? first : `CREATE TABLE t${String(at)} (id int)`, {
        status: 'merged',
      }),
    );
    const proposed = [migration('99_column.sql', 'ALTER TABLE t ADD COLUMN a int')];
    const environments = [{ name: 'default', version: '16', assumed: false, variables: {} }];
    const input = history('', proposed, { dialect: 'postgres', environments, session: {}, merged });
    const { findings } = await review(reviewInput([input]), { registry, readSql });
    return findings.find(({ rule }) => rule === 'lock-timeout-missing')?.severity;
  }

  it.each([
    [1, 'CREATE TABLE t (id int)', 'warning'],
    [10, 'CREATE TABLE t (id int)', 'advice'],
    [10, "SET lock_timeout = '2s'; CREATE TABLE t (id int)", 'warning'],
    [10, "BEGIN; SELECT set_config('lock_timeout', '2s', true); CREATE TABLE t (id int); COMMIT", 'warning'],
  ] as const)('behind %i files, the first of which is %s: %s', async (files, first, severity) => {
    expect(await severityAfter(files, first)).toBe(severity);
  });
});
