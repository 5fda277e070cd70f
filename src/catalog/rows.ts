import type { TableRef } from '../sql/name.js';
import type { Catalog, Table } from './catalog.js';
import { changeTable } from './edit.js';
import { findTable } from './find.js';
import type { Handlers } from './handlers.js';

/** The table with rows in it, or rows that may be. */
export function withRows(table: Table): Table {
  return table.past.mayHoldRows ? table : { ...table, past: { ...table.past, mayHoldRows: true } };
}

function fill(catalog: Catalog, ref: TableRef): Catalog {
  // Most statements that fill a table are one of many that do.
  return findTable(catalog, ref)?.past.mayHoldRows === false ? changeTable(catalog, ref, withRows) : catalog;
}

function fillTable(catalog: Catalog, operation: { readonly table: TableRef }): Catalog {
  return fill(catalog, operation.table);
}

/** Operations that put rows into tables. TRUNCATE and DELETE are not among them: others may write at once. */
export const rowHandlers: Handlers = { insert: fillTable, loadData: fillTable, merge: fillTable };
