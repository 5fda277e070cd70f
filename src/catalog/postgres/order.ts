import type { Operation, OperationOf } from '../../sql/operation.js';

/**
 * The operations of one CREATE TABLE or ALTER TABLE in the order of the server's passes: drops, types, columns, their
 * attributes, checks, keys, foreign keys. Generated names depend on it. Source: AlterTablePass in tablecmds.c and
 * transformIndexConstraints() in parse_utilcmd.c.
 */
export function postgresOrder(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length === 1) return operations;
  const ordered = operations.toSorted((one, other) => phaseOf(one) - phaseOf(other));
  return ordered[0]?.kind === 'createTable'
    ? ordered.filter((one, at) => !isRepeatedKey(one, ordered, at))
    : ordered;
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

/** A UNIQUE without a name on the columns of an earlier key makes no index of its own. */
function isRepeatedKey(operation: Operation, operations: readonly Operation[], at: number): boolean {
  if (operation.kind !== 'addConstraint') return false;
  const { constraint } = operation;
  if (constraint.kind !== 'unique' || constraint.name !== undefined) return false;
  const columns = columnsOf(constraint.index);
  return operations
    .slice(0, at)
    .some(
      (other) =>
        other.kind === 'addConstraint' &&
        (other.constraint.kind === 'primary-key' || other.constraint.kind === 'unique') &&
        columnsOf(other.constraint.index) === columns,
    );
}

function columnsOf(index: { readonly parts: readonly { readonly column?: string | undefined }[] }): string {
  return index.parts.map((part) => part.column).join();
}
