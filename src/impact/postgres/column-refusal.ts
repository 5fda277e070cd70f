import type { Column, Table, View } from '../../catalog/catalog.js';
import {
  findColumn,
  findTable,
  findView,
  foreignKeysOf,
  foreignKeysReferencing,
  partitionsOf,
} from '../../catalog/find.js';
import type { ObjectName } from '../../sql/name.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Refusal } from './change.js';
import { canReference } from './key-types.js';
import { viewsOfColumn } from './readers.js';
import { stillNeeded } from './refusal.js';
import { isKnown } from './relation.js';
import type { RefusalsByOperation, Situation } from './situation.js';
import { isSystemColumn } from './system-columns.js';
import { typeSteps } from './type-change.js';
import { castBetween } from './type-form.js';

/** Why PostgreSQL refuses the operations on columns. */
export const COLUMN_REFUSALS: RefusalsByOperation = {
  addColumn: [
    onPartition,
    onParentOnly,
    (operation, { version }) =>
      operation.column.generated && !operation.column.generated.storage && version.major < 18
        ? { code: '42601', reason: 'GENERATED … needs STORED before PostgreSQL 18.' }
        : undefined,
    (operation, situation) => {
      const table = knownTable(operation, situation);
      const isTaken = table !== undefined && findColumn(table, operation.column.name) !== undefined;
      const merges = table !== undefined && (table.partitionOf !== undefined || table.inherits.length > 0);
      return isTaken && !operation.ifNotExists && !merges
        ? { code: '42701', reason: `The table has a column ${operation.column.name} already.` }
        : undefined;
    },
  ],
  dropColumn: [missingColumn, inPartitionKey, inherited, onParentOnly, dependentsOfDropped],
  changeColumnType: [missingColumn, inherited, inPartitionKey, noCast, dependentsOfChanged, unlikeKey],
  renameColumn: [missingColumn, inherited],
  setColumnDefault: [missingColumn],
  setColumnNullable: [
    missingColumn,
    (operation, situation) => {
      const key = knownTable(operation, situation)?.indexes.find(({ primary }) => primary);
      const isKey = key?.parts.some(({ column }) => column === operation.column) === true;
      return operation.nullable && isKey
        ? { code: '42P16', reason: `${operation.column} is in a primary key.` }
        : undefined;
    },
  ],
};

interface OnColumn {
  readonly table: OperationOf<'dropColumn'>['table'];
  readonly column: string;
  readonly ifExists?: boolean;
}

function knownTable(
  operation: { readonly table: OnColumn['table'] },
  situation: Situation,
): Table | undefined {
  const table = findTable(situation.now, operation.table);
  return isKnown(situation, table) ? table : undefined;
}

function missingColumn(operation: OnColumn, situation: Situation): Refusal | undefined {
  const table = knownTable(operation, situation);
  if (!table || operation.ifExists === true || isSystemColumn(operation.column)) return undefined;
  if (findColumn(table, operation.column)) return undefined;
  return { code: '42703', reason: `The table ${nameText(table.name)} has no column ${operation.column}.` };
}

/** A partition has the columns of its parent, and no others. */
function onPartition({ table }: OperationOf<'addColumn'>, { now, before }: Situation): Refusal | undefined {
  const isPartition = findTable(before, table) && findTable(now, table)?.partitionOf !== undefined;
  return isPartition ? { code: '42809', reason: 'A partition takes no column of its own.' } : undefined;
}

/** Partitions cannot differ from their parent. */
function onParentOnly(
  operation: OperationOf<'addColumn'> | OperationOf<'dropColumn'>,
  { now }: Situation,
): Refusal | undefined {
  const table = operation.only === true ? findTable(now, operation.table) : undefined;
  return table?.partitioning && partitionsOf(now, table.name).length > 0
    ? { code: '42P16', reason: 'A column of a partitioned table changes in its partitions too.' }
    : undefined;
}

function inherited(operation: OnColumn, situation: Situation): Refusal | undefined {
  const table = knownTable(operation, situation);
  const parents = table ? [table.partitionOf?.parent ?? [], ...table.inherits].flat() : [];
  const isInherited = parents.some((parent) => {
    const found = findTable(situation.now, parent);
    return found !== undefined && findColumn(found, operation.column) !== undefined;
  });
  return isInherited ? { code: '42P16', reason: `The column ${operation.column} is inherited.` } : undefined;
}

function inPartitionKey(operation: OnColumn, situation: Situation): Refusal | undefined {
  const key = findTable(situation.now, operation.table)?.partitioning;
  if (key?.columns.includes(operation.column) !== true) return undefined;
  return { code: '42P16', reason: `The column ${operation.column} is part of the partition key.` };
}

function generatedFrom(table: Table, column: string): Column | undefined {
  return table.columns.find(({ generated }) => generated?.expression.columns.includes(column));
}

/** A view that mentions the column for certain: no other table or view that it reads may have one of the name. */
function viewNeeding(table: Table, column: string, situation: Situation): View | undefined {
  const { now } = situation;
  const isElsewhere = (read: ObjectName): boolean => {
    const other = findTable(now, read);
    if (other === table) return false;
    return other ? findColumn(other, column) !== undefined : mayOutput(findView(now, read), column);
  };
  return viewsOfColumn(situation, table, column).find(
    ({ columns, reads }) => columns?.includes(column) === true && !reads.some(isElsewhere),
  );
}

