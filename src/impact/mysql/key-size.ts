import type { Column, Index, Table } from '../../catalog/catalog.js';
import { findColumn } from '../../catalog/find.js';
import { keyBytes } from '../../catalog/mysql/row-bytes.js';
import type { IndexDefinition, IndexPart } from '../../sql/column.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';

/** InnoDB: the most bytes of a key, and of one column of it where the row format is not one of the older two. */
export const MAX_KEY_BYTES = 3072;

/** InnoDB: the most bytes of one column of a key. Source: both manuals, InnoDB Limits. */
export function maximumPartBytes({ rowFormat }: Table): number {
  return rowFormat === 'compact' || rowFormat === 'redundant' ? 767 : MAX_KEY_BYTES;
}

/** Whether the index compares values; FULLTEXT, SPATIAL and VECTOR ones have limits of their own. */
export function isOrdinary({ method }: { readonly method?: string | undefined }): boolean {
  return method === undefined || /^(?:btree|hash|rtree)?$/.test(method);
}

type Sized = Pick<Index | IndexDefinition, 'parts' | 'unique'> & { readonly method?: string | undefined };
type ColumnOf = (part: IndexPart) => Column | undefined;

/** The columns of a table, for the parts of its indexes. */
export function columnsOf(table: Table): ColumnOf {
  return (part) => (part.column === undefined ? undefined : findColumn(table, part.column));
}

/** A whole BLOB or TEXT column in an index: it has no length that an index could have. */
export function isWholeBlob(part: IndexPart, column: Column | undefined): boolean {
  return part.prefix === undefined && column !== undefined && /(?:text|blob)$/.test(column.type.name);
}

/** What each part of a key takes, at least; parts that are expressions count as nothing. */
export function partsBytes(parts: readonly IndexPart[], columnOf: ColumnOf): readonly number[] {
  return parts.map((part) => {
    const column = columnOf(part);
    return column === undefined ? 0 : keyBytes(column, part.prefix);
  });
}

/**
 * MariaDB 10.4.3 and later keep a UNIQUE key that is too long for an index, or over whole BLOB or TEXT columns, as an
 * index over the hash of its values in a hidden virtual column. Source: executed on MariaDB 10.11.18 and 11.8.6.
 */
export function isHashedBy(index: Sized, columnOf: ColumnOf, version: ServerVersion): boolean {
  if (version.dialect !== 'mariadb' || !isAtLeast(version, 10, 4, 3) || !index.unique) return false;
  if (!isOrdinary(index)) return false;
  if (index.parts.some((part) => isWholeBlob(part, columnOf(part)))) return true;
  return partsBytes(index.parts, columnOf).reduce((sum, bytes) => sum + bytes, 0) > MAX_KEY_BYTES;
}

/** The same for an index that the table has. The primary key is none. */
export function isHashed(index: Index, table: Table, version: ServerVersion): boolean {
  return !index.primary && isHashedBy(index, columnsOf(table), version);
}
