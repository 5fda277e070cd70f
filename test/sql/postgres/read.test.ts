import { describe, expect, it } from '@jest/globals';
import { covered, gaps, operations, read, statements } from './reading.js';

const READ: readonly (readonly [string, readonly object[]])[] = [
  ['BEGIN', [{ kind: 'transaction', action: 'begin' }]],
  [
    'COMMIT AND CHAIN',
    [
      { kind: 'transaction', action: 'commit' },
      { kind: 'transaction', action: 'begin' },
    ],
  ],
  [
    "SET LOCAL lock_timeout = '5s'",
    [{ kind: 'setVariable', scope: 'local', name: 'lock_timeout', value: '5s' }],
  ],
  ['RESET lock_timeout', [{ kind: 'setVariable', scope: 'session', name: 'lock_timeout' }]],
  [
    "SELECT set_config('search_path', '', false)",
    [
      { kind: 'select', reads: [], locking: false, functions: ['set_config'] },
      { kind: 'setVariable', scope: 'session', name: 'search_path', value: '' },
    ],
  ],
  [
    'DROP TABLE IF EXISTS A, "B" CASCADE',
    ['a', 'B'].map((name) => ({
      kind: 'dropTable',
      table: { name },
      ifExists: true,
      cascade: true,
      temporary: false,
    })),
  ],
  [
    'DROP INDEX CONCURRENTLY s.i',
    [
      {
        kind: 'dropIndex',
        index: { schema: 's', name: 'i' },
        concurrently: true,
        ifExists: false,
        cascade: false,
      },
    ],
  ],
  [
    'DROP TRIGGER tg ON s.t',
    [
      {
        kind: 'dropObject',
        object: 'trigger',
        name: { name: 'tg' },
        table: { schema: 's', name: 't' },
        ifExists: false,
        cascade: false,
      },
    ],
  ],
  ['LOCK TABLE t', [{ kind: 'lockTables', tables: [{ table: { name: 't' }, mode: 'ACCESS EXCLUSIVE' }] }]],
  [
    'TRUNCATE a, ONLY b CASCADE',
    [
      { kind: 'truncateTable', table: { name: 'a' }, cascade: true },
      { kind: 'truncateTable', table: { name: 'b' }, only: true, cascade: true },
    ],
  ],
  ['VACUUM (FULL) t', [{ kind: 'rebuildTable', table: { name: 't' }, how: 'vacuum-full' }]],
  ['ANALYZE t', [{ kind: 'maintainTable', table: { name: 't' }, how: 'analyze' }]],
  [
    'REINDEX TABLE CONCURRENTLY t',
    [{ kind: 'reindex', target: 'table', name: { name: 't' }, concurrently: true }],
  ],
  ['ALTER TABLE a RENAME b TO c', [{ kind: 'renameColumn', table: { name: 'a' }, column: 'b', to: 'c' }]],
  [
    'ALTER TABLE s.a RENAME TO b',
    [{ kind: 'renameTable', table: { schema: 's', name: 'a' }, to: { schema: 's', name: 'b' } }],
  ],
  [
    "ALTER TYPE m ADD VALUE 'x' BEFORE 'y'",
    [{ kind: 'addEnumValue', type: { name: 'm' }, value: 'x', ifNotExists: false, before: 'y' }],
  ],
  [
    'ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID',
    [{ kind: 'alterDomain', domain: { name: 'd' }, action: 'add-check', constraint: 'c', notValid: true }],
  ],
  [
    'UPDATE s.t SET a = 1',
    [
      {
        kind: 'update',
        tables: [{ schema: 's', name: 't' }],
        columns: ['a'],
        head: { text: 'UPDATE s.t SET a = 1', table: 't' },
        reads: [],
      },
    ],
  ],
  [
    'DELETE FROM t AS x USING u WHERE x.a = f(u.b) RETURNING *',
    [
      {
        kind: 'delete',
        tables: [{ name: 't' }],
        head: { text: 'DELETE FROM t AS x USING u', table: 'x' },
        where: { text: 'x.a = f(u.b)', columns: ['a', 'b'], functions: ['f'] },
        reads: [{ name: 'u' }],
      },
    ],
  ],
  [
    'INSERT INTO t (a) VALUES (1), (2) ON CONFLICT DO NOTHING',
    [
      {
        kind: 'insert',
        table: { name: 't' },
        source: 'values',
        rows: 2,
        columns: ['a'],
        mode: 'ignore',
        reads: [],
      },
    ],
  ],
  [
    'WITH t AS (SELECT * FROM t), d AS (DELETE FROM old) INSERT INTO n SELECT * FROM t JOIN d ON true',
    [
      { kind: 'delete', tables: [{ name: 'old' }], reads: [] },
      {
        kind: 'insert',
        table: { name: 'n' },
        source: 'query',
        columns: [],
        mode: 'insert',
        reads: [{ name: 't' }],
      },
    ],
  ],
  [
    'SELECT * INTO n FROM o',
    [
      {
        kind: 'createTable',
        table: { name: 'n' },
        ifNotExists: false,
        temporary: false,
        options: {},
        asQuery: { reads: [{ name: 'o' }] },
      },
    ],
  ],
  ['COPY t FROM stdin;\n\\.\n', [{ kind: 'loadData', table: { name: 't' } }]],
  ['GRANT SELECT ON t TO r', [{ kind: 'changePrivileges', action: 'grant', tables: [{ name: 't' }] }]],
  [
    'COMMENT ON COLUMN s.t.c IS NULL',
    [{ kind: 'commentOn', object: 'column', table: { schema: 's', name: 't' }, name: { name: 'c' } }],
  ],
  ['CREATE ROLE r', [{ kind: 'createObject', object: 'role', name: { name: 'r' } }]],
  [
    'EXPLAIN ANALYZE DELETE FROM t',
    [
      { kind: 'administer', what: 'explain' },
      { kind: 'delete', tables: [{ name: 't' }], reads: [] },
    ],
  ],
];

