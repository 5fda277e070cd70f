import { describe, expect, it } from '@jest/globals';

import { assumeRows } from '../../src/catalog/apply.js';
import { findColumn, findTable, foreignKeysReferencing } from '../../src/catalog/find.js';
import { columns, constraints, indexes, replay, table } from './replay.js';

describe('columns', () => {
  it.each([
    ['id INT PRIMARY KEY', 'id int!'],
    ['id SERIAL', 'id bigint!'],
    ['a VARCHAR(9) DEFAULT NULL, b CHAR', 'a varchar(9), b char(1)'],
    ['a INT DEFAULT 3 NOT NULL', 'a int!='],
    ['a TEXT(100), b TEXT(300)', 'a text, b text'],
    ['a VARCHAR(9) CHARACTER SET binary', 'a varbinary(9)'],
    ['a DECIMAL', 'a decimal(10)'],
    ['a TIMESTAMP', 'a timestamp'],
  ])('%s', async (written, expected) => {
    expect(columns(table(await replay('mysql 8.0', `CREATE TABLE t (${written})`), 't'))).toBe(expected);
  });

  it('makes the first TIMESTAMP follow the clock where explicit_defaults_for_timestamp is off', async () => {
    const sql = 'CREATE TABLE t (a TIMESTAMP, b TIMESTAMP, c TIMESTAMP NULL)';
    const made = table(await replay('mysql 5.7', sql), 't');
    expect(columns(made)).toBe('a timestamp!=, b timestamp!=, c timestamp');
    expect(made.columns.map((column) => column.onUpdate?.text)).toEqual([
      'CURRENT_TIMESTAMP',
      undefined,
      undefined,
    ]);
    const newer = await replay('mariadb 10.11', sql);
    expect(columns(table(newer, 't'))).toBe('a timestamp, b timestamp, c timestamp');
  });

  it.each([
    ['ADD x INT FIRST', 'x int, a int, b int, c int'],
    ['ADD x INT AFTER a', 'a int, x int, b int, c int'],
    ['MODIFY c INT AFTER a', 'a int, c int, b int'],
    ['CHANGE a b INT, CHANGE b a BIGINT', 'b int, a bigint, c int'],
    ['RENAME COLUMN a TO b, RENAME COLUMN b TO a', 'b int, a int, c int'],
    ['DROP b, ADD b TEXT', 'a int, c int, b text'],
    ['ADD y INT AFTER x, ADD x INT', 'a int, b int, c int, y int, x int'],
    ['ALTER a SET DEFAULT 1', 'a int=, b int, c int'],
    ['MODIFY A BIGINT NOT NULL', 'A bigint!, b int, c int'],
  ])('ALTER TABLE t %s', async (action, expected) => {
    const after = await replay('mysql 8.0', `CREATE TABLE t (a INT, b INT, c INT); ALTER TABLE t ${action}`);
    expect(columns(table(after, 't'))).toBe(expected);
  });

  it('keeps a primary key column NOT NULL when MODIFY does not say so', async () => {
    const sql = 'CREATE TABLE t (id INT PRIMARY KEY); ALTER TABLE t MODIFY id BIGINT';
    expect(columns(table(await replay('mysql 8.0', sql), 't'))).toBe('id bigint!');
  });
});

describe('character sets', () => {
  it.each([
    ['mysql 5.7', '', 'latin1 latin1_swedish_ci'],
    ['mysql 8.0', '', 'utf8mb4 utf8mb4_0900_ai_ci'],
    ['mariadb 10.11', '', 'latin1 latin1_swedish_ci'],
    ['mariadb 11.8', '', 'utf8mb4 utf8mb4_uca1400_ai_ci'],
    ['mysql 8.0', 'CHARSET=utf8', 'utf8mb3 utf8mb3_general_ci'],
    ['mysql 8.0', 'COLLATE=utf8mb4_bin', 'utf8mb4 utf8mb4_bin'],
    ['mariadb 10.11', 'CHARSET=utf8mb4', 'utf8mb4 utf8mb4_general_ci'],
  ])('%s %s', async (on, options, expected) => {
    const made = table(await replay(on, `CREATE TABLE t (a VARCHAR(9), b INT) ${options}`), 't');
    expect(`${String(made.charset)} ${String(made.collation)}`).toBe(expected);
    expect(`${String(made.columns[0]?.charset)} ${String(made.columns[0]?.collation)}`).toBe(expected);
    expect(made.columns[1]?.charset).toBeUndefined();
  });

  it('CONVERT TO longer characters promotes TEXT', async () => {
    const sql = `CREATE TABLE t (a TEXT, b VARCHAR(9), c BLOB) CHARSET=utf8mb3;
      ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4`;
    const after = table(await replay('mysql 8.0', sql), 't');
    expect(columns(after)).toBe('a mediumtext, b varchar(9), c blob');
    expect(after.columns.map((column) => column.charset)).toEqual(['utf8mb4', 'utf8mb4', undefined]);
  });

  it('follows ALTER DATABASE', async () => {
    const sql = 'ALTER DATABASE CHARACTER SET utf8mb4; CREATE TABLE t (a VARCHAR(9))';
    expect(table(await replay('mysql 5.7', sql), 't').collation).toBe('utf8mb4_general_ci');
  });
});

