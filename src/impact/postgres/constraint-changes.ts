import type { Constraint, ForeignKey, Table } from '../../catalog/catalog.js';
import { findColumn, findIndex, findTable, foreignKeysOf } from '../../catalog/find.js';
import { descendants } from '../../catalog/postgres/family.js';
import type { ConstraintDefinition } from '../../sql/column.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Change, Changes } from './change.js';
import { provesNotNull } from './proof.js';
import {
  family,
  familyTables,
  isMadeHere,
  referencingTables,
  relationOfTable,
  target,
  withPartitions,
} from './relation.js';
import type { ChangesByOperation, Situation } from './situation.js';

type Add = OperationOf<'addConstraint'>;
type OnTable = Pick<Add, 'table' | 'only'>;
type Defined<K extends ConstraintDefinition['kind']> = Extract<ConstraintDefinition, { readonly kind: K }>;

/** What PostgreSQL does for the operations on constraints. */
export const CONSTRAINT_CHANGES: ChangesByOperation = {
  addConstraint,
  dropConstraint,
  renameConstraint: (operation, situation) => {
    const constraint = constraintNamed(operation, situation);
    // Keys of children have names of their own.
    const isShared =
      constraint === undefined || constraint.kind === 'check' || constraint.kind === 'not-null';
    const on = isShared ? family(situation, operation) : target(situation, operation);
    return [{ kind: 'rename-constraint', on }];
  },
  validateConstraint,
  alterConstraint,
};

function addConstraint(operation: Add, situation: Situation): Changes {
  const { constraint } = operation;
  if (isOfPresentColumn(operation, situation)) return [];
  switch (constraint.kind) {
    case 'foreign-key':
      return addForeignKey(operation, constraint, situation);
    case 'check': {
      const on = constraint.noInherit === true ? target(situation, operation) : family(situation, operation);
      return [
        { kind: isUnchecked(constraint) ? 'add-check-not-valid' : 'add-check', on },
        { kind: 'child-of-constrained', on: family(situation, operation) },
      ];
    }
    case 'not-null':
      return addNotNull(operation, constraint, situation);
    default:
      return addKey(operation, constraint, situation);
  }
}

/** From PostgreSQL 13 on, ADD COLUMN IF NOT EXISTS of a column that is there leaves out what is written inside of it. */
export function isOfPresentColumn(
  { constraint, table: ref, ifNotExists }: Add,
  { before, operations, version }: Situation,
): boolean {
  const table = findTable(before, ref);
  if (version.major < 13 || !ifNotExists || constraint.inline !== true || !table) return false;
  return operations.every(
    (one) => one.kind !== 'addColumn' || findColumn(table, one.column.name) !== undefined,
  );
}

function isUnchecked(constraint: ConstraintDefinition): boolean {
  return constraint.notValid === true || constraint.notEnforced === true;
}

/** The column that this statement adds together with its REFERENCES or CHECK. */
function newColumn({ constraint }: Add, name: string | undefined, { operations }: Situation) {
  if (constraint.inline !== true) return undefined;
  return operations.find((one) => one.kind === 'addColumn' && one.column.name === name) as
    OperationOf<'addColumn'> | undefined;
}

function addForeignKey(operation: Add, key: Defined<'foreign-key'>, situation: Situation): Changes {
  const children: Change = { kind: 'child-of-foreign-key', on: family(situation, operation) };
  return [...newForeignKey(operation, key, situation), children];
}

function newForeignKey(operation: Add, key: Defined<'foreign-key'>, situation: Situation): readonly Change[] {
  const child = withPartitionsOnly(operation, situation);
  const parent = withPartitions(situation, key.references);
  const column = newColumn(operation, key.columns[0], situation)?.column;
  const table = findTable(situation.now, operation.table);
  const isNew = table !== undefined && isMadeHere(situation, table);
  if (!isUnchecked(key) && !isNew && isAttached(table, key, situation)) {
    return [
      { kind: 'add-foreign-key-not-valid', on: child },
      { kind: 'referenced-by-taken-over-key', on: parent },
    ];
  }
  // A column without DEFAULT holds nothing but NULL, so the server skips the check.
  const isSkipped = isUnchecked(key) || isNew || (column !== undefined && column.default === undefined);
  if (isSkipped) {
    return [
      { kind: 'add-foreign-key-not-valid', on: child },
      { kind: 'referenced-by-unchecked-key', on: parent },
    ];
  }
  const isEmpty = column?.default?.kind === 'null' || !mayHoldRows(operation, situation);
  return [
    { kind: 'add-foreign-key', on: child },
    { kind: isEmpty ? 'referenced-by-unchecked-key' : 'referenced-by-new-key', on: parent },
  ];
}

