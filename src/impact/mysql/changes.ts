import type { Operation } from '../../sql/operation.js';
import type { Change } from './change.js';
import type { ChangesByOperation, ChangesOf } from './changes-by-operation.js';
import { COLUMN_CHANGES } from './column-changes.js';
import { INDEX_CHANGES } from './index-changes.js';
import { settleIndexes } from './index-pair.js';
import { PARTITION_CHANGES } from './partition-changes.js';
import type { Altered } from './subject.js';
import { TABLE_CHANGES } from './table-changes.js';

const CHANGES: ChangesByOperation = {
  ...COLUMN_CHANGES,
  ...INDEX_CHANGES,
  ...TABLE_CHANGES,
  ...PARTITION_CHANGES,
};

/** True for the operations that an ALTER TABLE, CREATE INDEX, DROP INDEX, RENAME or OPTIMIZE TABLE consists of. */
export function isAlteration(operation: Operation): boolean {
  return operation.kind in CHANGES;
}

/** The atoms of all operations on one table. */
export function changesOf(altered: Altered): readonly Change[] {
  const changes = altered.operations.flatMap((operation) => atoms(operation, altered));
  return settleIndexes(changes, altered.server.version.dialect);
}

function atoms(operation: Operation, altered: Altered): readonly Change[] {
  // The table gives each kind the function for its own operation; the compiler cannot follow the correlation.
  const find = CHANGES[operation.kind] as ChangesOf<never> | undefined;
  return find?.(operation as never, altered) ?? [];
}
