import type { Table } from '../../catalog/catalog.js';
import { findTable, foreignKeysOf, partitionsOf } from '../../catalog/find.js';
import { storedKey } from '../../catalog/names.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf, PartitionBound } from '../../sql/operation.js';
import type { Change, Changes } from './change.js';
import { provesBound, refutesBound } from './proof.js';
import { family, isKnown, named, referencedTables, relationOfTable } from './relation.js';
import type { Relation } from './relation.js';
import type { ChangesByOperation, Situation } from './situation.js';

/** What PostgreSQL does for the operations on partitions. */
export const PARTITION_CHANGES: ChangesByOperation = { attachPartition, detachPartition };

type PartitionOf = NonNullable<OperationOf<'createTable'>['partitionOf']>;

/** CREATE TABLE … PARTITION OF. */
export function newPartition(
  { parent, isDefault, bound }: PartitionOf,
  situation: Situation,
): readonly Change[] {
  const table = findTable(situation.now, parent);
  return [
    { kind: 'create-partition', on: named(situation, parent) },
    ...(table
      ? [
          { kind: 'referenced-by-new-partition', on: referencedTables(situation, table) } as const,
          ...(isDefault ? [] : defaultPartition(table, bound, situation)),
        ]
      : []),
  ];
}

/** Rows that now belong elsewhere must not be in the default partition. */
function defaultPartition(
  parent: Table,
  bound: PartitionBound | undefined,
  situation: Situation,
): readonly Change[] {
  const keys = parent.partitioning?.columns ?? [];
  return defaultOf(parent, situation).map((one): Change => {
    const table = findTable(situation.now, one.name);
    const isProved = table !== undefined && bound !== undefined && refutesBound(table, keys, bound);
    return { kind: isProved ? 'default-partition-proved' : 'default-partition', on: [one] };
  });
}

function defaultOf(parent: Table, situation: Situation): readonly Relation[] {
  const found = partitionsOf(situation.now, parent.name).find((one) => one.partitionOf?.isDefault);
  return found ? family(situation, { table: found.name }) : [];
}

/** DROP TABLE of a partition: the parent loses it, and the default partition may take more. */
export function partitionLost(table: Table, situation: Situation): readonly Change[] {
  const parent = table.partitionOf && findTable(situation.now, table.partitionOf.parent);
  if (!table.partitionOf) return [];
  return [
    { kind: 'loses-partition', on: named(situation, table.partitionOf.parent) },
    {
      kind: 'default-partition-widened',
      on: parent && !table.partitionOf.isDefault ? defaultOf(parent, situation).slice(0, 1) : [],
    },
  ];
}

function attachPartition(operation: OperationOf<'attachPartition'>, situation: Situation): Changes {
  const { now, after } = situation;
  const parent = findTable(now, operation.table);
  const partition = findTable(now, operation.partition);
  if (!parent || !partition || !isKnown(situation, parent) || !isKnown(situation, partition)) {
    const name = nameText(parent ? operation.partition : operation.table);
    return { unknown: `The history does not show the table ${name} whole.` };
  }
  const on = family(situation, { table: partition.name });
  const isProved = operation.bound !== undefined && isWithin(parent, partition, operation.bound);
  const attached = findTable(after, partition.name);
  const isIndexed = (attached?.indexes.length ?? 0) > partition.indexes.length;
  const lacks = foreignKeysOf(attached ?? partition).length > foreignKeysOf(partition).length;
  return [
    { kind: 'attach-partition', on: [relationOfTable(parent)] },
    { kind: isProved ? 'attached-partition-proved' : 'attached-partition', on },
    { kind: 'attached-partition-indexed', on: isIndexed ? on : [] },
    { kind: 'attached-partition-keyed', on: lacks ? on : [] },
    {
      kind: lacks ? 'referenced-by-attached' : 'referenced-by-taken-over-key',
      on: referencedTables(situation, parent),
    },
    ...(operation.isDefault ? [] : defaultPartition(parent, operation.bound, situation)),
  ];
}

function isWithin(parent: Table, partition: Table, bound: PartitionBound): boolean {
  const { partitioning } = parent;
  return partitioning !== undefined && provesBound(partition, partitioning.columns, bound);
}

function detachPartition(operation: OperationOf<'detachPartition'>, situation: Situation): Changes {
  const { now } = situation;
  const parent = findTable(now, operation.table);
  const partition = named(situation, operation.partition);
  const referenced = parent ? referencedTables(situation, parent) : [];
  const others = parent
    ? defaultOf(parent, situation).filter(
        ({ name }) => !partition.some((one) => storedKey(now, one.name) === storedKey(now, name)),
      )
    : [];
  const isOnline = operation.concurrently || operation.finalize;
  return [
    {
      kind: isOnline ? 'detach-partition-concurrently' : 'detach-partition',
      on: named(situation, operation.table),
    },
    { kind: 'detached-partition', on: partition },
    { kind: 'referenced-by-detached', on: referenced },
    { kind: 'default-partition-widened', on: isOnline ? [] : others.slice(0, 1) },
  ];
}
