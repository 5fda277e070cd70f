import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { precheck } from './run.js';

let directory = '';
const at = (name: string): string => join(directory, name);
const SERVER = ['--engine', 'mysql', '--server-version', '8.0.36'];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-impact-'));
  writeFileSync(at('1.sql'), "CREATE TABLE t (id INT PRIMARY KEY, s ENUM('a','b'));\n");
  writeFileSync(
    at('2.sql'),
    "ALTER TABLE t MODIFY s ENUM('b','a');\nALTER TABLE t ADD n INT;\nALTER TABLE t ADD m INT, ALGORITHM=INSTANT, LOCK=NONE;\n",
  );
  writeFileSync(at('bad.sql'), 'SELECT 1;\nALTER TABLE t FROBNICATE;\n');
  writeFileSync(at('pg.sql'), 'CREATE INDEX i ON t (a);\n');
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('precheck impact', () => {
  it('says of every statement what the server does, who waits, and how that is known', async () => {
    const { status, stdout } = await precheck('impact', at('2.sql'), ...SERVER, '--history', at('1.sql'));
    expect(status).toBe(0);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      'MySQL 8.0.36 copies `t` row by row (`ALGORITHM=COPY`, `LOCK=SHARED`): writes wait until it is done, reads go on. mysql/change-members: MySQL Reference Manual',
    );
    expect(text).toContain('changes the definition only (`ALGORITHM=INSTANT`, `LOCK=NONE`)');
    expect(text).toContain('refuses the statement with error 1221');
  });

  it('keeps to the order of the files, also where nobody can read one', async () => {
    const given = [at('bad.sql'), at('2.sql')];
    const { stdout } = await precheck('impact', ...given, ...SERVER, '--history', at('1.sql'));
    const places = stdout.split('\n').filter((line) => line.startsWith(directory));
    expect(places).toEqual([
      `${at('bad.sql')}:1`,
      `${at('bad.sql')}:2`,
      `${at('2.sql')}:1`,
      `${at('2.sql')}:2`,
      `${at('2.sql')}:3`,
    ]);
  });

  it('names the locks of PostgreSQL', async () => {
    const { stdout } = await precheck(
      'impact',
      at('pg.sql'),
      '--engine',
      'postgres',
      '--server-version',
      '16',
    );
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'PostgreSQL 16 builds the index from every row of `t` (`SHARE` on `t`)',
    );
  });

  it('gives the same to programs', async () => {
    const args = [...SERVER, '--history', at('1.sql'), '--format', 'json'];
    const { stdout } = await precheck('impact', at('2.sql'), ...args);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      statements: [
        {
          line: 1,
          statement: "ALTER TABLE t MODIFY s ENUM('b','a');",
          impacts: [{ impact: { algorithm: 'COPY' } }],
        },
        { line: 2, impacts: [{ impact: { algorithm: 'INSTANT', rowVersion: true } }] },
        { line: 3, impacts: [{ impact: { refused: { code: '1221' } } }] },
      ],
      gaps: [],
    });
  });

  it('exits with 3 where it cannot tell', async () => {
    const { status, stdout } = await precheck('impact', at('bad.sql'), ...SERVER);
    expect(status).toBe(3);
    expect(stdout).toContain('bad.sql:2');
  });

  it.each([
    [[], 'Name the files'],
    [['x.sql'], '--engine mysql --server-version'],
    [['x.sql', '--batch', '-'], 'not both'],
    [['x.sql', ...SERVER], 'there is no such file'],
  ])('%j is an error with its remedy', async (args, message) => {
    const { status, stderr } = await precheck('impact', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
