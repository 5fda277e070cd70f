import { describe, expect, it } from '@jest/globals';
import { bare, operationOf, readOne } from './reading.js';

const ACTIONS: readonly (readonly [string, readonly Record<string, unknown>[], string?])[] = [
  [
    `MODIFY COLUMN status ENUM('A','B''s ','C') NOT NULL DEFAULT 'A' AFTER id`,
    [
      {
        kind: 'redefineColumn',
        table: { name: 't' },
        column: 'status',
        definition: {
          name: 'status',
          type: { name: 'enum', members: ['A', "B's", 'C'], text: "ENUM('A','B''s ','C')" },
          nullable: false,
          default: { kind: 'literal', text: 'A' },
        },
        position: { after: 'id' },
        ifExists: false,
      },
    ],
  ],
  [
    'CHANGE a b VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin FIRST',
    [
      {
        kind: 'redefineColumn',
        table: { name: 't' },
        column: 'a',
        definition: {
          name: 'b',
          type: { name: 'varchar', length: 20, text: 'VARCHAR(20)' },
          charset: 'latin1',
          collation: 'latin1_bin',
        },
        position: { first: true },
        ifExists: false,
      },
    ],
  ],
  [
    'ADD COLUMN a INT UNIQUE REFERENCES p (id) ON DELETE CASCADE',
    [
      {
        kind: 'addColumn',
        table: { name: 't' },
        column: { name: 'a', type: { name: 'int', text: 'INT' } },
        ifNotExists: false,
      },
      {
        kind: 'addConstraint',
        table: { name: 't' },
        constraint: {
          kind: 'foreign-key',
          inline: true,
          columns: ['a'],
          references: { name: 'p' },
          referencedColumns: ['id'],
          onDelete: 'cascade',
        },
        ifNotExists: false,
      },
      {
        kind: 'addIndex',
        table: { name: 't' },
        index: { unique: true, parts: [{ column: 'a' }] },
        concurrently: false,
        ifNotExists: false,
      },
    ],
  ],
  [
    'ADD INDEX k (a(10) DESC, (b + 1)) INVISIBLE',
    [
      {
        kind: 'addIndex',
        table: { name: 't' },
        index: {
          name: 'k',
          unique: false,
          invisible: true,
          parts: [
            { column: 'a', prefix: 10, order: 'desc' },
            { expression: { text: 'b + 1', columns: ['b'], functions: [] } },
          ],
        },
        concurrently: false,
        ifNotExists: false,
      },
    ],
  ],
  [
    'DROP PRIMARY KEY',
    [
      {
        kind: 'dropConstraint',
        table: { name: 't' },
        constraintKind: 'primary-key',
        ifExists: false,
        cascade: false,
      },
    ],
  ],
  [
    'ENGINE=InnoDB, COMMENT "it" ROW_FORMAT = DYNAMIC',
    [
      { kind: 'setTableOption', table: { name: 't' }, option: 'engine', value: 'InnoDB' },
      { kind: 'setTableOption', table: { name: 't' }, option: 'comment', value: 'it' },
      { kind: 'setTableOption', table: { name: 't' }, option: 'row_format', value: 'dynamic' },
    ],
  ],
  [
    'CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    [{ kind: 'convertCharset', table: { name: 't' }, charset: 'utf8mb4', collation: 'utf8mb4_bin' }],
  ],
  [
    'ALTER a SET DEFAULT (1 + 1)',
    [
      {
        kind: 'setColumnDefault',
        table: { name: 't' },
        column: 'a',
        default: { kind: 'expression', expression: { text: '1 + 1', columns: [], functions: [] } },
      },
    ],
  ],
  ['ALTER INDEX i VISIBLE', [{ kind: 'setIndexVisible', table: { name: 't' }, index: 'i', visible: true }]],
  ['RENAME TO d.u', [{ kind: 'renameTable', table: { name: 't' }, to: { schema: 'd', name: 'u' } }]],
  [
    'REORGANIZE PARTITION a, b INTO (PARTITION c VALUES LESS THAN (5))',
    [
      {
        kind: 'changePartitions',
        table: { name: 't' },
        action: 'reorganize',
        partitions: ['a', 'b'],
        into: ['c'],
      },
    ],
  ],
  [
    'PARTITION BY RANGE (YEAR(d)) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE)',
    [
      {
        kind: 'partitionTable',
        table: { name: 't' },
        partitioning: {
          method: 'range',
          expression: { text: 'YEAR(d)', columns: ['d'], functions: ['year'] },
          columns: ['d'],
          partitions: ['p0', 'p1'],
          count: 2,
        },
      },
    ],
  ],
  [
    'ADD c INT CHECK (c > 1), ADD SYSTEM VERSIONING',
    [
      {
        kind: 'addColumn',
        table: { name: 't' },
        column: {
          name: 'c',
          type: { name: 'int', text: 'INT' },
          check: { text: 'c > 1', columns: ['c'], functions: [] },
        },
        ifNotExists: false,
      },
      { kind: 'changeSystemVersioning', table: { name: 't' }, action: 'add' },
    ],
    'mariadb@10.11',
  ],
];

