import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { BacktestDocument } from '../../src/report/backtest-document.js';
import { precheck } from './run.js';

let top = '';
let directory = '';
let day = 0;
const git = (...args: readonly string[]): string => {
  const date = new Date(Date.UTC(2025, 0, 1 + day, 12)).toISOString();
  return execFileSync(
    'git',
    ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    },
  );
};
const write = (path: string, content: string): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
};
const commit = (message: string): void => {
  day += 10;
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
};
/** A branch with some commits, merged as GitHub merges. */
const merge = (name: string, files: Readonly<Record<string, string>>): void => {
  git('switch', '--quiet', '--create', name);
  for (const [path, content] of Object.entries(files)) {
    write(path, content);
    commit(`work on ${path}`);
  }
  git('switch', '--quiet', 'main');
  day += 1;
  git('merge', '--quiet', '--no-ff', '--message', `Merge ${name}`, name);
};

const CONFIG =
  'migrations:\n  - path: db\n    engine: mysql\n    version: "8.0.36"\n    session: { lock_wait_timeout: 5 }\n';
const ORDERS = "CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, status ENUM('a','b') NOT NULL);\n";
const enumOf = (...values: readonly string[]): string =>
  `ALTER TABLE orders MODIFY status ENUM(${values.map((value) => `'${value}'`).join(',')}) NOT NULL;\n`;

beforeEach(() => {
  day = 0;
  top = mkdtempSync(join(tmpdir(), 'precheck-backtest-'));
  directory = join(top, 'repo');
  mkdirSync(directory);
  git('init', '--quiet', '--initial-branch=main');
  write('.github/precheck.yml', CONFIG);
  write('db/0001_orders.sql', ORDERS);
  commit('start');
});
afterEach(() => {
  rmSync(top, { recursive: true });
});

const backtest = async (...args: readonly string[]): Promise<BacktestDocument> => {
  const ran = await precheck('backtest', '--repo', directory, '--format', 'json', ...args);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return JSON.parse(ran.stdout) as BacktestDocument;
};
const rulesOf = (document: BacktestDocument): readonly (readonly [string, readonly string[]])[] =>
  document.reviews.map(({ subject, findings, gaps }) => [
    subject,
    [
      ...findings.filter(({ severity }) => severity === 'blocker').map(({ rule }) => rule),
      ...gaps.map(({ id }) => id),
    ],
  ]);

