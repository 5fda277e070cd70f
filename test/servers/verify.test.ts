import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { precheck } from '../cli/run.js';
import { startServer } from './start/start-server.js';

const CASES = [
  {
    engine: 'mariadb',
    version: '10.11',
    history: "CREATE TABLE orders (id INT PRIMARY KEY, status ENUM('a','b') NOT NULL);",
    migration: "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\nUSE shop;",
    databases: 'SHOW DATABASES',
    user: "CREATE USER ann@'%' IDENTIFIED BY 'geheim'",
    says: ['as predicted', 'ALGORITHM=COPY, LOCK=SHARED, writes orders anew', 'it names the database shop'],
    status: 3,
  },
  {
    engine: 'postgres',
    version: '18',
    history: 'CREATE TABLE orders (id serial PRIMARY KEY, status text);',
    migration:
      'CREATE INDEX CONCURRENTLY ix ON orders (status);\nALTER TABLE orders ALTER COLUMN id TYPE bigint;',
    databases: 'SELECT datname FROM pg_database ORDER BY 1',
    user: "CREATE ROLE ann LOGIN PASSWORD 'geheim'",
    says: ['ShareUpdateExclusiveLock on orders', 'writes orders anew', '2 of 2 statements'],
    status: 0,
  },
] as const;

describe('precheck verify', () => {
  it.each(CASES)('$engine: compares, and leaves the server as it was', async (one) => {
    const running = await startServer(one);
    if (!running) return;
    const folder = await mkdtemp(join(tmpdir(), 'precheck-verify-'));
    const administrator = await running.connect();
    try {
      const [history, migration] = [join(folder, 'history.sql'), join(folder, 'migration.sql')];
      await writeFile(history, one.history);
      await writeFile(migration, one.migration);
      const before = await administrator.query(one.databases);
      const verify = (dsn: string) => precheck('verify', migration, '--dsn', dsn, '--history', history);

      const answer = await verify(running.dsn);
      for (const words of one.says) expect(answer.stdout).toContain(words);
      expect(answer.status).toBe(one.status);

      await administrator.query(one.user);
      const refused = await verify(running.dsn.replace(/\w+@/, 'ann:geheim@'));
      expect(refused.stderr).toContain('lets this user create no database');
      expect(refused.stdout + refused.stderr).not.toContain('geheim');
      expect(refused.status).toBe(2);

      expect(await administrator.query(one.databases)).toEqual(before);
    } finally {
      await administrator.close();
      await running.stop();
      await rm(folder, { recursive: true });
    }
  });
});
