import { describe, expect, it } from '@jest/globals';

import { boundsLockWait, lockWaitOf } from '../../src/engine/lock-wait.js';
import { replay } from '../catalog/replay.js';

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
