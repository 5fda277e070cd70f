import type { Catalog, Index, Table } from '../catalog/catalog.js';
import { findIndex, findIndexByName, findTable } from '../catalog/find.js';
import type { OperationOf } from '../sql/operation.js';

/** The index that a statement drops, by its own name or with its constraint, and its table; undefined when the history does not show it. */
export function droppedIndex(
  before: Catalog,
  operation: OperationOf<'dropIndex' | 'dropConstraint'>,
): { readonly table: Table; readonly index: Index } | undefined {
  if (operation.kind === 'dropIndex' && !operation.table) {
    const found = findIndexByName(before, operation.index);
    return found?.table && { table: found.table, index: found.index };
  }
  const table = operation.table && findTable(before, operation.table);
  const name = operation.kind === 'dropIndex' ? operation.index.name : operation.name;
  const index = table && name !== undefined ? findIndex(table, name) : undefined;
  return table && index && { table, index };
}
