import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { precheck } from './run.js';

let directory = '';
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', directory, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
};
const commit = (message: string): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
};

const ORDERS = "CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, status ENUM('a','b') NOT NULL);\n";
const CONFIG = 'migrations:\n  - path: db/migrations\n    engine: mysql\n    version: "8.0.36"\n';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-cli-'));
  git('init', '--quiet', '--initial-branch=main');
  write('.github/precheck.yml', CONFIG);
  write('db/migrations/0001_orders.sql', ORDERS);
  commit('start');
  git('switch', '--quiet', '--create', 'change');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

interface Answer {
  readonly version: number;
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly docs: string; readonly file: string }[];
  readonly gaps: readonly { readonly id: string; readonly file: string; readonly reason: string }[];
  readonly checked: readonly { readonly history: number }[];
}
const reviewJson = async (...args: readonly string[]): Promise<Answer & { readonly status: number }> => {
  const ran = await precheck('review', '--repo', directory, '--format', 'json', ...args);
  return { status: ran.status, ...(JSON.parse(ran.stdout) as Answer) };
};

describe('precheck review', () => {
  it('blocks a removed value in the working tree, committed or not', async () => {
    write('db/migrations/0002_x.sql', "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n");
    const uncommitted = await reviewJson();
    expect(uncommitted).toMatchObject({
      status: 1,
      version: 1,
      verdict: 'blocked',
      checked: [{ history: 1 }],
    });
    const found = uncommitted.findings.filter(({ rule }) => rule !== 'lock-timeout-missing');
    expect(found.map(({ rule }) => rule)).toEqual(['enum-non-additive']);
    expect(found[0]?.docs).toMatch(/\/enum-non-additive(\.md)?$/);
    commit('remove');
    expect(await reviewJson()).toMatchObject({ status: 1 });
    expect(await reviewJson('--head', 'change', '--base', 'main')).toMatchObject({ status: 1 });
  });

  it('prints text with the line, the consequence and the link', async () => {
    write('db/migrations/0002_x.sql', "-- tidy\nALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n");
    const { stdout, status } = await precheck('review', '--repo', directory);
    expect(status).toBe(1);
    for (const part of [
      'db/migrations/0002_x.sql:2',
      'enum-non-additive',
      'loses',
      'rules/enum-non-additive.md',
    ]) {
      expect(stdout).toContain(part);
    }
    expect(stdout).not.toContain('\u001b[');
  });

  it('passes a change without migrations', async () => {
    write('src/app.ts', 'export {};\n');
    expect(await reviewJson()).toMatchObject({
      status: 0,
      verdict: 'clear',
      findings: [],
      gaps: [],
      checked: [],
    });
    expect((await precheck('review', '--repo', directory)).stdout).toContain('no SQL migration changes here');
  });

  it('works without any configuration and finds the engine', async () => {
    git('rm', '--quiet', '.github/precheck.yml');
    commit('none');
    git('branch', '--force', 'main', 'change');
    write('db/migrations/0002_x.sql', "ALTER TABLE `orders` MODIFY status ENUM('a') NOT NULL;\n");
    expect(await reviewJson()).toMatchObject({ status: 1, verdict: 'blocked' });
  });

  it('says where the configuration is broken, and uses the defaults', async () => {
    write('.github/precheck.yml', `${CONFIG}    enviroments: []\n`);
    commit('broken');
    git('branch', '--force', 'main', 'change');
    write('db/migrations/0002_x.sql', "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n");
    const { status, stderr, stdout } = await precheck('review', '--repo', directory, '--format', 'json');
    expect(status).toBe(2);
    expect(stderr).toMatch(/\.github\/precheck\.yml:5:5: .*enviroments.*environments/);
    expect((JSON.parse(stdout) as Answer).verdict).toBe('blocked');
  });

  it('takes the configuration of the base branch, not of the head', async () => {
    write('.github/precheck.yml', `${CONFIG}rules:\n  enum-non-additive: off\n  table-copied: off\n`);
    write('db/migrations/0002_x.sql', "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n");
    commit('sneaky');
    expect(await reviewJson()).toMatchObject({ status: 1 });
    expect(await reviewJson('--config', join(directory, '.github/precheck.yml'))).toMatchObject({
      status: 0,
    });
  });

  it.each([
    ['over 1 MB', Buffer.alloc(1_000_001, 'x'), 'larger than 1 MB'],
    ['binary', Buffer.from([0x53, 0, 1, 2]), 'bytes that no text holds'],
    ['not UTF-8', Buffer.from([0x53, 0xff, 0xfe]), 'not UTF-8'],
  ])('a file that is %s is a gap with the reason', async (_, bytes, reason) => {
    write('db/migrations/0002_x.sql', bytes);
    const answer = await reviewJson();
    expect(answer).toMatchObject({ status: 3, verdict: 'incomplete', gaps: [{ id: 'file-unreadable' }] });
    expect(answer.gaps[0]?.reason).toContain(reason);
  });

  it('does not follow a link', async () => {
    symlinkSync('/etc/passwd', join(directory, 'db/migrations/0002_x.sql'));
    commit('link');
    expect(await reviewJson('--head', 'change')).toMatchObject({
      status: 3,
      gaps: [{ id: 'file-unreadable' }],
    });
  });

  it('holds what lies outside of the configured folders, and what their layout passes over', async () => {
    write('services/billing/migrations/0001_a.sql', 'DROP TABLE invoices;\n');
    write('db/migrations/drop_note.sql', 'DROP TABLE orders;\n');
    const answer = await reviewJson();
    expect(answer).toMatchObject({ status: 3, verdict: 'incomplete', checked: [] });
    expect(answer.gaps.map(({ id, file }) => `${id} ${file}`)).toEqual([
      'file-unplaced db/migrations/drop_note.sql',
      'file-unplaced services/billing/migrations/0001_a.sql',
    ]);
    const { stdout, status } = await precheck('review', '--repo', directory);
    expect(status).toBe(3);
    expect(stdout).toContain('2 not judged');
    expect(stdout).toContain('reviewed: false');
  });

  it('keeps the history of a renamed migration and of a moved folder', async () => {
    git('mv', 'db/migrations/0001_orders.sql', 'db/migrations/0001_first.sql');
    write('db/migrations/0002_x.sql', 'DROP TABLE orders;\n');
    commit('renamed');
    expect(await reviewJson()).toMatchObject({ status: 1, verdict: 'blocked' });
    git('mv', 'db/migrations/0001_first.sql', 'db/migrations/0001_orders.sql');
    git('mv', 'db/migrations', 'db/migrate');
    commit('moved');
    expect(await reviewJson()).toMatchObject({ status: 1, verdict: 'blocked', checked: [{ history: 1 }] });
  });

  it('judges a renamed migration again, and is silent on a deleted one', async () => {
    git('mv', 'db/migrations/0001_orders.sql', 'db/migrations/0003_orders.sql');
    commit('renamed');
    expect(await reviewJson()).toMatchObject({ status: 0, checked: [{ history: 0 }] });
    git('rm', '--quiet', 'db/migrations/0003_orders.sql');
    commit('deleted');
    expect(await reviewJson()).toMatchObject({ status: 0, checked: [] });
  });

  it('names a migration that is written in code', async () => {
    write('db/migrate/20240101000000_add_note.rb', 'class AddNote < ActiveRecord::Migration[7.1]\nend\n');
    expect(await reviewJson()).toMatchObject({ status: 3, gaps: [{ id: 'migration-unsupported' }] });
  });

  it('gives the same answer from a saved input', async () => {
    write('db/migrations/0002_x.sql', "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n");
    const saved = join(directory, 'input.json');
    const first = await precheck('review', '--repo', directory, '--format', 'json', '--save-input', saved);
    const again = await precheck('replay', saved, '--format', 'json');
    expect(again).toEqual(first);
    expect(readFileSync(saved, 'utf8')).toContain('"version":1');
  });

  it.each([
    [['review', '--base', 'nowhere'], '--base nowhere: there is no such commit'],
    [['review', '--head', 'nowhere'], '--head nowhere: there is no such commit'],
    [['review', '--config', 'nowhere.yml'], '--config nowhere.yml: the file cannot be read'],
    [['review', '--format', 'xml'], 'Allowed choices are'],
    [['review', '--bass', 'main'], 'unknown option'],
  ])('%j is a usage error with its remedy', async ([command = '', ...args], message) => {
    const { status, stderr, stdout } = await precheck(command, '--repo', directory, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('asks for the missing history where a shallow clone does not show where the branches part', async () => {
    git('switch', '--quiet', '--create', 'deep');
    write('db/migrations/0002_x.sql', 'SELECT 1;\n');
    commit('two');
    const shallow = mkdtempSync(join(tmpdir(), 'precheck-shallow-'));
    git('clone', '--quiet', '--depth', '1', '--no-single-branch', `file://${directory}`, shallow);
    const apart = await precheck(
      'review',
      '--repo',
      shallow,
      '--base',
      'origin/main',
      '--head',
      'origin/deep',
    );
    const unknown = await precheck('review', '--repo', shallow, '--base', 'HEAD~1');
    rmSync(shallow, { recursive: true });
    expect([apart.status, unknown.status]).toEqual([2, 2]);
    expect(apart.stderr).toContain('Where origin/deep left origin/main is not to be seen.');
    for (const { stderr } of [apart, unknown]) expect(stderr).toContain('fetch-depth: 0');
  });

  it('tells how to acknowledge only where a comment can stand', async () => {
    write('db/migrations/0002_x.sql', Buffer.from([0, 1, 2]));
    expect((await precheck('review', '--repo', directory)).stdout).not.toContain('precheck:nolint');
    write('db/migrations/0002_x.sql', 'FROBNICATE orders;\n');
    expect((await precheck('review', '--repo', directory)).stdout).toContain('precheck:nolint');
  });

  it('says what to do outside of a repository', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'precheck-none-'));
    const { status, stderr } = await precheck('review', '--repo', elsewhere);
    rmSync(elsewhere, { recursive: true });
    expect(status).toBe(2);
    expect(stderr).toContain('precheck lint');
  });
});
