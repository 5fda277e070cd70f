import type { Column } from '../../catalog/catalog.js';
import { bytesPerCharacter } from '../../catalog/mysql/charset.js';
import { BINARY_TWIN } from '../../catalog/mysql/type.js';
import type { ColumnDefinition, DataType } from '../../sql/column.js';
import { lookUp } from '../../look-up.js';
import type { RedefinitionChange } from './change.js';
import { compareMembers } from './member.js';

const INTEGERS = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year']);
const REALS = new Set(['float', 'double', 'real']);

/**
 * How two column types differ, as the storage engine sees it: display width and ZEROFILL change no row, the length of
 * a VARCHAR changes none while its length prefix stays as wide, members added at the end of an ENUM or SET change none
 * while the value stays as wide. Everything else is `change-type`, which no server does in place.
 * Source: Field::is_equal() of both servers.
 */
export function compareTypes(before: Column, after: Column): readonly RedefinitionChange[] {
  const binary = toBinary(before, after);
  if (binary) return binary;
  const [old, next] = [before.type, after.type];
  if (storageName(old) !== storageName(next)) return ['change-type'];
  if (isUnsigned(old) !== isUnsigned(next)) return ['change-type'];
  if (old.members && next.members)
    return [...compareMembers(before, after), ...compareCharsets(before, after)];
  if (INTEGERS.has(old.name) || REALS.has(old.name)) return [];
  if (old.name === 'varchar' || old.name === 'varbinary') return compareLengths(before, after);
  if (/text$|blob$/.test(old.name)) return compareCharsets(before, after);
  if ((old.length ?? 0) !== (next.length ?? 0) || (old.scale ?? 0) !== (next.scale ?? 0))
    return ['change-type'];
  return compareCharsets(before, after);
}

/** FLOAT(25) and longer is DOUBLE; REAL is DOUBLE. */
function storageName(type: DataType): string {
  if (type.name === 'real') return 'double';
  if (type.name === 'float' && type.scale === undefined && (type.length ?? 0) > 24) return 'double';
  return type.name;
}

/**
 * MariaDB: a LONGTEXT with a CHECK of json_valid is a JSON column, and stays one only where it is restated as JSON; the
 * same LONGTEXT and CHECK written out are another type to MODIFY. Source: executed on MariaDB 10.11.18 and 11.8.6.
 */
export function changesJson(before: Column, after: Column, written: ColumnDefinition): boolean {
  if (before.type.name !== 'longtext' || after.type.name !== 'longtext') return false;
  const wasJson = before.check?.functions.includes('json_valid') === true;
  return wasJson !== (written.type.name === 'json');
}

/** ZEROFILL makes a number unsigned. */
function isUnsigned(type: DataType): boolean {
  return (type.unsigned ?? false) || (type.zerofill ?? false);
}

/** The widest value of a VARCHAR or VARBINARY, in bytes. */
export function maximumBytes(column: Column): number {
  return (column.type.length ?? 0) * bytesPerCharacter(column.charset ?? 'binary');
}

/** A length of up to 255 bytes is kept in one byte, a longer one in two. */
function isLong(column: Column): boolean {
  return maximumBytes(column) > 255;
}

function compareLengths(before: Column, after: Column): readonly RedefinitionChange[] {
  const [old, next] = [before.type.length ?? 0, after.type.length ?? 0];
  const charset = compareCharsets(before, after);
  if (next < old) return ['change-type'];
  if (isLong(before) !== isLong(after)) return ['extend-varchar-across', ...charset];
  return next > old ? ['extend-varchar', ...charset] : charset;
}

function compareCharsets(before: Column, after: Column): readonly RedefinitionChange[] {
  if (before.charset !== after.charset) return ['change-charset'];
  return before.collation === after.collation ? [] : ['change-collation'];
}

/** VARCHAR to VARBINARY of as many bytes is a change of the character set to `binary`. */
function toBinary(before: Column, after: Column): readonly RedefinitionChange[] | undefined {
  if (lookUp(BINARY_TWIN, before.type.name) !== after.type.name) return undefined;
  return maximumBytes(before) === maximumBytes(after) ? ['change-charset'] : undefined;
}
