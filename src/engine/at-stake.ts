import type { Table } from '../catalog/catalog.js';
import type { StatementImpact } from '../impact/impact.js';
import type { ObjectName } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';

interface Asked {
  readonly statement: { readonly impact: StatementImpact; readonly operations: readonly Operation[] };
  readonly isRollback: boolean;
  readonly isNew: (table: ObjectName) => boolean;
  readonly table: (name: ObjectName) => Table | undefined;
}

/**
 * Whether rows or running code may depend on the table: not when this pull request creates it, when it is temporary, when
 * the statement belongs to a rollback (undoing is its purpose) or is refused as a whole.
 */
export function isAtStake(change: Asked, name: ObjectName): boolean {
  const whole = change.statement.impact.statement;
  return isInUse(change, name) && (whole.kind === 'undecided' || whole.impact.refused === undefined);
}

/** `isAtStake`, also where the server refuses the statement. */
export function isInUse({ statement, isRollback, isNew, table }: Asked, name: ObjectName): boolean {
  if (isRollback || isNew(name) || table(name)?.temporary === true) return false;
  return !statement.operations.some(({ kind }) => kind === 'createTable');
}