function mayOutput(view: View | undefined, column: string): boolean {
  return view?.output === undefined || view.output.includes(column);
}

function dependentsOfDropped(
  operation: OperationOf<'dropColumn'>,
  situation: Situation,
): Refusal | undefined {
  const table = knownTable(operation, situation);
  if (!table || operation.cascade || !findColumn(table, operation.column)) return undefined;
  const { column } = operation;
  const what = `column ${column} of table ${nameText(table.name)}`;
  const view = viewNeeding(table, column, situation);
  if (view) return stillNeeded(what, `view ${nameText(view.name)}`);
  const dependent = dependentOn(table, column, ['policy', 'rule']);
  if (dependent) return stillNeeded(what, `${dependent.object} ${dependent.name}`);
  const trigger = table.triggers.find(({ columns }) => columns?.includes(column) === true);
  if (trigger) return stillNeeded(what, `trigger ${trigger.name}`);
  const generated = situation.version.major >= 15 ? generatedFrom(table, column) : undefined;
  if (generated) return stillNeeded(what, `column ${generated.name}`);
  const reference = foreignKeysReferencing(situation.now, table.name).find(({ key }) =>
    key.referencedColumns.includes(column),
  );
  return (
    reference &&
    stillNeeded(what, `constraint ${reference.key.name} on table ${nameText(reference.table.name)}`)
  );
}

function dependentOn(table: Table, column: string, objects: readonly string[]) {
  return table.dependents.find(
    ({ object, columns }) => objects.includes(object) && columns?.includes(column) === true,
  );
}

function dependentsOfChanged(
  operation: OperationOf<'changeColumnType'>,
  situation: Situation,
): Refusal | undefined {
  const table = knownTable(operation, situation);
  if (!table) return undefined;
  const { column } = operation;
  const refused = (used: string): Refusal => ({
    code: '0A000',
    reason: `Cannot alter the type of a column used ${used}.`,
  });
  const view = viewNeeding(table, column, situation);
  if (view) return refused(`by the view ${nameText(view.name)}`);
  if (dependentOn(table, column, ['rule'])) return refused('by a rule');
  if (dependentOn(table, column, ['policy'])) return refused('in a policy definition');
  if (table.triggers.some(({ columns }) => columns?.includes(column) === true)) {
    return refused('in a trigger definition');
  }
  const generated = generatedFrom(table, column);
  return generated && refused(`by the generated column ${generated.name}`);
}

/** A foreign key of the column, or to it, that could not be made again with the new type. */
function unlikeKey(operation: OperationOf<'changeColumnType'>, situation: Situation): Refusal | undefined {
  const table = knownTable(operation, situation);
  const { column, type } = operation;
  // With both ends in one statement, the types that count are those behind it.
  const isAlone = situation.operations.filter(({ kind }) => kind === 'changeColumnType').length === 1;
  if (!table || !isAlone) return undefined;
  const { now } = situation;
  const typeOf = (ref: OnColumn['table'], name: string | undefined) => {
    const other = findTable(now, ref);
    return name !== undefined && isKnown(situation, other) ? findColumn(other, name)?.type : undefined;
  };
  const own = foreignKeysOf(table).find((key) => {
    const at = key.columns.indexOf(column);
    const other = at < 0 ? undefined : typeOf(key.references, key.referencedColumns[at]);
    return other !== undefined && !canReference(type, other, situation);
  });
  const incoming = foreignKeysReferencing(now, table.name).find(({ key, table: child }) => {
    const at = key.referencedColumns.indexOf(column);
    const other = at < 0 ? undefined : typeOf(child.name, key.columns[at]);
    return other !== undefined && !canReference(other, type, situation);
  });
  const name = own?.name ?? incoming?.key.name;
  return name === undefined
    ? undefined
    : { code: '42804', reason: `The foreign key ${name} cannot compare ${column} as ${type.text}.` };
}

/** Each cast that USING writes, and then the assignment of the value to the new type. */
function noCast(operation: OperationOf<'changeColumnType'>, situation: Situation): Refusal | undefined {
  const table = knownTable(operation, situation);
  const column = table && findColumn(table, operation.column);
  const steps = column && typeSteps(operation);
  if (!steps) return undefined;
  const world = { catalog: situation.now, version: situation.version };
  const at = steps.findIndex((type, place) => {
    const context = place === steps.length - 1 ? 'assignment' : 'explicit';
    return castBetween(world, steps[place - 1] ?? column.type, type, context) === 'none';
  });
  const to = steps[at];
  if (!to) return undefined;
  if (at < steps.length - 1) {
    return {
      code: '42846',
      reason: `The type ${(steps[at - 1] ?? column.type).text} has no cast to ${to.text}.`,
    };
  }
  const reason = `The column ${operation.column} cannot be cast automatically to type ${to.text}.`;
  return { code: '42804', reason };
}
