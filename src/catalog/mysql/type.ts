import type { DataType } from '../../sql/column.js';
import type { ServerVersion } from '../../sql/dialect.js';
import { lookUp } from '../../look-up.js';
import { bytesPerCharacter } from './charset.js';

const TEXTS: readonly string[] = ['tinytext', 'text', 'mediumtext', 'longtext'];
const BLOBS: readonly string[] = ['tinyblob', 'blob', 'mediumblob', 'longblob'];
const CHARACTER_TYPES = new Set(['char', 'varchar', 'enum', 'set', ...TEXTS]);

/** Most bytes of each size of TEXT and BLOB. */
const CAPACITY: readonly number[] = [0xff, 0xffff, 0xffffff, 0xffffffff];

/** What the server adds to a type that is written without length. */
const LENGTHS: Readonly<Record<string, number>> = { char: 1, binary: 1, bit: 1, decimal: 10, year: 4 };

/** What CHARACTER SET binary makes of a character type. */
export const BINARY_TWIN: Readonly<Record<string, string>> = {
  char: 'binary',
  varchar: 'varbinary',
  tinytext: 'tinyblob',
  text: 'blob',
  mediumtext: 'mediumblob',
  longtext: 'longblob',
};

/** True for the types that have a character set. */
export function hasCharset(type: DataType): boolean {
  return CHARACTER_TYPES.has(type.name);
}

/** MariaDB's JSON is LONGTEXT with a binary collation and a CHECK. */
export function isMariadbJson(type: DataType, version: ServerVersion): boolean {
  return version.dialect === 'mariadb' && type.name === 'json';
}

/** The type as the server keeps it: lengths filled in, TEXT(n) and CHARACTER SET binary resolved. */
export function completeType(type: DataType, charset: string | undefined, version: ServerVersion): DataType {
  if (isMariadbJson(type, version)) return renamed(type, 'longtext');
  if (charset === 'binary' && lookUp(BINARY_TWIN, type.name) !== undefined) {
    const name = lookUp(BINARY_TWIN, type.name) ?? type.name;
    return completeType({ ...type, name, text: name }, undefined, version);
  }
  if (type.length !== undefined && (type.name === 'text' || type.name === 'blob')) {
    return fitting(type, type.length * (type.name === 'text' ? bytesPerCharacter(charset ?? '') : 1));
  }
  const length = type.length ?? lookUp(LENGTHS, type.name);
  if (type.name === 'decimal') return { ...type, length, scale: type.scale ?? 0 };
  return length === type.length ? type : { ...type, length };
}

/** CONVERT TO a character set with longer characters moves a TEXT column to the size that holds as many of them. */
export function promoteText(type: DataType, from: string, to: string): DataType {
  const size = TEXTS.indexOf(type.name);
  if (size < 0 || bytesPerCharacter(to) <= bytesPerCharacter(from)) return type;
  return renamed(type, TEXTS[size + 1] ?? type.name);
}

/** The smallest TEXT or BLOB that holds so many bytes. */
function fitting(type: DataType, bytes: number): DataType {
  const size = CAPACITY.findIndex((capacity) => bytes <= capacity);
  const names = type.name === 'text' ? TEXTS : BLOBS;
  return renamed(type, names[size] ?? type.name);
}

function renamed(type: DataType, name: string): DataType {
  return { ...type, name, length: undefined, text: name };
}
