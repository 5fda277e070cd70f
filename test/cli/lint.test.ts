import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { precheck } from './run.js';

let directory = '';
const at = (name: string): string => join(directory, name);
const SERVER = ['--engine', 'mysql', '--server-version', '8.0.36'];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-lint-'));
  mkdirSync(at('history'));
  writeFileSync(at('history/2_status.sql'), "ALTER TABLE t MODIFY s ENUM('a','b','c');\n");
  writeFileSync(at('history/10_status.sql'), "ALTER TABLE t MODIFY s ENUM('a','b','c','d');\n");
  writeFileSync(at('history/1_t.sql'), "CREATE TABLE t (id INT PRIMARY KEY, s ENUM('a','b'));\n");
  writeFileSync(at('change.sql'), "ALTER TABLE t MODIFY s ENUM('a','b','c');\n");
  writeFileSync(at('index.sql'), 'CREATE INDEX i ON t (a);\n');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('precheck lint', () => {
  it('knows the history in the order in which the tool ran it', async () => {
    const { status, stdout } = await precheck(
      'lint',
      at('change.sql'),
      ...SERVER,
      '--history',
      at('history'),
    );
    expect(status).toBe(1);
    expect(stdout).toContain('loses `d`');
  });

  it('does not guess without a history', async () => {
    const { status, stdout } = await precheck('lint', at('change.sql'), ...SERVER, '--format', 'json');
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'incomplete', gaps: [{ id: 'table-unknown' }] });
  });

  it('judges PostgreSQL', async () => {
    const { status, stdout } = await precheck(
      'lint',
      at('index.sql'),
      '--engine',
      'postgres',
      '--server-version',
      '16',
    );
    expect(status).toBe(1);
    expect(stdout).toContain('index-without-concurrently');
  });

  it.each([
    [['nowhere.sql', ...SERVER], 'there is no such file'],
    [
      ['change.sql', '--engine', 'oracle', '--server-version', '1'],
      'Allowed choices are mysql, mariadb, postgres',
    ],
    [['change.sql', '--engine', 'mysql', '--server-version', 'new'], 'not a version of the form'],
    [['change.sql', '--engine', 'mysql'], '--server-version'],
    [['change.sql', ...SERVER, '--history', 'nowhere'], 'there is no such file or folder'],
    [['history', ...SERVER], 'this is a folder: name its files, or give it with --history'],
  ])('%j is an error with its remedy', async ([file = '', ...args], message) => {
    const { status, stderr } = await precheck('lint', at(file), ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
