import { describe, expect, it } from '@jest/globals';
import type { Statement } from '../../../src/sql/statement.js';
import { ourFacts } from './facts.js';
import { BOTH_TAKE, MYSQL_TAKES } from './judged-statements.js';
import { theirFacts, theirTables } from './node-sql-parser-facts.js';
import { bare, readOne } from './reading.js';

/** Table DDL as migrations write it, to compare beside the statements that servers judged. */
const MIGRATIONS: readonly string[] = [
  "ALTER TABLE d.orders ADD COLUMN note VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s' COMMENT 'a \\'note\\'' AFTER id",
  "ALTER TABLE orders MODIFY status ENUM('A','B''s','C') NOT NULL DEFAULT 'A' FIRST",
  'ALTER TABLE orders CHANGE COLUMN total amount DECIMAL(10,2) UNSIGNED DEFAULT 0',
  'ALTER TABLE orders CHANGE a a BIGINT UNSIGNED NOT NULL AUTO_INCREMENT',
  'ALTER TABLE orders ADD a INT NULL DEFAULT NULL, ADD b TINYINT(1) NOT NULL DEFAULT FALSE, DROP COLUMN c',
  'ALTER TABLE orders ADD a TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP',
  'ALTER TABLE orders ADD a DATETIME(6) NULL ON UPDATE CURRENT_TIMESTAMP(6)',
  'ALTER TABLE orders ADD INDEX k (a(10) DESC, b), ADD UNIQUE KEY u (c), ADD PRIMARY KEY (id)',
  'ALTER TABLE orders ADD INDEX f ((LOWER(a)))',
  'ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES d.p (x, y) ON DELETE SET NULL ON UPDATE CASCADE',
  'ALTER TABLE orders ADD CONSTRAINT c CHECK (a > 1)',
  'ALTER TABLE orders DROP INDEX i, DROP PRIMARY KEY, DROP FOREIGN KEY f, DROP KEY k',
  'ALTER TABLE orders RENAME COLUMN a TO b, ALGORITHM=INSTANT',
  'ALTER TABLE orders RENAME TO archive',
  'ALTER TABLE orders ADD COLUMN a JSON DEFAULT (JSON_ARRAY()), ALGORITHM=INPLACE, LOCK=NONE',
  'ALTER TABLE orders LOCK=SHARED, ADD COLUMN a LONGTEXT, ALGORITHM=COPY',
  'ALTER TABLE orders ADD g INT GENERATED ALWAYS AS (a + 1) STORED, ADD h INT GENERATED ALWAYS AS (a) VIRTUAL',
  'ALTER TABLE orders ENGINE=InnoDB, AUTO_INCREMENT=7, COLLATE utf8mb4_bin',
  "ALTER TABLE orders COMMENT = 'it''s'",
  "ALTER TABLE orders ADD a BIT(1) NOT NULL DEFAULT b'0'",
  'CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a INT UNIQUE, b INT REFERENCES p (x) ON DELETE CASCADE)',
  "CREATE TABLE orders (a CHAR(36) NOT NULL, b SET('x','y') NULL, c DOUBLE(7,2), d FLOAT, e DECIMAL(10) UNSIGNED, PRIMARY KEY (a, b), KEY k (c, d DESC))",
  'CREATE TABLE IF NOT EXISTS d.orders (id INT(11) UNSIGNED NOT NULL, UNIQUE KEY u (id), CONSTRAINT f FOREIGN KEY (id) REFERENCES p (x)) ENGINE=InnoDB',
  'CREATE TABLE orders (id INT CHECK (id = 0), a INT CONSTRAINT positive CHECK (a > 0))',
  'CREATE UNIQUE INDEX i ON d.orders (a(5), b DESC, (LOWER(c)))',
  'CREATE INDEX i ON orders (a) ALGORITHM=INPLACE LOCK=NONE',
  'DROP INDEX i ON orders ALGORITHM=INPLACE LOCK=NONE',
  'DROP TABLE IF EXISTS a, d.b',
  'RENAME TABLE a TO b, c TO d',
  'TRUNCATE TABLE d.orders',
  "CREATE TABLE orders (e ENUM('a','b') NOT NULL DEFAULT 'a' COLLATE 'utf8mb4_bin')",
];

const TABLE_DDL = /^(?:ALTER|CREATE|DROP|RENAME|TRUNCATE) TABLE$|^(?:CREATE|DROP) INDEX$/;
const DML = /^(?:INSERT|REPLACE|UPDATE|DELETE|SELECT|WITH)$/;
const ALL = [...MIGRATIONS, ...BOTH_TAKE, ...MYSQL_TAKES];

function chosen(heads: RegExp): Statement[] {
  return ALL.map((text) => readOne(text, 'mysql@9.7.4')).filter(({ head }) => heads.test(head));
}

const DDL_OF_BOTH = chosen(TABLE_DDL).filter(({ text }) => theirFacts(text) !== undefined);
const DML_OF_BOTH = chosen(DML).filter(({ text }) => theirTables(text) !== undefined);

/** It takes a name of WITH for a table, and loses the tables of a join in parentheses. */
const THEIR_MISTAKES: Readonly<Record<string, string[]>> = {
  'WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT * FROM c': [],
  'SELECT * FROM (SELECT 1 AS a) AS d JOIN (t CROSS JOIN u) ON TRUE': ['t', 'u'],
};

describe('node-sql-parser beside the reader', () => {
  it('accepts enough for the comparison to mean something', () => {
    expect(MIGRATIONS.filter((text) => theirFacts(text) === undefined)).toEqual([]);
    expect(DDL_OF_BOTH.length).toBeGreaterThanOrEqual(65);
    expect(DML_OF_BOTH.length).toBeGreaterThanOrEqual(10);
  });

  it.each(DDL_OF_BOTH.map((statement) => [statement.text, statement] as const))(
    'agrees: %s',
    (text, statement) => {
      expect(ourFacts(statement)).toEqual(theirFacts(text));
    },
  );

  it.each(DML_OF_BOTH.map((statement) => [statement.text, statement] as const))(
    'names the tables of: %s',
    (text, statement) => {
      const ours = new Set(statement.operations.flatMap((operation) => tablesOf(bare(operation))));
      expect([...ours].sort()).toEqual((THEIR_MISTAKES[text] ?? theirTables(text) ?? []).sort());
    },
  );

  it('is known to be mistaken where the reader is not', () => {
    for (const [text, tables] of Object.entries(THEIR_MISTAKES))
      expect(theirTables(text)).not.toEqual(tables);
  });
});

function tablesOf(operation: Record<string, unknown>): string[] {
  const refs = [operation['table'], ...asList(operation['tables']), ...asList(operation['reads'])];
  return refs.flatMap((ref) =>
    typeof ref === 'object' && ref !== null && 'name' in ref ? [String(ref.name)] : [],
  );
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
