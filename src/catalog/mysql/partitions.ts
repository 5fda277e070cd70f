import type { OperationOf, Partitioning } from '../../sql/operation.js';
import type { Catalog, Table } from '../catalog.js';
import { changeTable, doubt, putTable, removeTable } from '../edit.js';
import { findTable, findTableKey } from '../find.js';
import type { Apply } from '../handlers.js';
import { qualified } from '../names.js';

export const partitionTable: Apply<'partitionTable'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => ({ ...table, partitioning: operation.partitioning }));

export const removePartitioning: Apply<'removePartitioning'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => ({ ...table, partitioning: undefined }));

export const changePartitions: Apply<'changePartitions'> = (catalog, operation) => {
  const changed = changeTable(catalog, operation.table, (table) =>
    table.partitioning
      ? { ...table, partitioning: changedPartitioning(table.partitioning, operation) }
      : doubt(table, 'An earlier statement changes its partitions, which the history does not show.'),
  );
  return withTableChanges(changed, operation);
};

type Change = OperationOf<'changePartitions'>;

function changedPartitioning(partitioning: Partitioning, change: Change): Partitioning {
  const { action, partitions, into = [], count = 0 } = change;
  const rest = partitioning.partitions.filter((name) => !partitions.includes(name));
  switch (action) {
    case 'add':
    case 'convert-from-table':
      return {
        ...partitioning,
        partitions: [...partitioning.partitions, ...partitions],
        count: count > 0 ? (partitioning.count ?? 1) + count : partitioning.count,
      };
    case 'drop':
    case 'convert-to-table':
      return { ...partitioning, partitions: rest };
    case 'reorganize': {
      const at = partitioning.partitions.findIndex((name) => partitions.includes(name));
      return { ...partitioning, partitions: rest.toSpliced(at < 0 ? rest.length : at, 0, ...into) };
    }
    case 'coalesce':
      return { ...partitioning, count: Math.max(1, (partitioning.count ?? 1) - count) };
    default:
      return partitioning;
  }
}

/** MariaDB's CONVERT PARTITION … TO TABLE and CONVERT TABLE … TO PARTITION. */
function withTableChanges(catalog: Catalog, { action, table, withTable }: Change): Catalog {
  if (!withTable) return catalog;
  if (action === 'convert-from-table') {
    const key = findTableKey(catalog, withTable);
    return key === undefined ? catalog : removeTable(catalog, key);
  }
  const source = findTable(catalog, table);
  if (action !== 'convert-to-table' || !source) return catalog;
  const copy: Table = { ...source, name: qualified(catalog, withTable), partitioning: undefined };
  return putTable(catalog, copy);
}

export const exchangePartition: Apply<'exchangePartition'> = (catalog, operation) => {
  const mayHoldRows = (table: Table): Table => ({ ...table, past: { ...table.past, mayHoldRows: true } });
  return changeTable(changeTable(catalog, operation.table, mayHoldRows), operation.withTable, mayHoldRows);
};
