import type { Table } from '../catalog/catalog.js';

/** True where a unique index over the same columns, or fewer of them, rules duplicates out. */
export function isUniqueAlready(table: Table, columns: readonly string[]): boolean {
  return table.indexes.some(
    ({ unique, where, parts }) =>
      unique &&
      !where &&
      parts.every(
        ({ column, prefix }) => column !== undefined && prefix === undefined && columns.includes(column),
      ),
  );
}
