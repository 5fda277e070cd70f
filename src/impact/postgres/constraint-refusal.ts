import type { Table } from '../../catalog/catalog.js';
import { findColumn, findIndex, findTable, primaryKeyOf } from '../../catalog/find.js';
import type { ConstraintDefinition } from '../../sql/column.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import { restingOn } from './constraint-changes.js';
import { canReference } from './key-types.js';
import { stillNeeded } from './refusal.js';
import { isKnown } from './relation.js';
import type { RefusalsByOperation, Situation } from './situation.js';

type Add = OperationOf<'addConstraint'>;
type ForeignKey = Extract<ConstraintDefinition, { readonly kind: 'foreign-key' }>;

/** Why PostgreSQL refuses the operations on constraints. */
export const CONSTRAINT_REFUSALS: RefusalsByOperation = {
  addConstraint: [
    notValidOnPartitioned,
    unusableIndex,
    secondPrimaryKey,
    lessLasting,
    uniqueWithoutPartitionKey,
    unmatchedKey,
    unlikeTypes,
  ],
  dropConstraint: [missingConstraint, keyInUse],
  validateConstraint: [missingConstraint],
  renameConstraint: [missingConstraint],
};

function knownTable(ref: Add['table'], situation: Situation): Table | undefined {
  const table = findTable(situation.now, ref);
  return isKnown(situation, table) ? table : undefined;
}

function notValidOnPartitioned({ table, constraint }: Add, { now, version }: Situation): Refusal | undefined {
  const isParent = findTable(now, table)?.partitioning !== undefined;
  if (constraint.kind !== 'foreign-key' || !isParent) return undefined;
  if (version.major < 11)
    return { code: '42809', reason: 'Partitioned tables have no foreign keys before PostgreSQL 11.' };
  return constraint.notValid === true && version.major < 18
    ? { code: '42809', reason: 'A partitioned table takes no NOT VALID foreign key before PostgreSQL 18.' }
    : undefined;
}

function secondPrimaryKey({ table: ref, constraint }: Add, situation: Situation): Refusal | undefined {
  const table = constraint.kind === 'primary-key' ? knownTable(ref, situation) : undefined;
  return table && primaryKeyOf(table)
    ? { code: '42P16', reason: `${nameText(table.name)} has a primary key already.` }
    : undefined;
}

/** What a crash empties cannot be what a permanent table rests on. */
function lessLasting({ table: ref, constraint }: Add, situation: Situation): Refusal | undefined {
  if (constraint.kind !== 'foreign-key') return undefined;
  const child = knownTable(ref, situation);
  const parent = knownTable(constraint.references, situation);
  if (!child || !parent || child.unlogged || child.temporary || !parent.unlogged) return undefined;
  const reason = `The unlogged table ${nameText(parent.name)} cannot be referenced by a permanent one.`;
  return { code: '42P16', reason };
}

function unusableIndex({ table: ref, constraint }: Add, situation: Situation): Refusal | undefined {
  const isKey = constraint.kind === 'primary-key' || constraint.kind === 'unique';
  const table = isKey && constraint.usingIndex !== undefined ? knownTable(ref, situation) : undefined;
  if (!table || constraint.usingIndex === undefined) return undefined;
  if (table.partitioning) {
    return { code: '0A000', reason: 'ADD CONSTRAINT … USING INDEX does not work on a partitioned table.' };
  }
  const name = constraint.usingIndex;
  const index = findIndex(table, name);
  if (!index) return { code: '42704', reason: `The index ${name} does not exist.` };
  const wrong = (why: string): Refusal => ({ code: '42809', reason: `${name} ${why}.` });
  if (index.constraint !== undefined)
    return { code: '55000', reason: `${name} belongs to a constraint already.` };
  if (!index.unique) return wrong('is not a unique index');
  if (index.where) return wrong('is a partial index');
  return index.parts.some((part) => part.expression) ? wrong('contains expressions') : undefined;
}

/** A key of a partitioned table is checked partition by partition. */
function uniqueWithoutPartitionKey({ table: ref, constraint }: Add, { now }: Situation): Refusal | undefined {
  const key = findTable(now, ref)?.partitioning;
  if (!key || (constraint.kind !== 'primary-key' && constraint.kind !== 'unique')) return undefined;
  const columns = constraint.index.parts.map(({ column }) => column);
  return key.columns.every((column) => columns.includes(column))
    ? undefined
    : { code: '0A000', reason: 'A unique constraint of a partitioned table must include its partition key.' };
}

function unmatchedKey({ constraint }: Add, situation: Situation): Refusal | undefined {
  if (constraint.kind !== 'foreign-key') return undefined;
  const parent = knownTable(constraint.references, situation);
  if (!parent) return undefined;
  const name = nameText(parent.name);
  if (constraint.referencedColumns.length === 0) {
    return primaryKeyOf(parent) ? undefined : { code: '42704', reason: `${name} has no primary key.` };
  }
  const wanted = constraint.referencedColumns.toSorted().join();
  const isUnique = parent.indexes.some(
    ({ unique, where, parts }) =>
      unique &&
      !where &&
      parts
        .map(({ column }) => column ?? '')
        .toSorted()
        .join() === wanted,
  );
  return isUnique
    ? undefined
    : { code: '42830', reason: `No unique constraint matches the given keys of ${name}.` };
}

function unlikeTypes({ table: ref, constraint }: Add, situation: Situation): Refusal | undefined {
  if (constraint.kind !== 'foreign-key') return undefined;
  const child = knownTable(ref, situation);
  const parent = knownTable(constraint.references, situation);
  if (!child || !parent) return undefined;
  const referenced = referencedOf(constraint, parent);
  const at = constraint.columns.findIndex((column, place) => {
    const own = findColumn(child, column)?.type;
    const other = findColumn(parent, referenced[place] ?? '')?.type;
    return own !== undefined && other !== undefined && !canReference(own, other, situation);
  });
  const column = constraint.columns[at];
  return column === undefined
    ? undefined
    : {
        code: '42804',
        reason: `The type of ${column} cannot be compared with that of ${referenced[at] ?? ''}.`,
      };
}

function referencedOf(key: ForeignKey, parent: Table): readonly string[] {
  if (key.referencedColumns.length > 0) return key.referencedColumns;
  return (primaryKeyOf(parent)?.parts ?? []).map(({ column }) => column ?? '');
}

interface OnConstraint {
  readonly table: Add['table'];
  readonly name?: string | undefined;
  readonly ifExists?: boolean;
}

function missingConstraint(operation: OnConstraint, situation: Situation): Refusal | undefined {
  const table = knownTable(operation.table, situation);
  const { name } = operation;
  if (!table || operation.ifExists === true || name === undefined) return undefined;
  // Names that the server makes are not always foreseen, least of all those of NOT NULL.
  const isAdded = situation.operations.some((one) => one.kind === 'addConstraint');
  if (isAdded || table.constraints.some((one) => one.name === name)) return undefined;
  return { code: '42704', reason: `The constraint ${name} of ${nameText(table.name)} does not exist.` };
}

function keyInUse(operation: OperationOf<'dropConstraint'>, situation: Situation): Refusal | undefined {
  const table = knownTable(operation.table, situation);
  const constraint = table?.constraints.find(({ name }) => name === operation.name);
  if (!table || !constraint || operation.cascade) return undefined;
  const [user] = restingOn(table, constraint, situation);
  const what = `constraint ${constraint.name} on table ${nameText(table.name)}`;
  return user && stillNeeded(what, `a foreign key of table ${nameText(user.name)}`);
}