/**
 * True when every partition has the key already, and valid: the parent's takes them over and looks nothing up. Source:
 * executed on PostgreSQL 12 to 18.
 */
function isAttached(
  table: Table | undefined,
  key: Defined<'foreign-key'>,
  { now, version }: Situation,
): boolean {
  if (!table?.partitioning || version.major < 12) return false;
  const partitions = descendants(now, table).filter(({ partitioning }) => !partitioning);
  const isSame = (one: ForeignKey): boolean =>
    one.validated &&
    one.enforced &&
    one.columns.join() === key.columns.join() &&
    one.references.name === key.references.name &&
    (key.referencedColumns.length === 0 || one.referencedColumns.join() === key.referencedColumns.join());
  const inherited = new Set(foreignKeysOf(table).map(({ name }) => name));
  const isOwn = (one: ForeignKey): boolean => !inherited.has(one.name) && isSame(one);
  return partitions.length > 0 && partitions.every((partition) => foreignKeysOf(partition).some(isOwn));
}

/** An empty table has nothing to look up. Rows come through the tables above a partition, too. */
function mayHoldRows(on: OnTable, situation: Situation): boolean {
  const tables = familyTables(situation, on);
  return tables.length === 0 || tables.some((table) => isFilled(table, situation));
}

function isFilled(table: Table, { now }: Situation): boolean {
  const seen = new Set<Table>();
  for (let one: Table | undefined = table; one && !seen.has(one);) {
    if (one.past.mayHoldRows) return true;
    seen.add(one);
    one = one.partitionOf && findTable(now, one.partitionOf.parent);
  }
  return false;
}

function withPartitionsOnly(operation: Add, situation: Situation) {
  return operation.only === true ? target(situation, operation) : withPartitions(situation, operation.table);
}

function addNotNull(operation: Add, constraint: Defined<'not-null'>, situation: Situation): Changes {
  const { column } = constraint;
  if (isUnchecked(constraint)) return [{ kind: 'add-not-null-not-valid', on: family(situation, operation) }];
  const tables = familyTables(situation, operation);
  if (tables.length === 0) return [{ kind: 'add-not-null-constraint', on: family(situation, operation) }];
  return tables
    .filter((table) => !isMadeHere(situation, table))
    .map((table): Change => ({
      kind: isNotNull(table, column) ? 'set-not-null-already' : 'add-not-null-constraint',
      on: [relationOfTable(table)],
    }));
}

/** True when no row can hold NULL there, by NOT NULL or by a CHECK. */
function isNotNull(table: Table, column: string): boolean {
  const doubted = table.constraints.some(
    (one) => one.kind === 'not-null' && one.columns.includes(column) && !one.validated,
  );
  return (findColumn(table, column)?.nullable === false && !doubted) || provesNotNull(table, column);
}

function addKey(
  operation: Add,
  key: Defined<'primary-key' | 'unique' | 'exclusion'>,
  situation: Situation,
): Changes {
  const own = target(situation, operation);
  if (key.usingIndex === undefined) {
    const [, ...partitions] = withPartitionsOnly(operation, situation);
    return [
      { kind: 'add-key', on: own },
      { kind: 'create-index', on: partitions },
      { kind: 'child-of-constrained', on: family(situation, operation) },
      ...newNotNulls(operation, key, situation),
    ];
  }
  const using: Change = { kind: 'add-key-using-index', on: own };
  if (key.kind !== 'primary-key') return [using];
  const table = findTable(situation.now, operation.table);
  const index = table && findIndex(table, key.usingIndex);
  if (!table || !index) {
    const unknown = `The history does not show whether the columns of ${key.usingIndex} on ${nameText(operation.table)} are NOT NULL.`;
    return { unknown };
  }
  const columns = index.parts.flatMap((part) => part.column ?? []);
  const nullable = columns.filter((column) => findColumn(table, column)?.nullable !== false);
  const kind = nullable.every((column) => provesNotNull(table, column))
    ? 'set-not-null-proved'
    : 'set-not-null';
  return nullable.length === 0 ? [using] : [using, { kind, on: own }];
}

