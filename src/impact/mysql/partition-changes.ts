import type { OperationOf } from '../../sql/operation.js';
import type { ChangeKind } from './change.js';
import type { ChangesByOperation } from './changes-by-operation.js';
import type { Altered } from './subject.js';

export const PARTITION_CHANGES: ChangesByOperation = {
  partitionTable: (operation) => [{ kind: 'partition-table', operation }],
  removePartitioning: (operation) => [{ kind: 'remove-partitioning', operation }],
  exchangePartition: (operation) => [{ kind: 'exchange-partition', operation }],
  changePartitions: (operation, altered) => [
    { kind: operation.action === 'add' ? added(operation, altered) : ACTIONS[operation.action], operation },
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
  repair: 'rebuild-partition',
  'discard-tablespace': 'partition-tablespace',
  'import-tablespace': 'partition-tablespace',
  'convert-to-table': 'convert-partition',
  'convert-from-table': 'convert-partition',
};

/** ADD PARTITION of a RANGE or LIST table makes an empty one; of a HASH or KEY table it spreads all rows anew. */
function added(operation: OperationOf<'changePartitions'>, altered: Altered): ChangeKind {
  const method = altered.table?.partitioning?.method;
  if (method === 'hash' || method === 'key') return 'add-hash-partition';
  return method === undefined && operation.count !== undefined ? 'add-hash-partition' : 'add-range-partition';
}
