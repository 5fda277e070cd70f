import type { Operation, OperationOf } from '../../sql/operation.js';

/**
 * The operations of one CREATE TABLE or ALTER TABLE in the order of the server's passes: drops, types, columns, their
 * attributes, checks, keys, foreign keys. Generated names depend on it. Source: AlterTablePass in tablecmds.c and
 * transformIndexConstraints() in parse_utilcmd.c.
 */
export function postgresOrder(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length === 1) return operations;
  const ordered = operations.toSorted((one, other) => phaseOf(one) - phaseOf(other));
  return ordered[0]?.kind === 'createTable' ? ordered.reduce(withoutRepeatedKey, []) : ordered;
}

function phaseOf(operation: Operation): number {
  switch (operation.kind) {
    case 'createTable':
      return 0;
    case 'dropColumn':
    case 'dropConstraint':
      return 1;
    case 'changeColumnType':
      return 2;
    case 'addColumn':
      return 3;
    case 'setColumnDefault':
    case 'setColumnNullable':
    case 'setColumnExpression':
    case 'changeIdentity':
      return 4;
    case 'addConstraint':
      return CONSTRAINT_PHASES[operation.constraint.kind];
    default:
      return 9;
  }
}

const CONSTRAINT_PHASES: Readonly<Record<OperationOf<'addConstraint'>['constraint']['kind'], number>> = {
  'not-null': 5,
  check: 5,
  'primary-key': 6,
  unique: 7,
  exclusion: 7,
  'foreign-key': 8,
};

/** A UNIQUE on the columns of an earlier key of the same CREATE TABLE only gives that one its name. */
function withoutRepeatedKey(before: readonly Operation[], operation: Operation): readonly Operation[] {
  const key = keyOf(operation);
  const at =
    key?.kind === 'unique' ? before.findIndex((other) => columnsOf(keyOf(other)) === columnsOf(key)) : -1;
  const earlier = before[at];
  if (!key || earlier?.kind !== 'addConstraint') return [...before, operation];
  const named = { ...earlier.constraint, name: earlier.constraint.name ?? key.name };
  return before.with(at, { ...earlier, constraint: named });
}

type Key = Extract<OperationOf<'addConstraint'>['constraint'], { readonly kind: 'primary-key' | 'unique' }>;

function keyOf(operation: Operation): Key | undefined {
  if (operation.kind !== 'addConstraint') return undefined;
  const { constraint } = operation;
  return constraint.kind === 'primary-key' || constraint.kind === 'unique' ? constraint : undefined;
}

function columnsOf(key: Key | undefined): string | undefined {
  return key?.index.parts.map((part) => part.column).join();
}