describe('readPostgres', () => {
  it.each(READ)('%s', async (text, expected) => {
    expect(await operations(text)).toEqual(expected);
  });

  it('names each statement by its words', async () => {
    const all = await statements(
      'CREATE UNIQUE INDEX i ON t (a); CREATE OR REPLACE VIEW v AS SELECT 1; ALTER TABLE t DROP a',
    );
    expect(all.map(({ head }) => head)).toEqual(['CREATE INDEX', 'CREATE VIEW', 'ALTER TABLE']);
  });

  it('reads what stands beside a statement that it cannot read', async () => {
    const text = 'ALTER TABLE a.t ADD COLUM int x;\nDROP TABLE b';
    const { entries } = await read(text);
    expect(entries.map(({ kind }) => kind)).toEqual(['unreadable', 'statement']);
    expect((await gaps(text))[0]).toMatchObject({
      gap: 'statement-unreadable',
      head: 'ALTER TABLE',
      reason: 'PostgreSQL’s parser refuses it: syntax error at or near "x", line 1.',
      mayTouch: ['a.t'],
    });
  });

  it.each([
    'ALTER TABLE :t ADD a int',
    'ALTER TABLE ${t} ADD a int',
    'DROP TABLE {{ .T }}',
    'DROP TABLE "${s}".t',
    "SELECT :'v'",
  ])('tells a template: %s', async (text) => {
    expect((await gaps(text)).map(({ gap }) => gap)).toEqual(['statement-templated']);
  });

  it('does not take casts, slices and named arguments for templates', async () => {
    expect(await gaps('SELECT a::int, b[1:2], f(x := 1)')).toEqual([]);
  });

  it.each([
    [
      'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
      13,
      'DETACH PARTITION … CONCURRENTLY needs PostgreSQL 14',
    ],
    ['ALTER TABLE t ADD CONSTRAINT n NOT NULL a', 17, 'A NOT NULL table constraint needs PostgreSQL 18'],
    [
      'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) STORED)',
      11,
      'GENERATED ALWAYS AS … STORED needs PostgreSQL 12',
    ],
    [
      'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a))',
      17,
      'A virtual generated column needs PostgreSQL 18',
    ],
    ['CREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT', 14, 'NULLS NOT DISTINCT needs PostgreSQL 15'],
    ['REINDEX INDEX CONCURRENTLY i', 11, 'REINDEX … CONCURRENTLY needs PostgreSQL 12'],
    ['REINDEX INDEX CONCURRENTLY i', 12, undefined],
  ])('%s on PostgreSQL %d', async (text, major, expected) => {
    expect((await statements(text, major)).map(({ notInVersion }) => notInVersion)).toEqual([expected]);
  });

  it('reads history no further than the table', async () => {
    const { entries } = await read(
      'INSERT INTO s.t VALUES (1); UPDATE ONLY "T" SET a = 1; DELETE FROM u',
      18,
      'head',
    );
    expect(entries.map((entry) => entry.kind === 'statement' && entry.statement.operations[0])).toMatchObject(
      [
        { kind: 'insert', table: { schema: 's', name: 't' } },
        { kind: 'update', tables: [{ name: 'T' }] },
        { kind: 'delete', tables: [{ name: 'u' }] },
      ],
    );
  });

  it('gives each command of an ALTER TABLE its own span', async () => {
    const text =
      'ALTER TABLE ONLY s.t /* , */ DROP a, ADD b int DEFAULT f(1, 2) CHECK (b > 0), ALTER c SET NOT NULL;';
    const [statement] = await statements(text);
    expect(covered(text, statement?.operations ?? [])).toEqual([
      'DROP a',
      'ADD b int DEFAULT f(1, 2) CHECK (b > 0)',
      'CHECK (b > 0)',
      'ALTER c SET NOT NULL',
    ]);
  });
});

describe('hostile input', () => {
  it.each([
    ['a sum of 64,000 terms', `SELECT ${Array(64_000).fill('1').join('+')}`],
    ['5,000 nested parentheses', `SELECT ${'('.repeat(5_000)}1${')'.repeat(5_000)}`],
    ['20,000 rows', `INSERT INTO t VALUES ${Array(20_000).fill("(1, 'x')").join(',')}`],
    ['5,000 statements', 'ALTER TABLE t ADD a int;'.repeat(5_000)],
    ['100,000 braces', '{'.repeat(100_000)],
    ['5,000 nested blocks', `DO $$ BEGIN ${'IF a THEN '.repeat(5_000)} END $$`],
  ])('%s ends, and the parser works afterwards', async (_, text) => {
    await read(text);
    expect(await operations('DROP SCHEMA s')).toHaveLength(1);
  });
});
