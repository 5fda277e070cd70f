import { expect, it } from '@jest/globals';

import { applyEntries, emptyCatalog } from '../../../src/catalog/apply.js';
import type { Column } from '../../../src/catalog/catalog.js';
import { findColumn, findTable } from '../../../src/catalog/find.js';
import { diffColumn } from '../../../src/impact/mysql/redefinition.js';
import { changesJson } from '../../../src/impact/mysql/type-change.js';
import { parseVersion } from '../../../src/sql/dialect.js';
import type { Dialect } from '../../../src/sql/dialect.js';
import { readMysql } from '../../../src/sql/mysql/read.js';

function columnOf(definition: string, dialect: Dialect = 'mysql'): Column {
  const version = parseVersion(dialect, dialect === 'mysql' ? '8.4' : '10.11');
  if (!version) throw new Error(dialect);
  const text = `CREATE TABLE t (a INT, c ${definition}) DEFAULT CHARSET=utf8mb4`;
  const { entries } = readMysql({ dialect, version, text });
  const table = findTable(applyEntries(emptyCatalog(version), entries, version), { name: 't' });
  const column = table && findColumn(table, 'c');
  if (!column) throw new Error(definition);
  return column;
}

const members = (count: number): string =>
  Array.from({ length: count }, (_, at) => `'m${String(at)}'`).join();

it.each([
  ['INT', 'INTEGER', []],
  ['INT(11)', 'INT(5)', []],
  ['BOOL', 'TINYINT(1)', []],
  ['INT UNSIGNED', 'INT UNSIGNED ZEROFILL', []],
  ['INT', 'INT ZEROFILL', ['change-type']],
  ['INT', 'BIGINT', ['change-type']],
  ['INT', 'INT UNSIGNED', ['change-type']],
  ['FLOAT(7,4)', 'FLOAT(10,2)', []],
  ['FLOAT', 'FLOAT(30)', ['change-type']],
  ['DECIMAL(8,2)', 'DECIMAL(9,2)', ['change-type']],
  ['DATETIME(1)', 'DATETIME(2)', ['change-type']],
  ['CHAR(10)', 'CHAR(20)', ['change-type']],
  ['TEXT(100)', 'TINYTEXT', ['change-type']],
  ['TEXT', 'TEXT(300)', []],
  ['VARCHAR(10)', 'VARCHAR(63)', ['extend-varchar']],
  ['VARCHAR(63)', 'VARCHAR(64)', ['extend-varchar-across']],
  ['VARCHAR(64)', 'VARCHAR(255)', ['extend-varchar']],
  ['VARCHAR(20)', 'VARCHAR(10)', ['change-type']],
  ['VARCHAR(255) CHARACTER SET latin1', 'VARCHAR(256) CHARACTER SET latin1', ['extend-varchar-across']],
  ['VARCHAR(20) CHARACTER SET utf8mb3', 'VARCHAR(20)', ['change-charset']],
  ['VARCHAR(80) CHARACTER SET utf8mb3', 'VARCHAR(80)', ['extend-varchar-across', 'change-charset']],
  ['VARCHAR(20) COLLATE utf8mb4_bin', 'VARCHAR(20)', ['change-collation']],
  ['VARCHAR(50) CHARACTER SET latin1', 'VARBINARY(50)', ['change-charset']],
  ["ENUM('a','b')", "ENUM('a','b')", []],
  ["ENUM('a','b')", "ENUM('a','b','c')", ['append-member']],
  ["ENUM('a','b')", "ENUM('a','B','c')", ['append-member']],
  ["ENUM('a','b') COLLATE utf8mb4_bin", "ENUM('a','B') COLLATE utf8mb4_bin", ['change-members']],
  ["ENUM('a','b')", "ENUM('a','x','b')", ['change-members']],
  ["ENUM('a','b')", "ENUM('b','a')", ['change-members']],
  ["ENUM('a','b','c')", "ENUM('a','b')", ['change-members']],
  ["ENUM('a','b') NOT NULL", "ENUM('a','b','c')", ['append-member', 'set-nullable', 'change-default']],
  [`ENUM(${members(254)})`, `ENUM(${members(255)})`, ['append-member']],
  [`ENUM(${members(255)})`, `ENUM(${members(256)})`, ['change-member-storage']],
  [`SET(${members(8)})`, `SET(${members(9)})`, ['change-member-storage']],
  [`SET(${members(33)})`, `SET(${members(64)})`, ['append-member']],
  ['INT', 'INT NOT NULL', ['set-not-null', 'change-default']],
  ['INT', "INT COMMENT 'x'", ['change-comment']],
  ['INT', 'INT INVISIBLE', ['change-visibility']],
  ['INT AS (a+1)', 'INT AS (a + 1)', []],
  ['INT AS (a+1)', 'INT AS (a+2)', ['change-virtual-expression']],
  ['INT AS (a+1)', 'BIGINT AS (a+1)', ['change-generated-type']],
  ['INT AS (a+1) STORED', 'INT', ['stored-to-plain', 'change-default']],
  ['INT AS (a+1)', 'INT AS (a+1) STORED', ['change-generated-storage']],
] as const)('%s to %s', (before, after, expected) => {
  expect(diffColumn(columnOf(before), columnOf(after))).toEqual(expected);
});

it('takes JSON of MariaDB for a type of its own', () => {
  const text = columnOf('LONGTEXT COLLATE utf8mb4_bin', 'mariadb');
  const written = (name: string) => ({ name: 'c', type: { name, text: name } });
  const json = columnOf('JSON', 'mariadb');
  expect(changesJson(text, json, written('json'))).toBe(true);
  expect(changesJson(json, json, written('json'))).toBe(false);
  expect(changesJson(json, json, written('longtext'))).toBe(true);
  expect(changesJson(text, json, written('longtext'))).toBe(false);
});
