import { describe, expect, it } from '@jest/globals';

import { findView, partitionsOf } from '../../src/catalog/find.js';
import { columns, constraints, indexes, replay, table } from './replay.js';

const ON = 'postgres 16';

describe('names', () => {
  it.each([
    ['id bigserial PRIMARY KEY', 't_pkey(id)', 't_pkey'],
    ['a int UNIQUE, b int, UNIQUE (a, b)', 't_a_key(a), t_a_b_key(a,b)', 't_a_key, t_a_b_key'],
    ['a int CHECK (a > 0) CHECK (a < 9)', '', 't_a_check, t_a_check1'],
    ['a int, b int, CHECK (a > b)', '', 't_check'],
    ['a int PRIMARY KEY, UNIQUE (a)', 't_pkey(a)', 't_pkey'],
    ['a int REFERENCES p', '', 't_a_fkey'],
  ])('CREATE TABLE t (%s)', async (written, expectedIndexes, expectedConstraints) => {
    const made = table(
      await replay(ON, `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (${written})`),
      't',
    );
    expect([indexes(made), constraints(made)]).toEqual([expectedIndexes, expectedConstraints]);
  });

  it.each([
    ['CREATE INDEX ON t (a, b)', 't_a_b_idx(a,b)'],
    ['CREATE INDEX ON t (a); CREATE INDEX ON t (a)', 't_a_idx(a), t_a_idx1(a)'],
    ['CREATE INDEX ON t (lower(c))', 't_lower_idx(expr)'],
    ['CREATE INDEX ON t ((a + b))', 't_expr_idx(expr)'],
  ])('%s', async (sql, expected) => {
    const after = await replay(ON, `CREATE TABLE t (a int, b int, c text); ${sql}`);
    expect(indexes(table(after, 't'))).toBe(expected);
  });

  it('cuts the longer part of a long name', async () => {
    const long = 'a'.repeat(60);
    const after = await replay(ON, `CREATE TABLE ${long} (b int); CREATE INDEX ON ${long} (b)`);
    expect(table(after, long).indexes[0]?.name).toBe(`${'a'.repeat(57)}_b_idx`);
  });

  it('takes another name where a renamed table still has the first', async () => {
    const sql =
      'CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t RENAME TO old; CREATE TABLE t (id int PRIMARY KEY)';
    expect(indexes(table(await replay(ON, sql), 't'))).toBe('t_pkey1(id)');
  });

  it('names foreign keys after the first column before PostgreSQL 12', async () => {
    const sql =
      'CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE t (a int, b int, FOREIGN KEY (a, b) REFERENCES p)';
    expect(constraints(table(await replay('postgres 11', sql), 't'))).toBe('t_a_fkey');
    expect(constraints(table(await replay('postgres 12', sql), 't'))).toBe('t_a_b_fkey');
  });

  it('holds NOT NULL as a constraint from PostgreSQL 18', async () => {
    const made = table(
      await replay('postgres 18', 'CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL)'),
      't',
    );
    expect(constraints(made)).toBe('t_a_not_null, t_id_not_null, t_pkey');
  });
});

