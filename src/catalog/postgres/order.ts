import type { Operation, OperationOf } from '../../sql/operation.js';

/**
 * The operations of one CREATE TABLE or ALTER TABLE in the order of the server's passes: drops, types, columns, their
 * attributes, checks, keys, foreign keys. Generated names depend on it. Source: AlterTablePass in tablecmds.c and
 * transformIndexConstraints() in parse_utilcmd.c.
 */
export function postgresOrder(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length === 1) return operations;
  const ordered = operations.toSorted((one, other) => phaseOf(one) - phaseOf(other));
  return ordered[0]?.kind === 'createTable' ? withoutRepeatedKeys(ordered) : ordered;
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
function withoutRepeatedKeys(operations: readonly Operation[]): readonly Operation[] {
  const kept: Operation[] = [];
  const places = new Map<string, number>();
  for (const operation of operations) {
    const key = keyOf(operation);
    const columns = key?.index.parts.map((part) => part.column).join() ?? '';
    const at = places.get(columns) ?? kept.length;
    const earlier = kept[at];
    if (key?.kind === 'unique' && earlier?.kind === 'addConstraint') {
      const named = { ...earlier.constraint, name: earlier.constraint.name ?? key.name };
      kept[at] = { ...earlier, constraint: named };
      continue;
    }
    if (key) places.set(columns, at);
    kept.push(operation);
  }
  return kept;
}

type Key = Extract<OperationOf<'addConstraint'>['constraint'], { readonly kind: 'primary-key' | 'unique' }>;

function keyOf(operation: Operation): Key | undefined {
  if (operation.kind !== 'addConstraint') return undefined;
  const { constraint } = operation;
  return constraint.kind === 'primary-key' || constraint.kind === 'unique' ? constraint : undefined;
}
