import { describe, expect, it } from '@jest/globals';
import type { ScriptEntry } from '../../../src/sql/statement.js';
import { read, statementOf, statements } from './reading.js';

async function inBody(body: string): Promise<readonly ScriptEntry[]> {
  const [statement] = await statements(`DO $$ ${body} $$`);
  return statement?.body?.statements ?? [];
}

const BODIES: readonly (readonly [string, readonly string[]])[] = [
  ['BEGIN ALTER TABLE t ADD a int; END', ['addColumn']],
  [
    'BEGIN IF x THEN DROP TABLE t; ELSIF CASE WHEN y THEN true END THEN TRUNCATE u; ELSE NULL; END IF; END',
    ['dropTable?', 'truncateTable?'],
  ],
  ['BEGIN FOR r IN (SELECT 1 FROM t) LOOP DELETE FROM u; END LOOP; END', ['select', 'delete?']],
  ['BEGIN FOR i IN 1..10 LOOP NULL; END LOOP; WHILE x LOOP UPDATE t SET a = 1; END LOOP; END', ['update?']],
  ['DECLARE c CURSOR FOR SELECT 1; n int := 5; BEGIN n := 6; n = 7; OPEN c; END', []],
  [
    'BEGIN SELECT a, b INTO STRICT x, r.y FROM t; INSERT INTO u VALUES (1) RETURNING id INTO x; END',
    ['select', 'insert'],
  ],
  ["BEGIN PERFORM set_config('lock_timeout', '5s', true); END", ['select', 'setVariable']],
  [
    "BEGIN EXECUTE 'DROP TABLE t'; EXECUTE format('DROP TABLE %I', 'T'); EXECUTE 'DROP ' || 'TABLE t'; END",
    ['dropTable', 'dropTable', 'dropTable'],
  ],
  [
    "BEGIN EXECUTE 'DROP TABLE ' || t; EXECUTE format('DROP TABLE %I', t) USING x; END",
    ['executeDynamic', 'executeDynamic'],
  ],
  [
    'BEGIN BEGIN CREATE TYPE e AS ENUM (); EXCEPTION WHEN duplicate_object THEN DROP TYPE e; END; DROP TABLE t; END',
    ['createType', 'dropObject?', 'dropTable'],
  ],
  ['BEGIN IF x THEN RETURN; END IF; DROP TABLE t; END', ['dropTable?']],
  [
    "BEGIN <<l>> LOOP EXIT l; END LOOP l; CASE x WHEN 1 THEN DROP TABLE t; ELSE RAISE NOTICE '; %', 1; END CASE; END",
    ['dropTable?'],
  ],
];

describe('bodies', () => {
  it.each(BODIES)('%s', async (body, expected) => {
    const found = (await inBody(body)).map(statementOf);
    expect(
      found.flatMap(({ operations, conditional }) =>
        operations.map(({ kind }) => `${kind}${conditional ? '?' : ''}`),
      ),
    ).toEqual(expected);
  });

  it('of a DO run now, of a routine later', async () => {
    const all = await statements(
      "DO 'BEGIN DROP TABLE t; END'; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 FROM t'; CREATE FUNCTION g() RETURNS int LANGUAGE sql RETURN 1;",
    );
    expect(all.map(({ body }) => [body?.runs, body?.statements.length])).toEqual([
      ['now', 1],
      ['later', 1],
      ['later', 1],
    ]);
  });

  it('are located in the file', async () => {
    const text = 'DO $$\nBEGIN\n  DROP TABLE ü;\nEND $$';
    const [inner] = ((await statements(text))[0]?.body?.statements ?? []).map(statementOf);
    expect(inner?.span).toMatchObject({ line: 3, column: 3, endColumn: 14 });
  });

  it('whose text is escaped are located by their literal', async () => {
    const text = "DO 'BEGIN\n DELETE FROM t WHERE a = ''x''; END'";
    const [inner] = ((await statements(text))[0]?.body?.statements ?? []).map(statementOf);
    expect(inner?.span).toMatchObject({ line: 1, column: 4, endLine: 2 });
  });

  it('keep what they cannot read', async () => {
    expect((await inBody('BEGIN ALTER TABLE t FOO; END')).map(({ kind }) => kind)).toEqual(['unreadable']);
  });

  it('inside of bodies end somewhere', async () => {
    let body = 'DROP TABLE t;';
    for (let level = 0; level < 9; level++) body = `DO $a${level}$ BEGIN ${body} END $a${level}$;`;
    expect(JSON.stringify(await read(body))).toContain('6 levels deep');
  });

  it('of routines in history are read, their data statements no further than the table', async () => {
    const sql = "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'UPDATE t SET a = b + 1 WHERE c'";
    const { entries } = await read(sql, 18, 'head');
    const [inside] = statementOf(entries[0]).body?.statements ?? [];
    expect(statementOf(inside)).toMatchObject({ head: 'UPDATE', operations: [{ columns: [] }] });
  });
});