describe('changes', () => {
  it.each([
    ['ALTER TABLE t DROP COLUMN a', 'b text', '', ''],
    ['ALTER TABLE t RENAME a TO z', 'z int!, b text', 't_pkey(z), ab(z,b)', 't_pkey'],
    ['ALTER TABLE t ALTER a TYPE bigint', 'a bigint!, b text', 't_pkey(a), ab(a,b)', 't_pkey'],
    ['ALTER TABLE t RENAME CONSTRAINT t_pkey TO k', 'a int!, b text', 'k(a), ab(a,b)', 'k'],
    ['ALTER INDEX t_pkey RENAME TO k', 'a int!, b text', 'k(a), ab(a,b)', 'k'],
    ['ALTER TABLE t DROP CONSTRAINT t_pkey', 'a int!, b text', 'ab(a,b)', ''],
    ['ALTER TABLE t ALTER b SET NOT NULL', 'a int!, b text!', 't_pkey(a), ab(a,b)', 't_pkey'],
    [
      'ALTER TABLE t ADD UNIQUE (b), DROP CONSTRAINT t_pkey',
      'a int!, b text',
      'ab(a,b), t_b_key(b)',
      't_b_key',
    ],
  ])('%s', async (sql, expectedColumns, expectedIndexes, expectedConstraints) => {
    const after = await replay(
      ON,
      `CREATE TABLE t (a int PRIMARY KEY, b text); CREATE INDEX ab ON t (a, b); ${sql}`,
    );
    const made = table(after, 't');
    expect([columns(made), indexes(made), constraints(made)]).toEqual([
      expectedColumns,
      expectedIndexes,
      expectedConstraints,
    ]);
  });

  it('USING INDEX renames the index', async () => {
    const sql = `CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a);
      ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i`;
    const made = table(await replay(ON, sql), 't');
    expect([columns(made), indexes(made)]).toEqual(['a int!', 'k(a)']);
    expect(made.indexes[0]).toMatchObject({ primary: true, constraint: 'k' });
  });

  it('NOT VALID until validated', async () => {
    const sql = 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID;';
    expect(table(await replay(ON, sql), 't').constraints[0]?.validated).toBe(false);
    const validated = await replay(ON, `${sql} ALTER TABLE t VALIDATE CONSTRAINT k`);
    expect(table(validated, 't').constraints[0]?.validated).toBe(true);
  });

  it('owned sequences come and go with their column', async () => {
    const sql =
      'CREATE TABLE t (id serial, n int GENERATED ALWAYS AS IDENTITY); ALTER TABLE t DROP COLUMN id';
    const sequences = [...(await replay(ON, sql)).sequences.values()].map(({ name }) => name.name);
    expect(sequences).toEqual(['t_n_seq']);
  });

  it('CASCADE takes views and foreign keys', async () => {
    const sql = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p);
      CREATE VIEW v AS SELECT id FROM p; CREATE VIEW w AS SELECT * FROM v; DROP TABLE p CASCADE`;
    const after = await replay(ON, sql);
    expect(constraints(table(after, 't'))).toBe('');
    expect([findView(after, { name: 'v' }), findView(after, { name: 'w' })]).toEqual([undefined, undefined]);
  });

  it('enum values stand where they are put', async () => {
    const sql = `CREATE TYPE e AS ENUM ('a', 'c'); ALTER TYPE e ADD VALUE 'b' BEFORE 'c';
      ALTER TYPE e ADD VALUE 'd'; ALTER TYPE e RENAME VALUE 'a' TO 'z'`;
    const [type] = [...(await replay(ON, sql)).types.values()];
    expect(type?.definition).toEqual({ kind: 'enum', values: ['z', 'b', 'c', 'd'] });
  });
});

describe('schemas and sessions', () => {
  it('looks along the search_path', async () => {
    const sql = `CREATE SCHEMA app; SET search_path TO app, public; CREATE TABLE t (a int);
      SET search_path TO public; CREATE TABLE t (b int); ALTER TABLE app.t SET SCHEMA other`;
    const after = await replay(ON, sql);
    expect([columns(table(after, 't')), columns(table(after, 'other.t'))]).toEqual(['b int', 'a int']);
  });

  it('ends SET LOCAL with the transaction', async () => {
    const sql = "SET lock_timeout = '5s'; BEGIN; SET LOCAL lock_timeout = '1s'; ";
    expect((await replay(ON, sql)).session.variables['lock_timeout']).toBe('1s');
    expect((await replay(ON, `${sql} COMMIT`)).session.variables['lock_timeout']).toBe('5s');
  });

  it('a temporary table hides one of its name', async () => {
    const sql = 'CREATE TABLE t (a int); CREATE TEMP TABLE t (b int)';
    const after = await replay(ON, sql);
    expect([columns(table(after, 't')), columns(table(after, 'public.t'))]).toEqual(['b int', 'a int']);
  });
});

describe('partitions and children', () => {
  const parent = `CREATE TABLE m (id int, d date, PRIMARY KEY (id, d)) PARTITION BY RANGE (d);
    CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');`;

  it('copies columns, keys and indexes to partitions', async () => {
    const after = await replay(ON, `${parent} CREATE INDEX ON m (d); ALTER TABLE m ADD x int`);
    const [partition] = partitionsOf(after, { name: 'm' });
    expect(partition && columns(partition)).toBe('id int!, d date!, x int');
    expect(partition && indexes(partition)).toBe('m1_pkey(id,d), m1_d_idx(d)');
  });

  it('attaches the index that a partition has', async () => {
    const sql = `CREATE TABLE m2 (id int NOT NULL, d date NOT NULL, CONSTRAINT own PRIMARY KEY (id, d));
      ALTER TABLE m ATTACH PARTITION m2 DEFAULT`;
    const attached = table(await replay(ON, `${parent} ${sql}`), 'm2');
    expect(indexes(attached)).toBe('own(id,d)');
    expect(attached.indexes[0]?.parent?.name).toBe('m_pkey');
    expect(attached.partitionOf?.isDefault).toBe(true);
  });

  it('drops partitions with their parent', async () => {
    expect((await replay(ON, `${parent} DROP TABLE m`)).tables.size).toBe(0);
  });

  it('changes inheritance children unless ONLY is written', async () => {
    const sql = `CREATE TABLE p (a int); CREATE TABLE c (b int) INHERITS (p);
      ALTER TABLE p ADD x int; ALTER TABLE ONLY p ADD y int`;
    expect(columns(table(await replay(ON, sql), 'c'))).toBe('a int, b int, x int');
  });
});
