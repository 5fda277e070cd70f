import { describe, expect, it } from '@jest/globals';
import { read, statementsOf } from './reading.js';

function texts(script: string, on?: string): string[] {
  return read(script, on).entries.map((entry) =>
    entry.kind === 'statement' ? entry.statement.text : `! ${entry.unreadable.text}`,
  );
}

const SCRIPTS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'semicolons in strings, names and comments',
    "SELECT ';', `a;b` /* ; */; -- ;\nSELECT 2 # ;\n;",
    ["SELECT ';', `a;b`", 'SELECT 2'],
  ],
  [
    'a delimiter glued to END',
    'DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END$$\nDELIMITER ;\nSELECT 2;',
    ['CREATE PROCEDURE p() BEGIN SELECT 1; END', 'SELECT 2'],
  ],
  [
    'a delimiter on the next line',
    'DELIMITER\n$$\nSELECT 1 $$\ndelimiter ;\nSELECT 2',
    ['SELECT 1', 'SELECT 2'],
  ],
  [
    'a delimiter with letters',
    'delimiter d//\nSELECT ad d//\nDELIMITER ;\nSELECT 2;',
    ['SELECT ad', 'SELECT 2'],
  ],
  [
    'several statements in one delimited block',
    'DELIMITER //\nSELECT 1; SELECT 2;\n//\n',
    ['SELECT 1', 'SELECT 2'],
  ],
  [
    'DELIMITER behind a statement that is not ended',
    'DELIMITER $$\nSELECT 1\nDELIMITER ;\nSELECT 2;',
    ['SELECT 1', 'SELECT 2'],
  ],
  [
    'a column called delimiter',
    'CREATE TABLE t (\ndelimiter VARCHAR(5)\n);',
    ['CREATE TABLE t (\ndelimiter VARCHAR(5)\n)'],
  ],
  [
    'compound bodies without DELIMITER',
    'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW IF NEW.x THEN SET @a = CASE WHEN 1 THEN IF(1, 2, 3) ELSE 4 END; END IF; SELECT 1;',
    [
      'CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW IF NEW.x THEN SET @a = CASE WHEN 1 THEN IF(1, 2, 3) ELSE 4 END; END IF',
      'SELECT 1',
    ],
  ],
  [
    'labels, loops and nested blocks',
    'CREATE PROCEDURE p() l: BEGIN WHILE 1 DO REPEAT SELECT 1; UNTIL 1 END REPEAT; END WHILE; BEGIN END; LEAVE l; END l; SELECT 2;',
    [
      'CREATE PROCEDURE p() l: BEGIN WHILE 1 DO REPEAT SELECT 1; UNTIL 1 END REPEAT; END WHILE; BEGIN END; LEAVE l; END l',
      'SELECT 2',
    ],
  ],
  [
    'drizzle breakpoints',
    'CREATE TABLE t (a INT)--> statement-breakpoint\nDROP TABLE u;--> statement-breakpoint\n',
    ['CREATE TABLE t (a INT)', 'DROP TABLE u'],
  ],
  ['the line that the client drops', '--DROP TABLE x;\nSELECT 5\n--3;', ['SELECT 5\n--3']],
  ['USE without a semicolon', 'USE db\nSELECT 1\\G', ['USE db', 'SELECT 1']],
  ['a byte order mark and CRLF', '\ufeffSELECT 1;\r\nSELECT 2;\r\n', ['SELECT 1', 'SELECT 2']],
  ['another file', 'SOURCE other.sql\nSELECT 1;', ['! SOURCE other.sql', 'SELECT 1']],
];

describe('splitting', () => {
  it.each(SCRIPTS)('%s', (_name, script, expected) => {
    expect(texts(script)).toEqual(expected);
  });

  it('counts lines and columns from one', () => {
    const [, second] = statementsOf(read('SELECT 1;\r\n\r\n  SELECT\r\n 2;').entries);
    expect(second?.span).toEqual({ start: 15, end: 25, line: 3, column: 3, endLine: 4, endColumn: 2 });
  });

  it('returns every comment', () => {
    const { comments } = read('-- one\nSELECT 1 /* two */ + 2; # three\n/*!99999 four */');
    expect(comments.map(({ text, span }) => [text, span.line])).toEqual([
      ['one', 1],
      ['two', 2],
      ['three', 2],
      ['!99999 four', 3],
    ]);
  });

  it('refuses a file with NUL', () => {
    const [entry] = read('SELECT 1;\n\0').entries;
    expect(entry?.kind === 'unreadable' && entry.unreadable.reason).toContain('NUL character at line 2');
  });
});

const EXECUTABLE: readonly (readonly [string, string, boolean])[] = [
  ['/*! ', 'mysql@5.7', true],
  ['/*!80023 ', 'mysql@8.0.22', false],
  ['/*!80023 ', 'mysql@8.0.23', true],
  ['/*!080400 ', 'mysql@8.4', true],
  ['/*!90100 ', 'mysql@9.7', true],
  ['/*!50700 ', 'mariadb@10.11', false],
  ['/*!50606 ', 'mariadb@10.11', true],
  ['/*!100100 ', 'mariadb@10.11', true],
  ['/*!110000 ', 'mariadb@10.11', false],
  ['/*M!50701 ', 'mariadb@10.11', true],
  ['/*M! ', 'mysql@8.0', false],
];

describe('executable comments', () => {
  it.each(EXECUTABLE)('%s on %s', (opening, on, executed) => {
    const [statement] = statementsOf(read(`ALTER TABLE t ${opening}ADD a INT, */ ADD b INT`, on).entries);
    expect(statement?.operations).toHaveLength(executed ? 2 : 1);
  });
});