describe('indexes and constraints', () => {
  it.each([
    ['a INT, b INT, KEY (a), UNIQUE (a, b), KEY (b)', 'a(a), a_2(a,b), b(b)'],
    ['a INT UNIQUE PRIMARY KEY', 'PRIMARY(a), a(a)'],
    ['a INT, FOREIGN KEY (a) REFERENCES p (id)', 'a(a)'],
    ['a INT, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id)', 'fk(a)'],
    ['a INT, b INT, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id), KEY k (a, b)', 'k(a,b)'],
    ['a INT REFERENCES p (id)', ''],
  ])('CREATE TABLE t (%s)', async (written, expected) => {
    const made = await replay(
      'mysql 8.0',
      `CREATE TABLE p (id INT PRIMARY KEY); CREATE TABLE t (${written})`,
    );
    expect(indexes(table(made, 't'))).toBe(expected);
  });

  it('drops the index of a foreign key when another one covers it, and keeps it when the key goes', async () => {
    const before = `CREATE TABLE p (id INT PRIMARY KEY);
      CREATE TABLE t (a INT, b INT, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id));`;
    const covered = await replay('mysql 8.0', `${before} CREATE INDEX ab ON t (a, b)`);
    expect(indexes(table(covered, 't'))).toBe('ab(a,b)');
    const dropped = await replay('mysql 8.0', `${before} ALTER TABLE t DROP FOREIGN KEY fk`);
    expect(indexes(table(dropped, 't'))).toBe('fk(a)');
  });

  it('names foreign keys and checks as the server does', async () => {
    const sql = `CREATE TABLE p (id INT PRIMARY KEY);
      CREATE TABLE t (a INT, CHECK (a > 0), FOREIGN KEY (a) REFERENCES p (id));
      ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (id);
      RENAME TABLE t TO u`;
    expect(constraints(table(await replay('mysql 8.0', sql), 'u'))).toBe('u_chk_1, u_ibfk_1, u_ibfk_2');
    expect(constraints(table(await replay('mysql 8.0.15', sql), 'u'))).toBe('u_ibfk_1, u_ibfk_2');
    expect(constraints(table(await replay('mariadb 10.11', sql), 'u'))).toBe(
      'CONSTRAINT_1, u_ibfk_1, u_ibfk_2',
    );
  });

  it('DROP COLUMN shrinks indexes, and takes empty ones and its own CHECK', async () => {
    const sql = `CREATE TABLE t (a INT CHECK (a > 0), b INT, KEY ab (a, b), KEY a (a));
      ALTER TABLE t DROP COLUMN a`;
    const after = table(await replay('mysql 8.0', sql), 't');
    expect(indexes(after)).toBe('ab(b)');
    expect(constraints(after)).toBe('');
  });

  it('foreign keys follow a renamed table and column', async () => {
    const sql = `CREATE TABLE p (id INT PRIMARY KEY);
      CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES p (id));
      ALTER TABLE p RENAME COLUMN id TO pid; RENAME TABLE p TO q`;
    const [reference] = foreignKeysReferencing(await replay('mysql 8.0', sql), { name: 'q' });
    expect(reference?.key.referencedColumns).toEqual(['pid']);
    expect(reference?.table.name.name).toBe('t');
  });
});

