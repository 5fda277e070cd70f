import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { Ajv, type Schema } from 'ajv';
import { parse } from 'yaml';

import { parseRepoConfig } from '../../src/config/repo-config.js';
import type { RepoConfig } from '../../src/config/config-schema.js';
import { findHistories } from '../../src/migrations/find-histories.js';
import { precheck, type Ran } from './run.js';

const CONFIG = '.github/precheck.yml';
let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-init-'));
  execFileSync('git', ['-C', directory, 'init', '--quiet', '--initial-branch=main']);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  execFileSync('git', ['-C', directory, 'add', '--all']);
  execFileSync('git', [
    '-C',
    directory,
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.com',
    'commit',
    '--quiet',
    '-m',
    'x',
  ]);
}

const isTakenByEditors = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync('docs/precheck.schema.json', 'utf8')) as Schema,
);

function init(...args: readonly string[]): Promise<Ran> {
  return precheck('init', '--repo', directory, ...args);
}

/** The written file's configuration; it must hold no mistake, neither as written nor with every example made real. */
function written(): RepoConfig {
  const text = readFileSync(join(directory, CONFIG), 'utf8');
  const { config, problems } = parseRepoConfig(text, { ruleIds: ['algorithm-clause'] });
  expect(problems).toEqual([]);
  expect(text).toMatch(/^# yaml-language-server: \$schema=https:\S+\/docs\/precheck\.schema\.json\n/);
  expect(isTakenByEditors(parse(text))).toBe(true);
  const uncommented = text.replace(
    /^( *)# ((?:session|tables|version|placeholders|rules|docs|experts|migrations):| {2})/gm,
    '$1$2',
  );
  expect(parseRepoConfig(uncommented, { ruleIds: ['algorithm-clause'] }).problems).toEqual([]);
  return config;
}

const MYSQL = 'CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;\n';
const POSTGRES = 'CREATE TABLE t (id bigserial, at timestamptz);\n';

describe('precheck init', () => {
  it('writes an entry for each history: engine by the SQL, tool, baseline', async () => {
    write({
      'db/migrations/1_a.up.sql': MYSQL,
      'db/migrations/1_a.down.sql': 'DROP TABLE t;\n',
      'db/migrations/2_b.up.sql': 'ALTER TABLE t ADD COLUMN ${prefix}_a int;\n',
      'services/users/migrations/00001_x.sql': `-- +goose Up\n${POSTGRES}-- +goose Down\nDROP TABLE t;\n`,
      'services/users/schema.sql': 'CREATE TABLE old (id bigserial);\n',
      '.github/CODEOWNERS': '* @ann\n/db/ @acme/dba # the database\n',
      'app/db/migrate/20240101000000_x.rb': 'class X; end\n',
    });
    const { status, stdout } = await init();
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Found',
      '  db/migrations: 2 migrations (golang-migrate) for MySQL, 1 placeholder without a value',
      '  services/users/migrations: 1 migration (goose) for PostgreSQL, baseline services/users/schema.sql',
      '  app/db/migrate: 1 migration in code (rails), which Precheck names and does not read',
      '',
      'Wrote .github/precheck.yml.',
      'Next: set `version` to what production runs, commit the file to the default branch, and try: precheck review',
      '',
    ]);
    expect(written()).toMatchObject({
      mode: 'observe',
      migrations: [
        { path: 'db/migrations', engine: 'mysql', layout: 'golang-migrate' },
        {
          path: 'services/users/migrations',
          engine: 'postgres',
          layout: 'goose',
          baseline: 'services/users/schema.sql',
        },
      ],
      experts: { reviewers: [] },
    });
    const text = readFileSync(join(directory, CONFIG), 'utf8');
    expect(text).toContain("#   prefix: ''");
    expect(text).toContain('#   reviewers: ["@acme/dba"] # who owns the migrations by CODEOWNERS');
    expect(text).toContain('# - app/db/migrate: 1 (rails)');
  });

  it('finds a placeholder that holds quotes, and none in a string', async () => {
    const sql = `${POSTGRES}ALTER TABLE {{ index .Options "Namespace" }}.t ADD COLUMN a int DEFAULT 1;\n`;
    write({
      'db/migrations/1_a.sql': sql,
      'db/migrations/2_b.sql': "INSERT INTO t (id) VALUES ('${no}');\n",
    });
    await init();
    const text = readFileSync(join(directory, CONFIG), 'utf8');
    expect(text).toContain("    # placeholders:\n    #   Namespace: ''\n");
    expect(text).not.toContain('no:');
  });

  it('refuses to replace a file, unless told to', async () => {
    write({ [CONFIG]: 'mode: enforce\n', 'db/migrations/1_a.sql': MYSQL });
    const { status, stderr } = await init();
    expect(status).toBe(2);
    expect(stderr).toBe(
      'precheck: .github/precheck.yml exists: replace it with --force, or compare it with --stdout.\n',
    );
    expect(readFileSync(join(directory, CONFIG), 'utf8')).toBe('mode: enforce\n');
    expect((await init('--force')).status).toBe(0);
    expect(written().mode).toBe('observe');
  });

  it('says what keeps it from writing the file', async () => {
    write({ '.github': 'a file', 'db/migrations/1_a.sql': MYSQL });
    const { status, stderr } = await init();
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^precheck: \.github\/precheck\.yml cannot be written \(.+\): mend that, or print the file with --stdout\.\n$/,
    );
  });

  it('prints the file and writes nothing', async () => {
    write({ 'db/migrations/1_a.sql': MYSQL });
    const { status, stdout, stderr } = await init('--stdout');
    expect(status).toBe(0);
    expect(parseRepoConfig(stdout).config.migrations).toHaveLength(1);
    expect(stderr).toMatch(/^Found\n/);
    expect(existsSync(join(directory, CONFIG))).toBe(false);
  });

  it('says what is missing where no server can be told', async () => {
    write({ 'db/migrations/1_a.sql': 'CREATE TABLE t (a int);\n' });
    const { stdout } = await init();
    expect(stdout).toContain('Next: say with `engine` what db/migrations is for, ');
    expect(written().migrations[0]?.engine).toBeUndefined();
  });

  it('writes a usable file where there are no migrations', async () => {
    write({ 'README.md': '' });
    expect((await init()).stdout).toContain('Found no migrations.\n');
    expect(written().migrations).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'two servers in one folder',
      {
        'm/migrations/1_a.mysql.up.sql': MYSQL,
        'm/migrations/1_a.postgres.up.sql': POSTGRES,
        'm/migrations/2_b.up.sql': 'DROP TABLE u;\n',
      },
    ],
    [
      'a folder per vendor',
      { 'db/migration/mysql/V1__a.sql': MYSQL, 'db/migration/postgresql/V1__a.sql': POSTGRES },
    ],
    ['a folder whose name is no plain word', { "db/it's: #1/migrations/1_a.sql": MYSQL }],
    ['files at the top', { '1_a.sql': MYSQL, '2_b.sql': MYSQL }],
  ])('writes entries that find the same files: %s', async (_name, files) => {
    write(files);
    await init();
    const paths = Object.keys(files);
    const told = (entries: RepoConfig['migrations']): unknown =>
      findHistories(paths, entries).histories.map((found) => found.files.map(({ path }) => path));
    expect(told(written().migrations)).toEqual(told([]));
  });

  it('reads a repository in which nothing is committed', async () => {
    write({ 'db/migrations/1_a.sql': MYSQL });
    rmSync(join(directory, '.git'), { recursive: true });
    execFileSync('git', ['-C', directory, 'init', '--quiet']);
    expect(await init()).toMatchObject({ status: 0 });
    expect(written().migrations).toMatchObject([{ path: 'db/migrations' }]);
  });

  it('names the remedy outside of a repository', async () => {
    rmSync(join(directory, '.git'), { recursive: true });
    const { status, stderr } = await init();
    expect(status).toBe(2);
    expect(stderr).toContain('name the place with --repo');
  });
});
