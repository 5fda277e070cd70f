import type { Catalog, Table } from '../catalog/catalog.js';
import { findTable } from '../catalog/find.js';
import type { OperationOf } from '../sql/operation.js';

type Constraint = OperationOf<'addConstraint'>['constraint'];

/** What the general rules say of a key that the server refuses, or accepts to nobody's use. */
export const SAID_OF_KEYS: readonly string[] = [
  'statement-refused',
  'foreign-key-copied',
  'table-copied',
  'table-blocked',
  'algorithm-clause',
];

/** A foreign key as a change adds it, with both sides as it leaves them. */
export interface AddedForeignKey {
  readonly key: Extract<Constraint, { readonly kind: 'foreign-key' }>;
  readonly child: Table;
  /** Undefined where the history does not show it whole. */
  readonly parent: Table | undefined;
  /** True for ALTER TABLE with foreign_key_checks off, which copies nothing and is refused with other numbers. */
  readonly isInPlace: boolean;
}

/** Undefined for other constraints, in a rollback, and where the history does not show the table of the key whole. */
export function addedForeignKey({
  operation: { constraint, table },
  after,
  statement,
  isRollback,
}: {
  readonly operation: OperationOf<'addConstraint'>;
  readonly after: Catalog;
  readonly statement: { readonly head: string };
  readonly isRollback: boolean;
}): AddedForeignKey | undefined {
  if (constraint.kind !== 'foreign-key' || isRollback) return undefined;
  const whole = (known: Table | undefined): Table | undefined =>
    known?.uncertain.length === 0 ? known : undefined;
  const child = whole(findTable(after, table));
  const isUnchecked = /^(0|off)$/i.test(after.session.variables['foreign_key_checks'] ?? '');
  return (
    child && {
      key: constraint,
      child,
      parent: whole(findTable(after, constraint.references)),
      isInPlace: isUnchecked && statement.head === 'ALTER TABLE',
    }
  );
}
