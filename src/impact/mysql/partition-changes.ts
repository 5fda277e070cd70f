import type { OperationOf } from '../../sql/operation.js';
import type { ChangeKind } from './change.js';
import type { ChangesByOperation } from './changes-by-operation.js';
import { isKnown, sameColumn } from './subject.js';
import type { Altered } from './subject.js';

export const PARTITION_CHANGES: ChangesByOperation = {
  partitionTable: (operation) => [{ kind: 'partition-table', operation }],
  removePartitioning: (operation) => [{ kind: 'remove-partitioning', operation }],
  exchangePartition: (operation) => [{ kind: 'exchange-partition', operation }],
  changePartitions: (operation, altered) => [
    { kind: isIdle(operation, altered) ? 'nothing' : kindOf(operation, altered), operation },
  ],
};

type Action = OperationOf<'changePartitions'>['action'];

const ACTIONS: Readonly<Record<Exclude<Action, 'add'>, ChangeKind>> = {
  drop: 'drop-partition',
  truncate: 'truncate-partition',
  coalesce: 'coalesce-partition',
  reorganize: 'reorganize-partition',
  rebuild: 'rebuild-partition',
  optimize: 'optimize-partition',
  analyze: 'check-partition',
  check: 'check-partition',
  // InnoDB cannot repair, and says so in a row of the result.
  repair: 'check-partition',
  'discard-tablespace': 'partition-tablespace',
  'import-tablespace': 'partition-tablespace',
  'convert-to-table': 'convert-partition',
  'convert-from-table': 'convert-partition',
};

function kindOf(operation: OperationOf<'changePartitions'>, altered: Altered): ChangeKind {
  return operation.action === 'add' ? added(operation, altered) : ACTIONS[operation.action];
}

/** Of a table without partitions these say so in a row of the result, and do nothing. */
const ANSWERED: ReadonlySet<Action> = new Set(['analyze', 'check', 'optimize', 'repair']);

/** What IF EXISTS or IF NOT EXISTS leave undone. */
function isIdle({ action, partitions, quietly }: OperationOf<'changePartitions'>, altered: Altered): boolean {
  const { table } = altered;
  if (!table || !isKnown(altered)) return false;
  if (ANSWERED.has(action)) return table.partitioning === undefined;
  const isThere = (name: string): boolean =>
    table.partitioning?.partitions.some((one) => sameColumn(one, name)) ?? false;
  return (
    quietly === true &&
    partitions.length > 0 &&
    partitions.every((name) => isThere(name) === (action === 'add'))
  );
}

/** ADD PARTITION of a RANGE or LIST table makes an empty one; of a HASH or KEY table it spreads all rows anew. */
function added(operation: OperationOf<'changePartitions'>, altered: Altered): ChangeKind {
  const method = altered.table?.partitioning?.method;
  if (method === 'hash' || method === 'key') return 'add-hash-partition';
  return method === undefined && operation.count !== undefined ? 'add-hash-partition' : 'add-range-partition';
}
