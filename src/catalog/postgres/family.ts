import type { TableRef } from '../../sql/name.js';
import type { Catalog, Table } from '../catalog.js';
import { doubt, keyOfTable, putTable } from '../edit.js';
import { findTable } from '../find.js';

/** The table's partitions and inheritance children, theirs, and so on; nearest first. */
export function descendants(catalog: Catalog, table: Table): readonly Table[] {
  const found = new Map<string, Table>();
  const queue = [keyOfTable(catalog, table)];
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    for (const child of catalog.links.children.get(key) ?? []) {
      const member = catalog.tables.get(child);
      if (!member || found.has(child)) continue;
      found.set(child, member);
      queue.push(child);
    }
  }
  return [...found.values()];
}

/** Changes a table and, unless the statement says ONLY, what inherits from it; `isChild` tells them apart. */
export function changeFamily(
  catalog: Catalog,
  on: { readonly table: TableRef; readonly only?: boolean | undefined },
  change: (table: Table, isChild: boolean, catalog: Catalog) => Table,
): Catalog {
  const table = findTable(catalog, on.table);
  if (!table) return catalog;
  const children = on.only === true ? [] : descendants(catalog, table);
  const changed = putTable(catalog, change(table, false, catalog));
  return children.reduce((before, child) => putTable(before, change(child, true, before)), changed);
}

/** As `doubt`; a child that lacks what its parent has was changed on its own, and says nothing against the history. */
export function doubtUnless(isQuiet: boolean, table: Table, reason: string): Table {
  return isQuiet ? table : doubt(table, reason);
}
