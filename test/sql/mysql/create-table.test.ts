import { describe, expect, it } from '@jest/globals';
import { bare, operationOf, read, readOne, statementsOf } from './reading.js';

describe('CREATE TABLE', () => {
  it('is one createTable and one operation per column, index and constraint', () => {
    const { operations } = readOne(
      'CREATE TABLE IF NOT EXISTS d.t (\n  id SERIAL,\n  a INT NOT NULL COMMENT "it\'s",\n  KEY (a),\n  PRIMARY KEY (id),\n  CONSTRAINT f FOREIGN KEY (a) REFERENCES p (x)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
    );
    expect(operations.map(({ kind, span }) => [kind, span.line])).toEqual([
      ['createTable', 1],
      ['addColumn', 2],
      ['addIndex', 2],
      ['addColumn', 3],
      ['addIndex', 4],
      ['addConstraint', 5],
      ['addConstraint', 6],
    ]);
    expect(operations[0]).toMatchObject({
      ifNotExists: true,
      options: { engine: 'InnoDB', charset: 'utf8mb4' },
    });
    expect(operations[1]).toMatchObject({
      column: { type: { name: 'bigint', unsigned: true }, autoIncrement: true, nullable: false },
    });
    expect(operations[3]).toMatchObject({ column: { comment: "it's" } });
  });

  it('knows LIKE, AS, partitions and system versioning', () => {
    expect(operationOf('CREATE TABLE t (LIKE u)', 'createTable').like).toEqual({ name: 'u' });
    expect(operationOf('CREATE TABLE t AS SELECT * FROM u JOIN v', 'createTable').asQuery?.reads).toEqual([
      { name: 'u' },
      { name: 'v' },
    ]);
    expect(
      operationOf('CREATE TABLE t (a INT) PARTITION BY KEY (a) PARTITIONS 4', 'createTable').partitioning,
    ).toMatchObject({ method: 'key', columns: ['a'], count: 4 });
    expect(
      operationOf('CREATE OR REPLACE TABLE t (a INT) WITH SYSTEM VERSIONING', 'createTable', 'mariadb@10.11'),
    ).toMatchObject({ orReplace: true, systemVersioned: true });
  });

  it('keeps generated columns, ON UPDATE and attributes', () => {
    const { operations } = readOne(
      'CREATE TABLE t (a INT AS (b + 1) STORED, c TIMESTAMP DEFAULT NOW() ON UPDATE CURRENT_TIMESTAMP, g POINT SRID 4326 INVISIBLE, j JSON COLUMN_FORMAT FIXED)',
    );
    expect(operations.slice(1).map(bare)).toMatchObject([
      { column: { generated: { expression: { columns: ['b'] }, storage: 'stored' } } },
      { column: { default: { kind: 'now' }, onUpdate: { text: 'CURRENT_TIMESTAMP' } } },
      { column: { srid: 4326, invisible: true } },
      { column: { attributes: { column_format: 'fixed' } } },
    ]);
  });
});

describe('other table statements', () => {
  it('gives one operation per table', () => {
    expect(readOne('DROP TABLE IF EXISTS a, d.b').operations.map(bare)).toEqual([
      { kind: 'dropTable', table: { name: 'a' }, ifExists: true, temporary: false, cascade: false },
      {
        kind: 'dropTable',
        table: { schema: 'd', name: 'b' },
        ifExists: true,
        temporary: false,
        cascade: false,
      },
    ]);
    expect(readOne('RENAME TABLE a TO b, c TO d').operations).toHaveLength(2);
    expect(readOne('OPTIMIZE TABLE a, b').operations).toMatchObject([
      { kind: 'rebuildTable', how: 'optimize' },
      { table: { name: 'b' } },
    ]);
  });

  it('reads CREATE INDEX with its clauses', () => {
    const statement = readOne('CREATE UNIQUE INDEX i ON t (a) COMMENT "x" ALGORITHM=INPLACE LOCK=NONE');
    expect(statement).toMatchObject({ algorithm: { value: 'INPLACE' }, lock: { value: 'NONE' } });
    expect(statement.operations).toMatchObject([
      { kind: 'addIndex', index: { name: 'i', unique: true, comment: 'x' } },
    ]);
  });

  it('reads SET and transactions', () => {
    expect(
      readOne(
        "SET @@session.sql_mode = 'ANSI', GLOBAL max_connections = 5, @a := 1, autocommit = OFF",
      ).operations.map(bare),
    ).toEqual([
      { kind: 'setVariable', scope: 'session', name: 'sql_mode', value: 'ANSI' },
      { kind: 'setVariable', scope: 'global', name: 'max_connections', value: '5' },
      { kind: 'setVariable', scope: 'user', name: 'a', value: '1' },
      { kind: 'setVariable', scope: 'session', name: 'autocommit', value: 'OFF' },
    ]);
    expect(readOne('ROLLBACK TO SAVEPOINT s').operations).toMatchObject([
      { kind: 'transaction', action: 'rollback-to' },
    ]);
  });

  it('takes double quotes for names behind ANSI_QUOTES', () => {
    const [, dropped] = statementsOf(read('SET sql_mode = \'ANSI_QUOTES\'; DROP TABLE "t";').entries);
    expect(dropped?.operations).toMatchObject([{ kind: 'dropTable', table: { name: 't' } }]);
  });
});
