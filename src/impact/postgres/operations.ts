import { findTable, findView } from '../../catalog/find.js';
import type { Operation } from '../../sql/operation.js';
import { isUnknown } from './change.js';
import type { Changes, Refusal } from './change.js';
import { factOf } from './facts.js';
import { COLUMN_CHANGES } from './column-changes.js';
import { CONSTRAINT_CHANGES, isOfPresentColumn } from './constraint-changes.js';
import { DATA_CHANGES } from './data-changes.js';
import { INDEX_CHANGES } from './index-changes.js';
import { OBJECT_CHANGES } from './object-changes.js';
import { PARTITION_CHANGES } from './partition-changes.js';
import { COLUMN_REFUSALS } from './column-refusal.js';
import { CONSTRAINT_REFUSALS } from './constraint-refusal.js';
import { INDEX_REFUSALS } from './index-refusal.js';
import { GENERATED_REFUSALS } from './generated-refusal.js';
import { MISSING_REFUSALS } from './missing-refusal.js';
import { NAME_REFUSALS } from './name-refusal.js';
import { OBJECT_REFUSALS } from './object-refusal.js';
import { OPERATOR_CLASS_REFUSALS } from './operator-class.js';
import { KIND_REFUSALS } from './relation-kind.js';
import type {
  ChangesByOperation,
  ChangesOf,
  RefusalOf,
  RefusalsByOperation,
  Situation,
} from './situation.js';
import { TABLE_CHANGES } from './table-changes.js';
import { TABLE_REFUSALS } from './table-refusal.js';

const CHANGES: ChangesByOperation = {
  ...COLUMN_CHANGES,
  ...CONSTRAINT_CHANGES,
  ...INDEX_CHANGES,
  ...TABLE_CHANGES,
  ...PARTITION_CHANGES,
  ...OBJECT_CHANGES,
  ...DATA_CHANGES,
};

/** In the order in which the server objects, as far as it has one. */
const REFUSALS: readonly RefusalsByOperation[] = [
  KIND_REFUSALS,
  COLUMN_REFUSALS,
  MISSING_REFUSALS,
  GENERATED_REFUSALS,
  CONSTRAINT_REFUSALS,
  OPERATOR_CLASS_REFUSALS,
  INDEX_REFUSALS,
  TABLE_REFUSALS,
  OBJECT_REFUSALS,
  NAME_REFUSALS,
];

/** What an operation does to tables; nothing for those that concern none. */
export function changesOf(operation: Operation, situation: Situation): Changes {
  // The table gives each kind the function for its own operation; the compiler cannot follow the correlation.
  const find = CHANGES[operation.kind] as ChangesOf<never> | undefined;
  const changes = find?.(operation as never, situation) ?? [];
  return isUnshown(operation, situation) ? perhaps(changes, situation) : changes;
}

/** ALTER TABLE IF EXISTS of a table that the history does not show. */
function isUnshown(operation: Operation, { now }: Situation): boolean {
  if (!('ifTableExists' in operation) || operation.ifTableExists !== true) return false;
  return !findTable(now, operation.table) && !findView(now, operation.table);
}

/** What may not happen at all is decided only where it would not matter. */
function perhaps(changes: Changes, { version }: Situation): Changes {
  if (isUnknown(changes)) return changes;
  const works = changes
    .filter(({ on }) => on.length > 0)
    .some(({ kind }) => (factOf(kind, version)?.[3] ?? 'none') !== 'none');
  const unknown = 'The history does not show the table, which the statement works on if it exists.';
  return works ? { unknown } : [];
}

/** The server's first objection to an operation; undefined when it has none that the schema shows. */
export function refusalOf(operation: Operation, situation: Situation): Refusal | undefined {
  if (operation.kind === 'addConstraint' && isOfPresentColumn(operation, situation)) return undefined;
  const checks = REFUSALS.flatMap(
    (refusals) => (refusals[operation.kind] ?? []) as readonly unknown[] as readonly RefusalOf<never>[],
  );
  for (const check of checks) {
    const refusal = check(operation as never, situation);
    if (refusal) return refusal;
  }
  return undefined;
}