/** A primary key makes its columns NOT NULL, in partitions and children too. */
function newNotNulls(
  operation: Add,
  key: Defined<'primary-key' | 'unique' | 'exclusion'>,
  situation: Situation,
): readonly Change[] {
  const table = findTable(situation.now, operation.table);
  const [, ...children] = familyTables(situation, operation);
  if (key.kind !== 'primary-key' || !table || children.length === 0) return [];
  const columns = key.index.parts.flatMap((part) => part.column ?? []);
  const isNew = columns.some((column) => findColumn(table, column)?.nullable !== false);
  return isNew ? [{ kind: 'set-not-null', on: family(situation, operation) }] : [];
}

function constraintNamed(
  { table: ref, name }: { readonly table: Add['table']; readonly name?: string | undefined },
  { now }: Situation,
): Constraint | undefined {
  return findTable(now, ref)?.constraints.find((one) => one.name === name);
}

/** A partition loses it with its parent, even for ONLY; a child by inheritance never had its parent's keys. */
function droppedFrom(operation: OperationOf<'dropConstraint'>, situation: Situation) {
  const table = findTable(situation.now, operation.table);
  const constraint = constraintNamed(operation, situation);
  if (table?.partitioning) return family(situation, { table: operation.table });
  const isShared = constraint?.kind === 'check' || constraint?.kind === 'not-null';
  return isShared ? family(situation, operation) : target(situation, operation);
}

function dropConstraint(operation: OperationOf<'dropConstraint'>, situation: Situation): Changes {
  const on = droppedFrom(operation, situation);
  const table = findTable(situation.now, operation.table);
  const constraint = constraintNamed(operation, situation);
  const drop: Change = { kind: 'drop-constraint', on };
  if (!table || !constraint) return [drop];
  if (constraint.kind === 'foreign-key') {
    return [drop, { kind: 'loses-reference', on: withPartitions(situation, constraint.references) }];
  }
  const released = operation.cascade ? restingOn(table, constraint, situation) : [];
  return [drop, { kind: 'loses-reference', on: released }];
}

/** The tables whose foreign keys rest on this key. */
export function restingOn(table: Table, constraint: Constraint, situation: Situation) {
  if (constraint.kind !== 'primary-key' && constraint.kind !== 'unique') return [];
  const columns = constraint.columns.toSorted().join();
  return referencingTables(situation, table, (key) => key.referencedColumns.toSorted().join() === columns);
}

function validateConstraint(operation: OperationOf<'validateConstraint'>, situation: Situation): Changes {
  const on = family(situation, operation);
  const table = findTable(situation.now, operation.table);
  const constraint = table?.constraints.find(({ name }) => name === operation.name);
  if (!constraint && !situation.operations.some((one) => adds(one, operation.name))) {
    return {
      unknown: `The history does not show the constraint ${operation.name} of ${nameText(operation.table)}.`,
    };
  }
  if (constraint?.validated === true) return [{ kind: 'validate-valid-constraint', on: on.slice(0, 1) }];
  if (constraint?.kind !== 'foreign-key') return [{ kind: 'validate-constraint', on }];
  return [
    { kind: 'validate-constraint', on: withPartitions(situation, operation.table) },
    {
      kind: mayHoldRows(operation, situation) ? 'referenced-by-validated-key' : 'referenced-by-valid-empty',
      on: withPartitions(situation, constraint.references),
    },
  ];
}

function adds(operation: Situation['operations'][number], name: string): boolean {
  return operation.kind === 'addConstraint' && operation.constraint.name === name;
}

function alterConstraint(operation: OperationOf<'alterConstraint'>, situation: Situation): Changes {
  const constraint = constraintNamed(operation, situation);
  const isParent = findTable(situation.now, operation.table)?.partitioning !== undefined;
  const on = isParent ? family(situation, operation) : target(situation, operation);
  const parent = constraint?.kind === 'foreign-key' ? withPartitions(situation, constraint.references) : [];
  const { enforced } = operation;
  if (enforced === undefined) return [{ kind: 'alter-constraint', on }];
  if (!enforced) {
    return [
      { kind: 'alter-constraint', on },
      { kind: 'referenced-by-released-key', on: parent },
    ];
  }
  if (constraint?.enforced === true) return [{ kind: 'alter-constraint', on: target(situation, operation) }];
  return [
    { kind: 'enforce-constraint', on },
    { kind: 'referenced-by-enforced-key', on: parent },
  ];
}
