import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { precheck } from './run.js';
import type { Ran } from './run.js';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'precheck-batch-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function batch(...lines: readonly unknown[]): Promise<Ran & { readonly answers: readonly object[] }> {
  const file = join(directory, 'cases.jsonl');
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  const ran = await precheck('impact', '--batch', file);
  const answers = ran.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as object);
  return { ...ran, answers };
}

const MYSQL = { engine: 'mysql', version: '9.7' };
const POSTGRES = { engine: 'postgres', version: '16' };

describe('precheck impact --batch', () => {
  it('takes a byte order mark before the first line', async () => {
    const { status } = await batch(`\uFEFF${JSON.stringify({ ...MYSQL, sql: 'SELECT 1' })}`);
    expect(status).toBe(0);
  });

  it('answers every field of the contract', async () => {
    const { status, answers } = await batch({
      ...MYSQL,
      id: 'c1',
      before: ['CREATE TABLE t (id INT PRIMARY KEY, a INT)'],
      sql: 'ALTER TABLE t ADD COLUMN b INT',
    });
    expect(status).toBe(0);
    expect(answers).toEqual([
      {
        id: 'c1',
        algorithm: 'INSTANT',
        lock: 'NONE',
        rebuilds: false,
        blocks: 'nobody',
        locks: [],
        rewrites: [],
        scans: [],
        refused: null,
        undecided: null,
        rowVersion: true,
        fact: 'mysql/add-column@8.0.29',
      },
    ]);
  });

  it('names relations that existed, without the default schema, with the strongest of their locks', async () => {
    const { answers } = await batch({
      ...POSTGRES,
      id: 1,
      before: 'CREATE TABLE t (id int); CREATE TABLE other.u (id int);',
      sql: 'CREATE TABLE n (id int); CREATE INDEX ON t (id); ALTER TABLE t ADD c int; ALTER TABLE n ADD c int; ALTER TABLE other.u ADD c int;',
    });
    expect(answers).toMatchObject([
      {
        id: 1,
        locks: [
          { table: 't', mode: 'AccessExclusiveLock' },
          { table: 'other.u', mode: 'AccessExclusiveLock' },
        ],
        scans: ['t'],
        rewrites: [],
      },
    ]);
  });

  it.each([
    ['empty', { empty: ['t'] }, { algorithm: 'INPLACE', rebuilds: true }],
    [
      'session',
      { session: ["SET sql_mode=''"], sql: 'ALTER TABLE t MODIFY a INT NOT NULL' },
      { algorithm: 'COPY' },
    ],
    [
      'variables',
      { engine: 'mariadb', version: '11.8', variables: { innodb_instant_alter_column_allowed: 'never' } },
      { algorithm: 'INPLACE' },
    ],
    ['version', { version: '5.7' }, { algorithm: 'INPLACE', rebuilds: true, rowVersion: false }],
    [
      'refusals',
      { sql: 'ALTER TABLE t ADD c INT, ALGORITHM=INSTANT, LOCK=NONE' },
      { refused: { code: '1221' } },
    ],
  ])('uses %s', async (_, given, expected) => {
    const before = ['CREATE TABLE t (id INT PRIMARY KEY, a INT)'];
    const { answers } = await batch({ ...MYSQL, before, sql: 'ALTER TABLE t ADD COLUMN b INT', ...given });
    expect(answers).toMatchObject([expected]);
  });

  it('knows what has no place in a transaction', async () => {
    const sql = 'CREATE INDEX CONCURRENTLY i ON t (a)';
    const { answers } = await batch({ ...POSTGRES, sql }, { ...POSTGRES, sql, transaction: true });
    expect(answers).toMatchObject([{ refused: null }, { refused: { code: '25001' } }]);
  });

  it('lets a new ENUM value follow its type in one transaction', async () => {
    const add = "ALTER TYPE mood ADD VALUE 'happy'";
    const create = "CREATE TYPE mood AS ENUM ('sad')";
    const { answers } = await batch(
      { engine: 'postgres', version: '11', sql: `${create}; ${add}`, transaction: true },
      { engine: 'postgres', version: '11', before: [create], sql: add, transaction: true },
      { engine: 'postgres', version: '11', sql: `BEGIN; ${create}; COMMIT; BEGIN; ${add}` },
    );
    expect(answers).toMatchObject([
      { refused: null },
      { refused: { code: '25001' } },
      { refused: { code: '25001' } },
    ]);
  });

  it('says why it cannot tell', async () => {
    const { status, answers } = await batch(
      { ...MYSQL, sql: 'ALTER TABLE nowhere MODIFY a BIGINT' },
      { ...MYSQL, sql: 'ALTER TABLE (' },
    );
    expect(status).toBe(0);
    expect(answers).toMatchObject([
      { algorithm: null, blocks: null, undecided: expect.stringContaining('nowhere') },
      { undecided: expect.any(String) },
    ]);
  });

  it('goes on after a line that is no case, names it, and exits with 2', async () => {
    const good = { ...MYSQL, sql: 'SELECT 1' };
    const { status, answers } = await batch(
      '{"id":',
      { id: 'b', sql: 'SELECT 1', version: '8.0', engine: 'oracle' },
      { id: 'c', ...MYSQL, version: 'new', sql: 'SELECT 1' },
      { id: 'd', ...MYSQL, sql: '-- nothing' },
      { id: 'e', ...good },
    );
    expect(status).toBe(2);
    expect(answers).toMatchObject([
      { error: expect.stringContaining('line 1 is no JSON') },
      { id: 'b', error: expect.stringContaining('line 2: engine') },
      { id: 'c', error: expect.stringContaining('line 3: version') },
      { id: 'd', error: expect.stringContaining('line 4: sql holds no statement') },
      { id: 'e', refused: null },
    ]);
  });

  it('says that a file is not there', async () => {
    const { status, stderr } = await precheck('impact', '--batch', join(directory, 'nowhere'));
    expect(status).toBe(2);
    expect(stderr).toContain('nowhere');
  });
});
