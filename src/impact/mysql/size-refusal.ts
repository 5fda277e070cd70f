import type { Column, Index, Table } from '../../catalog/catalog.js';
import { MAX_ROW_BYTES, rowBytes } from '../../catalog/mysql/row-bytes.js';
import type { Change } from './change.js';
import type { Refusal } from './clause.js';
import {
  columnsOf,
  isHashed,
  isOrdinary,
  isWholeBlob,
  MAX_KEY_BYTES,
  maximumPartBytes,
  partsBytes,
} from './key-size.js';
import type { RefusalCheck } from './refusal.js';
import { hasIndexOn, isMysql } from './subject.js';
import type { KnownAlteration } from './subject.js';
import { tableAfter } from './table-after.js';

const RESIZING = ['change-type', 'extend-varchar', 'extend-varchar-across', 'change-charset'] as const;
const KEYS = ['add-index', 'add-unique-index', 'add-hash-unique-index', 'add-primary-key'] as const;

export const SIZE_REFUSALS: readonly RefusalCheck[] = [
  { kinds: [...RESIZING, 'add-column', 'add-stored-column'], check: tooLongRow },
  { kinds: [...RESIZING, ...KEYS], check: unfitIndexes },
];

/** MySQL and MariaDB count what each column can hold at most, TEXT and BLOB as pointers. */
function tooLongRow(_: Change, alteration: KnownAlteration): Refusal | undefined {
  const after = tableAfter(alteration);
  if (!after || rowBytes(after) <= MAX_ROW_BYTES || rowBytes(alteration.table) > MAX_ROW_BYTES)
    return undefined;
  return {
    code: '1118',
    reason: `The columns of ${after.name.name} take more than the ${String(MAX_ROW_BYTES)} bytes that a row may have.`,
  };
}

/** What the changed columns, or the new index, make of the indexes of the table. */
function unfitIndexes(change: Change, alteration: KnownAlteration): Refusal | undefined {
  const after = tableAfter(alteration);
  if (!after) return undefined;
  const had = new Set(alteration.table.indexes);
  const isMeant = (index: Index): boolean =>
    change.after ? hasIndexOn(index, change.after.name) : !had.has(index);
  for (const index of after.indexes) {
    if (!isOrdinary(index) || !isMeant(index)) continue;
    const refused = unfitIndex(index, after, alteration);
    if (refused) return refused;
  }
  return undefined;
}

function unfitIndex(index: Index, table: Table, alteration: KnownAlteration): Refusal | undefined {
  const columnOf = columnsOf(table);
  const isInnodb = table.engine === 'innodb';
  if (isInnodb && isHashed(index, table, alteration.server.version)) {
    const most = maximumPartBytes(table);
    const isWide = partsBytes(index.parts, columnOf).some((bytes) => bytes > most);
    return most < MAX_KEY_BYTES && isWide ? tooLong('1709', index, most) : undefined;
  }
  for (const part of index.parts) {
    const column = columnOf(part);
    const refused = column && unfitColumn(column, index, isWholeBlob(part, column), alteration);
    if (refused) return refused;
  }
  return isInnodb ? unfitBytes(index, table, alteration) : undefined;
}

/** Types that an index cannot begin to hold. MariaDB indexes the beginning of a long text, where it need not be unique. */
function unfitColumn(
  { name, type }: Column,
  index: Index,
  isWhole: boolean,
  alteration: KnownAlteration,
): Refusal | undefined {
  if (isMysql(alteration) && type.name === 'json') {
    return { code: '3152', reason: `Column ${name} is JSON, which no index can hold.` };
  }
  if (isMysql(alteration) && type.name === 'vector') {
    return { code: '6134', reason: `Column ${name} is a vector, which index ${index.name} cannot hold.` };
  }
  if (!isWhole || !(isMysql(alteration) || index.primary)) return undefined;
  return { code: '1170', reason: `Column ${name} is ${type.name}: its index needs a length.` };
}

function unfitBytes(index: Index, table: Table, alteration: KnownAlteration): Refusal | undefined {
  const most = maximumPartBytes(table);
  const bytes = partsBytes(index.parts, columnsOf(table));
  const isWide = bytes.some((one) => one > most);
  if (isMysql(alteration)) {
    if (isWide) return tooLong('1071', index, most);
  } else if (isWide && most < MAX_KEY_BYTES) {
    return tooLong('1709', index, most);
  }
  const isCut = !isMysql(alteration) && !index.unique;
  const kept = bytes.map((one) => (isCut ? Math.min(one, MAX_KEY_BYTES) : one));
  const all = kept.reduce((sum, one) => sum + one, 0);
  return all > MAX_KEY_BYTES ? tooLong('1071', index, MAX_KEY_BYTES) : undefined;
}

function tooLong(code: string, { name }: Index, most: number): Refusal {
  return { code, reason: `Index ${name} would take more than the ${String(most)} bytes that it may have.` };
}