describe('precheck backtest', () => {
  it('judges each merge and each commit of the branch on the files of its time', async () => {
    merge('add', { 'db/0002_c.sql': enumOf('a', 'b', 'c') });
    write('README.md', 'x');
    commit('no migration');
    write('db/0003_less.sql', enumOf('a', 'b'));
    commit('Squashed: less (#12)');
    // On today's files "d" would be the value that is lost.
    write('db/0004_d.sql', enumOf('a', 'b', 'd'));
    commit('more');
    const document = await backtest();
    expect(document).toMatchObject({
      branch: 'main',
      commits: 5,
      changes: 3,
      migrations: 3,
      configuration: '.github/precheck.yml',
    });
    expect(rulesOf(document)).toEqual([
      ['Merge add', []],
      ['Squashed: less (#12)', ['enum-non-additive']],
      ['more', []],
    ]);
    expect(document.verdicts.blocked).toBe(1);
    expect(document.perHundred).toMatchObject({ blocked: 33 });
    const [found] = document.reviews[1]?.findings.filter(({ rule }) => rule === 'enum-non-additive') ?? [];
    expect(found).toMatchObject({ file: 'db/0003_less.sql', line: 1, severity: 'blocker', state: 'open' });
    expect(found?.headline).toContain('loses `c`');
    expect(document.findings.find(({ id }) => id === 'enum-non-additive')).toMatchObject({
      times: 1,
      changes: 1,
    });
  });

  it('judges a merge of several branches once, against its first parent', async () => {
    for (const [name, table] of [
      ['x', 'one'],
      ['y', 'two'],
    ] as const) {
      git('switch', '--quiet', '--create', name, 'main');
      write(`db/0002_${table}.sql`, `CREATE TABLE ${table} (id BIGINT PRIMARY KEY);\n`);
      commit(name);
    }
    git('switch', '--quiet', 'main');
    write('README.md', 'x');
    commit('readme');
    git('merge', '--quiet', '--no-ff', '--message', 'octopus', 'x', 'y');
    const document = await backtest();
    expect(document).toMatchObject({ changes: 1, migrations: 2 });
    expect(document.reviews[0]?.subject).toBe('octopus');
  });

  it('takes renames, edits, deletions and reverts as a review does', async () => {
    merge('less', { 'db/0002_less.sql': enumOf('a') });
    git('revert', '--no-edit', '--mainline', '1', 'HEAD');
    write('db/0003_again.sql', enumOf('a', 'b'));
    commit('again');
    git('mv', 'db/0003_again.sql', 'db/0004_again.sql');
    commit('renamed');
    const document = await backtest();
    expect(document.reviews.map(({ subject, verdict }) => [subject, verdict === 'blocked'])).toEqual([
      ['Merge less', true],
      ['again', false],
      ['renamed', expect.any(Boolean)],
    ]);
  });

  it('takes what was acknowledged, and what could not be judged', async () => {
    write('db/0002_less.sql', `-- precheck:nolint enum-non-additive nobody has b\n${enumOf('a')}`);
    commit('acknowledged');
    write('db/0003_x.sql', 'FROBNICATE orders;\n');
    commit('strange');
    const document = await backtest();
    expect(document.findings.find(({ id }) => id === 'enum-non-additive')).toMatchObject({ acknowledged: 1 });
    expect(document.gaps).toMatchObject([{ id: 'statement-unreadable', times: 1, acknowledged: 0 }]);
    expect(document.verdicts).toMatchObject({ incomplete: 1 });
    expect(document.perHundred?.gaps).toBe(50);
  });

  it('takes the configuration of the working tree for every commit, or none', async () => {
    write('db/0002_less.sql', enumOf('a'));
    commit('less');
    write('.github/precheck.yml', `${CONFIG}rules:\n  enum-non-additive: warning\n  table-copied: off\n`);
    expect((await backtest()).verdicts.blocked).toBe(0);
    git('rm', '--quiet', '--force', '.github/precheck.yml');
    const document = await backtest();
    expect(document).toMatchObject({ configuration: null, verdicts: { blocked: 1 } });
  });

  it.each([
    ['2025-01-31', ['b', 'c']],
    ['12 days', ['b', 'c']],
    ['HEAD~1', ['c']],
    ['HEAD', []],
  ])('--since %s', async (since, subjects) => {
    for (const name of ['a', 'b', 'c']) {
      write(`db/0002_${name}.sql`, `CREATE TABLE ${name} (id BIGINT PRIMARY KEY);\n`);
      commit(name);
    }
    const document = await backtest('--since', since);
    expect(document.reviews.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('goes a year back from the newest commit', async () => {
    write('db/0002_a.sql', 'CREATE TABLE a (id BIGINT PRIMARY KEY);\n');
    commit('old');
    day += 400;
    write('db/0003_b.sql', 'CREATE TABLE b (id BIGINT PRIMARY KEY);\n');
    commit('new');
    expect((await backtest()).reviews.map(({ subject }) => subject)).toEqual(['new']);
    expect((await backtest('--since', '2 years')).reviews).toHaveLength(2);
  });

  it('takes the last day of a shorter month for a month ago', async () => {
    day = 48;
    write('db/0002_a.sql', 'CREATE TABLE a (id BIGINT PRIMARY KEY);\n');
    commit('end of February');
    day = 79;
    write('db/0003_b.sql', 'CREATE TABLE b (id BIGINT PRIMARY KEY);\n');
    commit('end of March');
    expect((await backtest('--since', '1 month')).reviews).toHaveLength(2);
  });

  it('says where a shallow clone ends', async () => {
    for (const name of ['a', 'b', 'c']) {
      write(`db/0002_${name}.sql`, enumOf('a', 'b', name));
      commit(name);
    }
    const clone = join(top, 'clone');
    git('clone', '--quiet', '--depth', '2', `file://${directory}`, clone);
    directory = clone;
    const document = await backtest();
    expect(document.reviews.map(({ subject }) => subject)).toEqual(['c']);
    expect(document.shallowFrom).toMatch(/^[0-9a-f]{40}$/);
    const { stdout } = await precheck('backtest', '--repo', directory);
    expect(stdout).toContain('git fetch --unshallow');
  });

  it('says what to do where there is nothing', async () => {
    const { stdout, status } = await precheck('backtest', '--repo', directory);
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /the one commit of `main` since 2024-01-11 changes no migration\. .*`--since`/,
    );
    git('switch', '--quiet', '--orphan', 'bare');
    commit('empty');
    expect((await precheck('backtest', '--repo', directory, '--base', 'bare')).stdout).toContain(
      'Nothing to review',
    );
  });

  it('prints what would have been blocked, and the sum of it last', async () => {
    merge('less', { 'db/0002_less.sql': `-- tidy\n${enumOf('a')}` });
    const { stdout, stderr } = await precheck('backtest', '--repo', directory);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Would have been blocked\n\n {2}[0-9a-f]{10} {2}2025-01-22 {2}Merge less\n/);
    expect(stdout).toContain('enum-non-additive  db/0002_less.sql:2');
    expect(stdout).toContain('rules/enum-non-additive.md');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^✗ 1 of 1 change would have been blocked\. \([\d.]+ s\)$/,
    );
  });

  it.each([
    [['--since', 'yore'], '--since yore: neither a commit, nor a date like 2025-01-31'],
    [['--since', '2025-13-99'], 'neither a commit'],
    [['--base', 'nowhere'], '--base nowhere: there is no such commit'],
    [['--config', 'nowhere.yml'], 'the file cannot be read'],
  ])('%j is an error with its remedy', async (args, message) => {
    const { status, stderr, stdout } = await precheck('backtest', '--repo', directory, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('tells a wrong configuration with its place, and goes on with the defaults', async () => {
    write('.github/precheck.yml', `${CONFIG}    enviroments: []\n`);
    const { status, stderr } = await precheck('backtest', '--repo', directory);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^\.github\/precheck\.yml:6:5: .*enviroments/);
  });

  it('refuses a partial clone, whose contents git would fetch', async () => {
    git('config', 'uploadpack.allowFilter', 'true');
    const clone = join(top, 'clone');
    git('clone', '--quiet', '--filter=blob:none', '--no-checkout', `file://${directory}`, clone);
    const { status, stderr } = await precheck('backtest', '--repo', clone);
    expect(status).toBe(2);
    expect(stderr).toContain('partial clone');
  });
});
