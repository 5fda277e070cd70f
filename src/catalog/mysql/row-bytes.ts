import type { Column, Table } from '../catalog.js';
import { lookUp } from '../../look-up.js';
import { bytesPerCharacter } from './charset.js';

/** MySQL's and MariaDB's limit for the columns of a row together, whatever the engine; TEXT and BLOB count as pointers. */
export const MAX_ROW_BYTES = 65_535;

/** Bytes of types whose width is fixed; what is not here counts as nothing, so that the sum is never too large. */
const FIXED: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  int: 4,
  bigint: 8,
  float: 4,
  double: 8,
  date: 3,
  tinytext: 9,
  tinyblob: 9,
  text: 10,
  blob: 10,
  mediumtext: 11,
  mediumblob: 11,
  longtext: 12,
  longblob: 12,
};

/** MySQL, MariaDB: what the longest row of the table takes by the server's own count, at least. */
export function rowBytes({ columns }: Table): number {
  return columns
    .filter(({ generated }) => generated?.storage !== 'virtual')
    .reduce((sum, column) => sum + columnBytes(column), 0);
}

function columnBytes({ type, charset }: Column): number {
  const characters = type.length ?? 1;
  if (type.name === 'varchar' || type.name === 'varbinary') {
    const bytes = characters * bytesPerCharacter(charset ?? 'binary');
    return bytes + (bytes > 255 ? 2 : 1);
  }
  if (type.name === 'char' || type.name === 'binary')
    return characters * bytesPerCharacter(charset ?? 'binary');
  return lookUp(FIXED, type.name) ?? 0;
}

/** MySQL, MariaDB: what a column, or its first `prefix` characters, takes of a key, at least. */
export function keyBytes(column: Column, prefix: number | undefined): number {
  const { name, length } = column.type;
  const isText = /^(?:var)?(?:char|binary)$|(?:text|blob)$/.test(name);
  if (!isText) return lookUp(FIXED, name) ?? 0;
  const width = /blob|binary/.test(name) ? 1 : bytesPerCharacter(column.charset ?? 'binary');
  return (prefix ?? (/text|blob/.test(name) ? 0 : (length ?? 1))) * width;
}

/** InnoDB's limit for what a row keeps in its page of 16 KiB: a little less than half of it. */
export const MAX_PAGE_ROW_BYTES = 8126;

/** What InnoDB keeps in the page of a column that may be stored outside of it, at least: the pointer to the rest. */
const POINTER = 20;

/** Up to so many bytes, a column of varying length has its length in one byte. */
const SHORT = 255;

/** MariaDB: what the longest row of the table keeps in its page, at least, with columns that were dropped instantly. */
export function pageRowBytes({ columns, past }: Table): number {
  const stored = columns.filter(({ generated }) => generated?.storage !== 'virtual');
  return stored.reduce((sum, column) => sum + pageBytes(column), past.droppedBytes ?? 0);
}

function pageBytes(column: Column): number {
  return isFixed(column) ? columnBytes(column) : Math.min(columnBytes(column), POINTER);
}

/**
 * MariaDB: what a column still takes of a row after it was dropped instantly, at least. A short one of varying length
 * counts as the longest of its kind, a NOT NULL one keeps nothing. Source: executed on MariaDB 10.11.18 and 11.8.6.
 */
export function bytesOfDropped(column: Column): number {
  if (!column.nullable || column.generated?.storage === 'virtual') return 0;
  if (isFixed(column)) return columnBytes(column);
  const isShort = /^(?:var)?(?:char|binary)$/.test(column.type.name) && columnBytes(column) <= SHORT;
  return isShort ? SHORT : POINTER;
}

function isFixed({ type, charset }: Column): boolean {
  if (type.name === 'char') return bytesPerCharacter(charset ?? 'binary') === 1;
  return !/^var|text$|blob$/.test(type.name);
}