describe('ALTER TABLE', () => {
  it.each(ACTIONS.map(([action, expected, on = 'mysql@8.0']) => [action, expected, on] as const))(
    '%s',
    (action, expected, on) => {
      expect(readOne(`ALTER TABLE t ${action}`, on).operations.map(bare)).toEqual(expected);
    },
  );

  it('gives each action the place of its own tokens', () => {
    const { operations, algorithm, lock } = readOne(
      'ALTER TABLE t\n  ADD a INT NOT NULL,\n  DROP b,\n  ALGORITHM = INPLACE, LOCK=NONE;',
    );
    expect(operations.map(({ span }) => [span.line, span.column, span.endColumn])).toEqual([
      [2, 3, 20],
      [3, 3, 8],
    ]);
    expect(algorithm).toMatchObject({ value: 'INPLACE', span: { line: 4, column: 3, endColumn: 21 } });
    expect(lock).toMatchObject({ value: 'NONE', span: { line: 4, column: 24 } });
  });

  it('keeps WAIT, ONLINE and IGNORE', () => {
    const statement = readOne('ALTER ONLINE IGNORE TABLE t WAIT 5 ADD a INT', 'mariadb@10.11');
    expect(statement).toMatchObject({ waitSeconds: 5, modifiers: ['online', 'ignore'] });
    expect(readOne('ALTER TABLE t NOWAIT FORCE', 'mariadb@10.11').waitSeconds).toBe(0);
  });
});

const TYPES: readonly (readonly [string, Record<string, unknown>])[] = [
  ['INTEGER(11) UNSIGNED', { name: 'int', length: 11, unsigned: true }],
  ['BOOL', { name: 'tinyint', length: 1 }],
  ['DEC(10,2) ZEROFILL', { name: 'decimal', length: 10, scale: 2, unsigned: true, zerofill: true }],
  ['FLOAT(30)', { name: 'double', length: 30 }],
  ['DOUBLE PRECISION', { name: 'double' }],
  ['CHARACTER VARYING(5)', { name: 'varchar', length: 5 }],
  ['LONG VARBINARY', { name: 'mediumblob' }],
  ['CHAR(3) BYTE', { name: 'binary', length: 3 }],
  ['DATETIME(6)', { name: 'datetime', length: 6 }],
  ["SET('a','b ')", { name: 'set', members: ['a', 'b'] }],
  ['GEOMCOLLECTION', { name: 'geometrycollection' }],
];

describe('data types', () => {
  it.each(TYPES)('%s', (written, expected) => {
    const { column } = operationOf(`ALTER TABLE t ADD c ${written}`, 'addColumn');
    const { text: _text, ...type } = column.type;
    expect(type).toEqual(expected);
  });

  it('takes the character set from the type', () => {
    const charsetOf = (type: string): unknown =>
      operationOf(`ALTER TABLE t ADD c ${type}`, 'addColumn').column.charset;
    expect(charsetOf('NVARCHAR(5)')).toBe('utf8mb3');
    expect(charsetOf('TEXT ASCII')).toBe('latin1');
    expect(operationOf('ALTER TABLE t ADD c TEXT CHARSET latin1 BINARY', 'addColumn').column.collation).toBe(
      'latin1_bin',
    );
  });
});

const DEFAULTS: readonly (readonly [string, Record<string, unknown>, string?])[] = [
  ['DEFAULT NULL', { kind: 'null' }],
  ["DEFAULT 'a' 'b'", { kind: 'literal', text: 'ab' }],
  ['DEFAULT -1.5', { kind: 'literal', text: '-1.5' }],
  ['DEFAULT NOW(3)', { kind: 'now', text: 'NOW(3)' }],
  [
    'DEFAULT (UUID())',
    { kind: 'expression', expression: { text: 'UUID()', columns: [], functions: ['uuid'] } },
  ],
  [
    'DEFAULT UUID()',
    { kind: 'expression', expression: { text: 'UUID()', columns: [], functions: ['uuid'] } },
    'mariadb@10.11',
  ],
];

describe('defaults', () => {
  it.each(DEFAULTS.map(([written, expected, on = 'mysql@8.0']) => [written, expected, on] as const))(
    '%s',
    (written, expected, on) => {
      expect(operationOf(`ALTER TABLE t ADD c CHAR(36) ${written}`, 'addColumn', on).column.default).toEqual(
        expected,
      );
    },
  );
});
