import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { isClean } from '../../src/report/prose.js';
import { precheck } from './run.js';

const EVIL = 'x\u001b[2J\u202ey';
let directory = '';

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  execFileSync('git', ['-C', directory, ...who, ...args], { stdio: 'ignore' });
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-hostile-'));
  const files = {
    [`${EVIL}.yml`]: '"\\e[2J": 1\n',
    [`${EVIL}/migrations/V1__a.sql`]: 'CREATE TABLE t (id BIGINT PRIMARY KEY) ENGINE=InnoDB;\n',
    [`${EVIL}/migrations/V2__b.sql`]: `ALTER TABLE \`${EVIL}\` FROBNICATE;\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'x');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

it.each([
  ['init', '--stdout'],
  ['catalog'],
  ['catalog', '--config', `${EVIL}.yml`],
  ['review', '--base', 'main', '--format', 'json', '--config', `${EVIL}.yml`],
  ['backtest', '--format', 'json', '--config', `${EVIL}.yml`],
  ['review', '--base', EVIL],
])('%s says on standard error what a terminal can be shown', async (command, ...more) => {
  const args = more.map((one) => (one.endsWith('.yml') ? join(directory, one) : one));
  const { stderr } = await precheck(command, '--repo', directory, ...args);
  expect(stderr).toContain('x[2Jy');
  expect(isClean(stderr)).toBe(true);
});

it('catalog shows a terminal no more than text, and gives a pipe the SQL as it is', async () => {
  const path = join(directory, 'names.sql');
  writeFileSync(path, `CREATE TABLE \`${EVIL}\` (id BIGINT PRIMARY KEY);\n`);
  const run = () => precheck('catalog', path, '--engine', 'mysql', '--server-version', '8.0.36');
  expect((await run()).stdout).toContain(EVIL);
  const own = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
  Object.defineProperty(process.stdout, 'isTTY', {
    get: () => true,
    set: () => undefined,
    configurable: true,
  });
  try {
    const { stdout } = await run();
    expect(stdout).toContain('x[2Jy');
    expect(isClean(stdout)).toBe(true);
  } finally {
    Object.defineProperty(
      process.stdout,
      'isTTY',
      own ?? { value: undefined, configurable: true, writable: true },
    );
  }
});
