import { describe, expect, it } from '@jest/globals';
import { read, readOne, refusedOne } from './reading.js';
import { processorTime } from '../../processor-time.js';

const NOT_IN_VERSION: readonly (readonly [string, string, string])[] = [
  ['ALTER TABLE t ADD INDEX i ((a + 1))', 'mysql@8.0.12', 'a functional index needs MySQL 8.0.13'],
  ['ALTER TABLE t RENAME COLUMN a TO b', 'mysql@5.7', 'RENAME COLUMN needs MySQL 8.0.3'],
  ['ALTER TABLE t RENAME COLUMN a TO b', 'mariadb@10.5.1', 'RENAME COLUMN needs MariaDB 10.5.2'],
  ['ALTER TABLE t ADD a INT, ALGORITHM=INSTANT', 'mysql@8.0.11', 'ALGORITHM=INSTANT needs MySQL 8.0.12'],
  [
    'ALTER TABLE t ADD a INT, ALGORITHM=NOCOPY',
    'mysql@8.0',
    'ALGORITHM=NOCOPY is MariaDB syntax; MySQL does not know it',
  ],
  [
    'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT',
    'mysql@9.7',
    'IF NOT EXISTS in ADD COLUMN is MariaDB syntax; MySQL does not know it',
  ],
  ['ALTER TABLE t ADD v VECTOR(3)', 'mysql@8.4', 'the type VECTOR needs MySQL 9.0'],
  ['ALTER TABLE t ADD a INT DEFAULT (1 + 1)', 'mysql@5.7', 'an expression as a default needs MySQL 8.0.13'],
  ['ALTER TABLE t ALTER INDEX i INVISIBLE', 'mysql@5.7', 'an invisible index needs MySQL 8.0'],
  ['CREATE SEQUENCE s', 'mysql@8.0', 'CREATE SEQUENCE is MariaDB syntax; MySQL does not know it'],
];

describe('syntax of another version', () => {
  it.each(NOT_IN_VERSION)('%s on %s', (text, on, expected) => {
    const statement = readOne(text, on);
    expect(statement.notInVersion).toBe(expected);
    expect(statement.operations.length).toBeGreaterThan(0);
  });
});

const RESERVED: readonly (readonly [string, string, boolean])[] = [
  ['rank', 'mysql@5.7', true],
  ['rank', 'mysql@8.0', false],
  ['rank', 'mariadb@10.11', true],
  ['generated', 'mysql@5.6', true],
  ['generated', 'mysql@5.7', false],
  ['offset', 'mariadb@10.5', true],
  ['offset', 'mariadb@10.6', false],
  ['status', 'mysql@9.7', true],
  ['select', 'mysql@8.0', false],
];

describe('reserved words as names', () => {
  it.each(RESERVED)('%s on %s', (word, on, accepted) => {
    const [entry] = read(`ALTER TABLE t ADD COLUMN ${word} INT`, on).entries;
    expect(entry?.kind).toBe(accepted ? 'statement' : 'unreadable');
  });
});

describe('refusals', () => {
  it('names what was met and its line', () => {
    expect(refusedOne('CREATE TABLE t (\n  a INT,\n  ,\n  b INT\n)')).toMatchObject({
      gap: 'statement-unreadable',
      head: 'CREATE TABLE',
      reason: "expected a column name, met ',' at line 3",
      mayTouch: ['t'],
    });
  });

  it.each([
    'ALTER TABLE ${prefix}orders ADD a INT',
    'ALTER TABLE {{ .Name }} ADD a INT',
    'ALTER TABLE `${t}` ADD a INT',
    'ALTER TABLE {$NS}.t ADD a INT',
    'ALTER TABLE <%= t %> ADD a INT',
    'DROP TABLE :name',
    'INSERT INTO t VALUES (@ZM_DIR@)',
  ])('calls a placeholder by its name: %s', (text) => {
    const { gap, mayTouch } = refusedOne(text);
    expect(gap).toBe('statement-templated');
    expect(mayTouch).toBeUndefined();
  });

  it('goes on behind a statement that it refuses', () => {
    expect(read('ALTER TABLE t ADD; DROP TABLE u;').entries.map(({ kind }) => kind)).toEqual([
      'unreadable',
      'statement',
    ]);
  });
});

describe('hostile texts', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['64,000 terms', `SELECT ${'1+'.repeat(64_000)}1`],
    ['5,000 parentheses', `SELECT ${'('.repeat(5_000)}1${')'.repeat(5_000)}`],
    ['5,000 parentheses in DDL', `ALTER TABLE t ADD CHECK (${'('.repeat(5_000)}1${')'.repeat(5_000)})`],
    ['20,000 rows', `INSERT INTO t VALUES ${"(1,'x'),".repeat(20_000)}(1,'x')`],
    ['5,000 ALTERs', 'ALTER TABLE t ADD c INT;'.repeat(5_000)],
    ['100,000 openings', '('.repeat(100_000)],
    ['comments that never end', '/*!'.repeat(50_000)],
    ['placeholders that never end', '${'.repeat(50_000)],
    ['joins to the right', `SELECT * FROM a ${'LEFT JOIN b '.repeat(20_000)}`],
  ];
  it.each(texts)('%s', (_name, text) => {
    const spent = processorTime();
    expect(() => read(text)).not.toThrow();
    expect(spent()).toBeLessThan(3_000);
  });
});
