import type { Table } from '../../catalog/catalog.js';
import { findIndexByName, findTable, findView } from '../../catalog/find.js';
import type { FoundIndex } from '../../catalog/find.js';
import { isRelation } from '../../catalog/postgres/names.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Change, Changes } from './change.js';
import { named, partitionsBelow, relationOfTable, relationOfView, withPartitions } from './relation.js';
import type { Relation } from './relation.js';
import type { ChangesByOperation, Situation } from './situation.js';

/** What PostgreSQL does for the operations on indexes. */
export const INDEX_CHANGES: ChangesByOperation = {
  addIndex,
  dropIndex,
  reindex,
  attachIndex,
};

function addIndex(operation: OperationOf<'addIndex'>, situation: Situation): Changes {
  const { table: ref, concurrently } = operation;
  const own = named(situation, ref);
  if (isPresent(operation, situation)) {
    const members = operation.onlyParent === true ? own : withPartitions(situation, ref);
    return concurrently
      ? [{ kind: 'create-index-concurrently-present', on: own }]
      : [{ kind: 'create-index-present', on: members }];
  }
  if (concurrently) return [{ kind: 'create-index-concurrently', on: own }];
  if (operation.onlyParent === true) {
    const isParent = findTable(situation.now, ref)?.partitioning !== undefined;
    return [{ kind: isParent ? 'create-index-on-parent' : 'create-index', on: own }];
  }
  const partitions = partitionsBelow(situation.now, ref);
  const built = partitions.filter((table) => hasMoreIndexes(table, situation));
  return [
    { kind: 'create-index', on: [...own, ...built.map(relationOfTable)] },
    { kind: 'create-index-attaches', on: partitions.map(relationOfTable) },
  ];
}

function isPresent({ index, ifNotExists, table }: OperationOf<'addIndex'>, { now }: Situation): boolean {
  const schema = (findTable(now, table) ?? findView(now, table))?.name.schema;
  return ifNotExists && index.name !== undefined && isRelation(now, { schema, name: index.name });
}

/** A partition that has such an index lends it instead of building another. */
function hasMoreIndexes(table: Table, { after }: Situation): boolean {
  return (findTable(after, table.name)?.indexes.length ?? 0) > table.indexes.length;
}

/** The table or materialised view of an index. */
function ownerOf({ table, view }: FoundIndex): readonly Relation[] {
  if (table) return [relationOfTable(table)];
  return view ? [relationOfView(view)] : [];
}

function dropIndex(operation: OperationOf<'dropIndex'>, situation: Situation): Changes {
  const found = findIndexByName(situation.now, operation.index);
  if (!found) return operation.ifExists ? [] : unknownIndex(operation.index);
  const on = found.table ? withPartitions(situation, found.table.name) : ownerOf(found);
  return [{ kind: operation.concurrently ? 'drop-index-concurrently' : 'drop-index', on }];
}

function unknownIndex(index: OperationOf<'dropIndex'>['index']): Changes {
  return { unknown: `The history does not show which table the index ${nameText(index)} belongs to.` };
}

function reindex(operation: OperationOf<'reindex'>, situation: Situation): Changes {
  const kind = operation.concurrently ? 'reindex-concurrently' : 'reindex';
  const { now } = situation;
  switch (operation.target) {
    case 'index': {
      const found = findIndexByName(now, operation.name);
      if (!found) return unknownIndex(operation.name);
      return found.table?.partitioning ? ofParent(found.table, situation) : [{ kind, on: ownerOf(found) }];
    }
    case 'table': {
      const table = findTable(now, operation.name);
      if (table?.partitioning) return ofParent(table, situation);
      const isBare = table?.uncertain.length === 0 && table.indexes.length === 0;
      const idle = operation.concurrently ? 'reindex-concurrently-nothing' : 'reindex-nothing';
      return [{ kind: isBare ? idle : kind, on: named(situation, operation.name) }];
    }
    default:
      return [{ kind, on: allTables(operation, situation).map(relationOfTable) }];
  }
}

function ofParent(table: Table, situation: Situation): readonly Change[] {
  const partitions = partitionsBelow(situation.now, table.name).filter(({ indexes }) => indexes.length > 0);
  return [
    { kind: 'reindex-parent', on: [relationOfTable(table)] },
    { kind: 'reindex-partition', on: partitions.map(relationOfTable) },
  ];
}

function allTables({ target, name }: OperationOf<'reindex'>, { now }: Situation): readonly Table[] {
  return [...now.tables.values()].filter(
    (table) =>
      table.partitioning === undefined &&
      table.indexes.length > 0 &&
      (target !== 'schema' || table.name.schema === name.name),
  );
}

function attachIndex(operation: OperationOf<'attachIndex'>, situation: Situation): Changes {
  const found = [operation.index, operation.child].map((name) => findIndexByName(situation.now, name));
  return [{ kind: 'attach-index', on: found.flatMap((one) => (one ? ownerOf(one) : [])) }];
}
