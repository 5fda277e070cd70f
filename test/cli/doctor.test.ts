import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, expect, it } from '@jest/globals';

import { precheck, type Ran } from './run.js';

let directory = '';

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const CONFIG = `migrations:
  - path: db/migrations
    engine: mysql
    version: "8.0.36"
experts:
  reviewers: ["@acme/sql-experts"]
`;

async function doctor(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  directory = mkdtempSync(join(tmpdir(), 'precheck-doctor-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const git = (...words: readonly string[]): unknown =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'all');
  return precheck('doctor', '--repo', directory, ...args);
}

const TABLE = 'CREATE TABLE orders (id INT PRIMARY KEY);\n';

it('says that nothing is wrong', async () => {
  const { status, stdout } = await doctor({
    '.github/precheck.yml': CONFIG,
    '.github/CODEOWNERS': '* @acme/web\n/db/ @acme/web @acme/sql-experts\n',
    'db/migrations/0001_a.sql': TABLE,
  });
  expect(stdout).toContain('Nothing is wrong here');
  expect(status).toBe(0);
});

it('names folders of migrations that no entry has, and a configuration that nobody reads', async () => {
  const files = {
    '.github/precheck.yml': CONFIG,
    '.github/precheck.yaml': 'mode: observe\n',
    '.github/CODEOWNERS': '* @acme/sql-experts\n',
    'db/migrations/0001_a.sql': TABLE,
    'services/billing/migrations/0001_a.sql': TABLE,
    'services/billing/migrations/0002_b.sql': 'SELECT 1;\n',
  };
  const { status, stdout } = await doctor(files);
  const told = stdout.replace(/\s+/g, ' ');
  expect(told).toContain('This file is not read: the name of the configuration is `.github/precheck.yml`.');
  expect(told).toContain('`services/billing/migrations` (2 files) looks like a folder of migrations');
  expect(status).toBe(1);
});

it('names the line that takes the migrations from the experts, and the line as it should be', async () => {
  const { status, stdout } = await doctor({
    '.github/precheck.yml': CONFIG,
    '.github/CODEOWNERS': '/db/ @acme/sql-experts\n*.sql @acme/web\n',
    'db/migrations/0001_a.sql': TABLE,
  });
  expect(stdout).toContain('.github/CODEOWNERS:2');
  expect(stdout).toContain('+ *.sql @acme/web @acme/sql-experts');
  expect(status).toBe(1);
});

it('tells of a wrong key, an unreadable statement and an owners’ file that GitHub passes over', async () => {
  const { stdout } = await doctor(
    {
      '.github/precheck.yml': `${CONFIG}ruls: {}\n`,
      '.github/CODEOWNERS': '* @acme/sql-experts\n',
      CODEOWNERS: '* @nobody\n',
      'db/migrations/0001_a.sql': `${TABLE}ALTER TABLE orders ADD;\n`,
    },
    '--format',
    'json',
  );
  const { troubles } = JSON.parse(stdout) as { troubles: readonly Record<string, unknown>[] };
  expect(troubles).toEqual([
    expect.objectContaining({ area: 'configuration', file: '.github/precheck.yml', line: 7 }),
    expect.objectContaining({ area: 'history', file: 'db/migrations/0001_a.sql', line: 2 }),
    expect.objectContaining({ area: 'owners', file: 'CODEOWNERS' }),
  ]);
});

it('names the tables that the history alters and never creates', async () => {
  const { status, stdout } = await doctor({
    '.github/precheck.yml': CONFIG,
    '.github/CODEOWNERS': '* @acme/sql-experts\n',
    'db/migrations/0001_a.sql': `${TABLE}ALTER TABLE memo ADD COLUMN pinned INT;\nALTER TABLE tag ADD COLUMN x INT;\nDROP TABLE tag;\n`,
  });
  expect(stdout).toContain('The history alters what it never creates: memo.');
  expect(status).toBe(1);
});
