import type { OperationOf, Partitioning } from '../../sql/operation.js';
import type { Change } from './change.js';
import type { Refusal } from './clause.js';
import type { RefusalCheck } from './refusal.js';
import { isAtLeast } from '../../sql/dialect.js';
import { isMysql, sameColumn } from './subject.js';
import type { KnownAlteration } from './subject.js';
import { tableAfter } from './table-after.js';

export const PARTITION_REFUSALS: readonly RefusalCheck[] = [
  { kinds: [], check: notPartitioned },
  { kinds: [], check: wrongMethod },
  { kinds: [], check: wrongNames },
];

/** Asked when nothing else is in the way. */
export const PARTITIONING_REFUSALS: readonly RefusalCheck[] = [
  { kinds: ['partition-table'], check: unfitTable },
  { kinds: ['partition-table'], check: keyOutside },
];

type PartitionOperation =
  OperationOf<'changePartitions'> | OperationOf<'exchangePartition'> | OperationOf<'removePartitioning'>;

function isOnPartitions(operation: Change['operation']): operation is PartitionOperation {
  const { kind } = operation;
  return kind === 'changePartitions' || kind === 'exchangePartition' || kind === 'removePartitioning';
}

function notPartitioned({ operation, kind }: Change, { table }: KnownAlteration): Refusal | undefined {
  if (!isOnPartitions(operation) || table.partitioning || kind === 'nothing') return undefined;
  return { code: '1505', reason: `Table ${table.name.name} is not partitioned.` };
}

/** Actions that only named partitions have: those of RANGE and LIST. */
const OF_NAMED: ReadonlySet<string> = new Set(['drop', 'convert-to-table', 'convert-from-table']);

function wrongMethod({ operation, kind }: Change, { table }: KnownAlteration): Refusal | undefined {
  const { partitioning } = table;
  if (operation.kind !== 'changePartitions' || !partitioning || kind === 'nothing') return undefined;
  const { action, count = 0 } = operation;
  const { method } = partitioning;
  const isSpread = method === 'hash' || method === 'key';
  if (OF_NAMED.has(action) && isSpread) {
    return {
      code: '1512',
      reason: `Only RANGE and LIST partitions can be dropped, not ${method.toUpperCase()} ones.`,
    };
  }
  if (action === 'coalesce') {
    if (!isSpread) return { code: '1509', reason: 'Only HASH and KEY partitions can be merged by COALESCE.' };
    if (count >= (partitioning.count ?? 1)) return { code: '1508', reason: 'One partition must stay.' };
  }
  if (action === 'reorganize' && operation.partitions.length === 0 && !isSpread) {
    return { code: '1511', reason: 'REORGANIZE without names is for HASH and KEY partitions.' };
  }
  if (action === 'add' && !isSpread && count > 0 && method !== 'system_time') {
    return { code: '1492', reason: `A ${method.toUpperCase()} partition needs its VALUES.` };
  }
  return undefined;
}

/** Actions whose partitions must be there. */
const NAMING: ReadonlySet<string> = new Set([
  'drop',
  'truncate',
  'reorganize',
  'rebuild',
  'convert-to-table',
  'discard-tablespace',
  'import-tablespace',
]);

function wrongNames({ operation, kind }: Change, { table }: KnownAlteration): Refusal | undefined {
  const { partitioning } = table;
  if (kind === 'nothing') return undefined;
  if (!partitioning || partitioning.partitions.length === 0) return undefined;
  if (operation.kind === 'exchangePartition')
    return unknownName([operation.partition], 'exchange', partitioning);
  if (operation.kind !== 'changePartitions') return undefined;
  const { action, partitions, into = [] } = operation;
  if (NAMING.has(action)) {
    const unknown = unknownName(partitions, action, partitioning);
    if (unknown) return unknown;
  }
  if (action === 'drop' && partitions.length >= partitioning.partitions.length) {
    return { code: '1508', reason: 'The last partition cannot be dropped; that is DROP TABLE.' };
  }
  const staying = partitioning.partitions.filter((name) => !partitions.includes(name));
  const made = action === 'add' || action === 'convert-from-table' ? partitions : into;
  const taken = made.find((name) =>
    (into.length > 0 ? staying : partitioning.partitions).some((one) => sameColumn(one, name)),
  );
  return taken === undefined ? undefined : { code: '1517', reason: `There is a partition ${taken} already.` };
}

/** TRUNCATE and EXCHANGE have a number of their own. */
function unknownName(
  names: readonly string[],
  action: string,
  { partitions }: Partitioning,
): Refusal | undefined {
  const unknown = names.find((name) => !partitions.some((one) => sameColumn(one, name)));
  if (unknown === undefined) return undefined;
  const isOther = action === 'truncate' || action === 'exchange';
  return { code: isOther ? '1735' : '1507', reason: `There is no partition ${unknown}.` };
}

/** MySQL 8.0 and later leave partitions to the engine: InnoDB has them, without FULLTEXT and SPATIAL indexes. */
function unfitTable(_: Change, alteration: KnownAlteration): Refusal | undefined {
  const after = tableAfter(alteration);
  if (!after || !isMysql(alteration) || !isAtLeast(alteration.server.version, 8, 0)) return undefined;
  const has = (method: string): boolean => after.indexes.some((index) => index.method === method);
  if (has('fulltext')) return { code: '1214', reason: 'A partitioned table can have no FULLTEXT index.' };
  if (!/^(?:innodb|ndb(?:cluster)?)$/.test(after.engine) || has('spatial')) {
    return { code: '1178', reason: 'The storage engine has no partitions of such a table.' };
  }
  return undefined;
}

/** Every unique key of the table holds all columns that it is to be partitioned by; KEY () means those of the primary key. */
function keyOutside({ operation }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'partitionTable') return undefined;
  const { expression, columns, method } = operation.partitioning;
  const indexes = tableAfter(alteration)?.indexes ?? [];
  const written = expression?.columns ?? columns;
  const primary = indexes.find((index) => index.primary)?.parts.flatMap(({ column }) => column ?? []) ?? [];
  const by = method === 'key' && written.length === 0 ? primary : written;
  for (const index of indexes) {
    const missing = by.find((name) => !index.parts.some((part) => sameColumn(part.column, name)));
    if (index.unique && missing !== undefined) {
      return {
        code: '1503',
        reason: `The table is to be partitioned by ${missing}, which unique key ${index.name} does not include.`,
      };
    }
  }
  return undefined;
}
