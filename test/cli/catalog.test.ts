import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { precheck } from './run.js';

let directory = '';
const at = (name: string): string => join(directory, name);
const SERVER = ['--engine', 'mysql', '--server-version', '8.0.36'];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-catalog-'));
  mkdirSync(at('repo/db/migrations'), { recursive: true });
  writeFileSync(at('repo/db/migrations/001_t.sql'), 'CREATE TABLE t (id int PRIMARY KEY);\n');
  writeFileSync(at('repo/db/migrations/002_t.sql'), 'ALTER TABLE t ADD COLUMN a varchar(10);\n');
  writeFileSync(
    at('repo/db/precheck.yml'),
    'migrations:\n  - path: db/migrations\n    engine: mysql\n    version: "8.4"\n',
  );
  writeFileSync(at('bad.sql'), 'CREATE TABLE u (id int PRIMARY KEY);\nALTER TABLE u FROBNICATE;\n');
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-C', at('repo'), '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'start');
  writeFileSync(at('repo/db/migrations/003_t.sql'), 'ALTER TABLE t ADD COLUMN b int;\n');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('precheck catalog', () => {
  it('prints the replayed schema as CREATE statements', async () => {
    const { status, stdout, stderr } = await precheck('catalog', at('repo/db/migrations'), ...SERVER);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 migrations on MySQL 8.0.36');
    expect(stdout).toContain('`a` varchar(10)');
    expect(stdout).toContain('`b` int');
  });

  it('says what could not be read, where, and that the schema is not whole', async () => {
    const { status, stdout, stderr } = await precheck('catalog', at('bad.sql'), ...SERVER);
    expect(status).toBe(3);
    expect(stderr).toContain(`${at('bad.sql')}:2: `);
    expect(stdout).toMatch(/^-- uncertain: .*FROBNICATE/m);
  });

  it('gives the same to programs', async () => {
    const { status, stdout } = await precheck('catalog', at('bad.sql'), ...SERVER, '--format', 'json');
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      catalogs: [
        {
          dialect: 'mysql',
          tables: [{ name: { name: 'u' }, uncertain: [expect.stringContaining('FROBNICATE')] }],
          unread: [{ file: at('bad.sql'), line: 2 }],
        },
      ],
    });
  });

  it('finds the migrations of a repository, uncommitted ones too, and obeys its configuration', async () => {
    const config = ['--config', at('repo/db/precheck.yml')];
    const { status, stdout, stderr } = await precheck('catalog', '--repo', at('repo'), ...config);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 migrations on MySQL 8.4');
    expect(stdout).toContain('`b` int');
    const other = await precheck('catalog', '--repo', at('repo'), ...config, '--server-version', '5.7');
    expect(other.stdout).toContain('MySQL 5.7');
    expect(other.stdout).toContain('CHARSET=latin1');
  });

  it.each([
    [[], '--engine mysql --server-version'],
    [['--repo', '.', ...SERVER], 'not both'],
    [['--engine', 'mysql', '--server-version', 'new'], 'not a version of the form'],
  ])('%j with a file is an error with its remedy', async (args, message) => {
    const { status, stderr } = await precheck('catalog', at('bad.sql'), ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
