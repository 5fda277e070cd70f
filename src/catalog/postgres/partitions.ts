import type { TableRef } from '../../sql/name.js';
import type { Catalog, Table } from '../catalog.js';
import { changeTable, putTable } from '../edit.js';
import { findTable } from '../find.js';
import type { Apply } from '../handlers.js';
import { descendants } from './family.js';
import { storedKey } from '../names.js';
import { lendIndex } from './indexes.js';

/** Gives a partition the indexes, keys and foreign keys of its parent. */
export function lendIndexes(catalog: Catalog, partition: TableRef): Catalog {
  const child = findTable(catalog, partition);
  const parent = child?.partitionOf && findTable(catalog, child.partitionOf.parent);
  if (!parent || parent === child) return catalog;
  const way = [storedKey(catalog, parent.name)];
  return parent.indexes.reduce((before, index) => {
    const now = findTable(before, partition);
    const name = { schema: parent.name.schema, name: index.name };
    return now ? lendIndex(before, now, name, index, way) : before;
  }, catalog);
}

export const attachPartition: Apply<'attachPartition'> = (catalog, operation) => {
  const parent = findTable(catalog, operation.table);
  const partition = findTable(catalog, operation.partition);
  if (!parent || !partition || isWithin(catalog, parent, partition)) return catalog;
  const missing = parent.constraints.filter(
    (key) => key.kind === 'foreign-key' && !partition.constraints.some((one) => isSameKey(one, key)),
  );
  const attached: Table = {
    ...partition,
    partitionOf: { parent: parent.name, isDefault: operation.isDefault, bound: operation.bound },
    constraints: [...partition.constraints, ...missing],
  };
  return lendIndexes(putTable(catalog, attached), partition.name);
};

/** The server lets no table be a part of itself. */
function isWithin(catalog: Catalog, table: Table, above: Table): boolean {
  return table === above || descendants(catalog, above).includes(table);
}

function isSameKey(one: Table['constraints'][number], other: Table['constraints'][number]): boolean {
  return (
    one.kind === 'foreign-key' &&
    other.kind === 'foreign-key' &&
    one.columns.join() === other.columns.join() &&
    one.references.name === other.references.name
  );
}

export const detachPartition: Apply<'detachPartition'> = (catalog, operation) =>
  changeTable(catalog, operation.partition, (table) => ({
    ...table,
    partitionOf: undefined,
    indexes: table.indexes.map((index) => ({ ...index, parent: undefined })),
  }));

export const changeInheritance: Apply<'changeInheritance'> = (catalog, operation) => {
  const parent = findTable(catalog, operation.parent);
  if (!parent) return catalog;
  return changeTable(catalog, operation.table, (table) => {
    if (isWithin(catalog, parent, table)) return table;
    const others = table.inherits.filter(
      (name) => name.name !== parent.name.name || name.schema !== parent.name.schema,
    );
    return { ...table, inherits: operation.action === 'inherit' ? [...others, parent.name] : others };
  });
};