describe('tables', () => {
  it('swaps names', async () => {
    const sql = 'CREATE TABLE a (x INT); CREATE TABLE b (y INT); RENAME TABLE a TO c, b TO a, c TO b';
    const after = await replay('mysql 8.0', sql);
    expect([columns(table(after, 'a')), columns(table(after, 'b'))]).toEqual(['y int', 'x int']);
  });

  it('leaves an existing table alone on IF NOT EXISTS', async () => {
    const sql = 'CREATE TABLE t (a INT); CREATE TABLE IF NOT EXISTS t (b INT, KEY (b))';
    const after = table(await replay('mysql 8.0', sql), 't');
    expect([columns(after), indexes(after), after.uncertain]).toEqual(['a int', '', []]);
  });

  it('LIKE copies indexes and no foreign keys', async () => {
    const sql = `CREATE TABLE p (id INT PRIMARY KEY);
      CREATE TABLE t (a INT, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id)); CREATE TABLE u LIKE t`;
    const copy = table(await replay('mysql 8.0', sql), 'u');
    expect([columns(copy), indexes(copy), constraints(copy)]).toEqual(['a int', 'fk(a)', '']);
  });

  it('finds a table of the database that a statement names late', async () => {
    const catalog = await replay('mysql 8.0', 'CREATE TABLE t (a INT); ALTER TABLE shop.t ADD b INT');
    expect(columns(table(catalog, 'shop.t'))).toBe('a int, b int');
  });

  it('tells tables of two databases apart', async () => {
    const sql =
      'USE one; CREATE TABLE t (a INT); USE two; CREATE TABLE t (b INT); ALTER TABLE one.t ADD c INT';
    const catalog = await replay('mysql 8.0', sql);
    expect([columns(table(catalog, 'one.t')), columns(table(catalog, 't'))]).toEqual([
      'a int, c int',
      'b int',
    ]);
  });

  it('knows whether rows may be in it', async () => {
    const catalog = await replay(
      'mysql 8.0',
      'CREATE TABLE t (a INT); CREATE TABLE u (a INT); INSERT INTO u VALUES (1)',
    );
    expect([table(catalog, 't'), table(catalog, 'u')].map(({ past }) => past.mayHoldRows)).toEqual([
      false,
      true,
    ]);
    const assumed = assumeRows(catalog, [{ name: 'u' }]);
    expect(table(assumed, 't').past.mayHoldRows).toBe(true);
  });

  it.each([
    [
      'ALTER TABLE t DROP COLUMN z',
      'An earlier statement names its column z, which the history does not show.',
    ],
    ['ALTER TABLE t ADD a INT', 'A statement adds the column a, which it has already.'],
    [
      'ALTER TABLE t DROP INDEX k',
      'An earlier statement names its index k, which the history does not show.',
    ],
    ['CREATE TABLE u AS SELECT 1', undefined],
    ['ALTER TABLE nowhere ADD a INT', undefined],
  ])('%s leaves the table, and the doubt %s', async (sql, doubt) => {
    const after = table(await replay('mysql 8.0', `CREATE TABLE t (a INT); ${sql}`), 't');
    expect(columns(after)).toBe('a int');
    expect(after.uncertain[0]).toBe(doubt);
  });

  it('follows a called procedure, and makes everything uncertain where its SQL is put together', async () => {
    const sql = `CREATE TABLE t (a INT);
      CREATE PROCEDURE p() BEGIN ALTER TABLE t ADD b INT; END; CALL p(); CALL unknown()`;
    const after = await replay('mysql 8.0', sql);
    expect(columns(table(after, 't'))).toBe('a int, b int');
    expect(after.uncertain).toEqual(['A statement calls unknown, and what that does was not read.']);
  });

  it('puts the arguments of a call into the SQL that a procedure makes', async () => {
    const sql = `CREATE TABLE t (a INT, b INT);
      CREATE PROCEDURE p(name VARCHAR(64)) BEGIN
        SET @q = CONCAT('ALTER TABLE t DROP ', name); PREPARE x FROM @q; EXECUTE x;
      END; CALL p('b'); CALL p('gone')`;
    const after = await replay('mysql 8.0', sql);
    expect(columns(table(after, 't'))).toBe('a int');
    expect([after.uncertain, table(after, 't').uncertain]).toEqual([[], []]);
  });

  it('ends where procedures of earlier files call each other twice each, thirty deep', async () => {
    const procedures = Array.from(
      { length: 30 },
      (_, i) => `CREATE PROCEDURE p${i}() BEGIN CALL p${i + 1}(); CALL p${i + 1}(); END;`,
    );
    const after = await replay('mysql 8.0', `${procedures.join('\n')} CREATE TABLE t (a INT); CALL p0()`);
    expect(after.uncertain).toContain('Routines that are called run more statements than are followed.');
  });

  it('doubts a table that a procedure changes in part', async () => {
    const sql = `CREATE TABLE t (a INT); CREATE TABLE u (a INT);
      CREATE PROCEDURE p() BEGIN
        IF NOT EXISTS (SELECT 1) THEN ALTER TABLE t ADD a INT; ALTER TABLE t ADD b INT; END IF;
        ALTER TABLE u ADD a INT;
      END; CALL p()`;
    const after = await replay('mysql 8.0', sql);
    expect(table(after, 't').uncertain).toHaveLength(1);
    expect(table(after, 'u').uncertain).toEqual([]);
  });

  it('compares column names without case, and table names as lower_case_table_names says', async () => {
    const sql = 'CREATE TABLE Orders (Id INT)';
    const strict = await replay('mysql 8.0', sql);
    expect(findTable(strict, { name: 'orders' })).toBeUndefined();
    const folded = await replay('mysql 8.0', sql, { variables: { lower_case_table_names: '1' } });
    expect(findColumn(table(folded, 'orders'), 'ID')?.name).toBe('Id');
  });
});
