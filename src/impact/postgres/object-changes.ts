import type { Catalog, Table } from '../../catalog/catalog.js';
import { findTable, findView } from '../../catalog/find.js';
import { candidateKeys, isInSchema } from '../../catalog/names.js';
import type { DataType } from '../../sql/column.js';
import type { ObjectName } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import { lookUp } from '../../look-up.js';
import type { Change, Changes } from './change.js';
import type { ChangeKind } from './facts.js';
import { readOf, readersOf } from './readers.js';
import { family, isKnown, named, relationOfTable, relationOfView } from './relation.js';
import type { Relation } from './relation.js';
import { referencingTables } from './relation.js';
import { sequencesIn } from './sequence-name.js';
import type { ChangesByOperation, Situation } from './situation.js';

/** What PostgreSQL does for the operations on objects beside tables, as far as tables are concerned. */
export const OBJECT_CHANGES: ChangesByOperation = {
  createView,
  dropView: (operation, situation) => {
    const views = findView(situation.now, operation.view);
    if (!views)
      return operation.ifExists ? [] : [{ kind: 'change-relation', on: named(situation, operation.view) }];
    return [
      { kind: 'change-relation', on: [relationOfView(views)] },
      { kind: 'drop-dependent', on: operation.cascade ? readersOf(situation, views.name) : [] },
    ];
  },
  refreshView,
  createSequence: (operation, situation) => [owner(operation.ownedBy, situation)],
  alterSequence: (operation, situation) => [
    { kind: 'alter-sequence', on: named(situation, operation.sequence) },
    owner(operation.ownedBy, situation),
  ],
  alterDomain,
  alterCompositeType,
  createTrigger: (operation, situation) => {
    const isParent = findTable(situation.now, operation.table)?.partitioning !== undefined;
    const on = isParent ? family(situation, operation) : named(situation, operation.table);
    const referenced = operation.references ? named(situation, operation.references) : [];
    return [
      { kind: 'create-trigger', on },
      { kind: 'read', on: referenced },
    ];
  },
  createRoutine,
  commentOn,
  createObject: (operation, situation) => objectOn(operation, situation),
  alterObject,
  dropObject,
  renameObject,
  changePrivileges: (operation, situation) => [{ kind: 'privileges', on: all(operation.tables, situation) }],
  dropSchema,
};

function all(refs: readonly ObjectName[] | undefined, situation: Situation): readonly Relation[] {
  return (refs ?? []).flatMap((ref) => named(situation, ref));
}

function owner(ownedBy: OperationOf<'createSequence'>['ownedBy'], situation: Situation): Change {
  return { kind: 'owns-sequence', on: ownedBy ? named(situation, ownedBy.table) : [] };
}

/** A view with the tables that its query opens; a table alone. */
function viewOf(ref: ObjectName, situation: Situation): readonly Relation[] {
  const isView = !findTable(situation.now, ref) && findView(situation.now, ref) !== undefined;
  return isView ? readOf(ref, situation) : named(situation, ref);
}

function createView(operation: OperationOf<'createView'>, situation: Situation): Changes {
  const existing = findView(situation.now, operation.view);
  if (existing && operation.ifNotExists === true)
    return [{ kind: 'create-view', on: all(operation.reads, situation) }];
  const replaced = existing && operation.orReplace ? [relationOfView(existing)] : [];
  const fills = operation.materialized && operation.withData !== false;
  const reads = operation.reads.flatMap((table) =>
    fills ? readOf(table, situation) : named(situation, table),
  );
  return [
    { kind: fills ? 'read-whole' : 'create-view', on: reads },
    { kind: 'replace-view', on: replaced },
  ];
}

function refreshView(operation: OperationOf<'refreshView'>, situation: Situation): Changes {
  const view = findView(situation.now, operation.view);
  const on = named(situation, operation.view);
  if (!operation.withData) return [{ kind: 'refresh-view-no-data', on }];
  if (!view) return [{ kind: operation.concurrently ? 'refresh-view-concurrently' : 'refresh-view', on }];
  return [
    { kind: operation.concurrently ? 'refresh-view-concurrently' : 'refresh-view', on },
    { kind: 'read-whole', on: view.reads.flatMap((read) => readOf(read, situation)) },
    // Its indexes are built anew from the new rows.
    { kind: 'read-whole', on: view.indexes.length > 0 && !operation.concurrently ? on : [] },
  ];
}

const CHECKING: ReadonlySet<string> = new Set(['add-check', 'validate', 'set-not-null']);

function alterDomain(operation: OperationOf<'alterDomain'>, { now }: Situation): Changes {
  const isChecked = CHECKING.has(operation.action) && operation.notValid !== true;
  const on = tablesOfType(now, operation.domain)
    .map(relationOfTable)
    .filter(({ stores }) => stores);
  return [{ kind: isChecked ? 'domain-checked' : 'domain-unchecked', on }];
}

/** The tables with a column of the type, or of a type made of it. */
export function tablesOfType(catalog: Catalog, name: ObjectName): readonly Table[] {
  return [...catalog.tables.values()].filter(({ columns }) =>
    columns.some((column) => isMadeOf(catalog, column.type, name)),
  );
}

/** Looks at each type once: text may make types of each other. */
function isMadeOf(catalog: Catalog, type: DataType, name: ObjectName): boolean {
  const wanted = typeKey(catalog, name);
  const seen = new Set<string>();
  const queue: ObjectName[] = [type];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    const key = typeKey(catalog, one);
    if (key === undefined || seen.has(key)) continue;
    if (key === wanted) return true;
    seen.add(key);
    const definition = catalog.types.get(key)?.definition;
    if (definition?.kind === 'domain') queue.push(definition.base);
    if (definition?.kind === 'composite') queue.push(...definition.attributes.map((each) => each.type));
  }
  return false;
}

function typeKey(catalog: Catalog, name: ObjectName): string | undefined {
  return candidateKeys(catalog, name).find((key) => catalog.types.has(key));
}

/** A composite type is a relation of its own. */
function composite(name: ObjectName, { now }: Situation): readonly Relation[] {
  const key = typeKey(now, name);
  const type = key === undefined ? undefined : now.types.get(key);
  return type?.definition.kind === 'composite' ? [{ name: type.name, stores: false }] : [];
}

function alterCompositeType(operation: OperationOf<'alterCompositeType'>, situation: Situation): Changes {
  const typed = operation.cascade
    ? [...situation.now.tables.values()].filter(({ options }) => options['of-type'] === operation.type.name)
    : [];
  return [
    { kind: 'change-relation', on: composite(operation.type, situation) },
    { kind: 'change-typed-table', on: typed.map(relationOfTable) },
  ];
}

/** A function in SQL is parsed when it is made, and its tables are opened for that. */
function createRoutine(operation: OperationOf<'createRoutine'>, situation: Situation): Changes {
  if (operation.language !== 'sql') return [];
  return situation.body.flatMap((entry): readonly Change[] => {
    if (entry.kind === 'unreadable') return [];
    return entry.statement.operations.flatMap((inner): readonly Change[] => {
      const written =
        'tables' in inner && (inner.kind === 'update' || inner.kind === 'delete') ? inner.tables : [];
      const target = inner.kind === 'insert' || inner.kind === 'merge' ? [inner.table] : written;
      const reads = 'reads' in inner ? inner.reads : [];
      return [
        { kind: 'dml', on: all(target, situation) },
        { kind: 'read', on: reads.flatMap((read) => viewOf(read, situation)) },
      ];
    });
  });
}

const COMMENTED: ReadonlySet<string> = new Set([
  'table',
  'view',
  'materialized view',
  'sequence',
  'foreign table',
]);

function commentOn(operation: OperationOf<'commentOn'>, situation: Situation): Changes {
  const { object, table, name } = operation;
  if (object === 'column') return [{ kind: 'comment', on: table ? named(situation, table) : [] }];
  if (COMMENTED.has(object)) return [{ kind: 'comment', on: named(situation, table ?? name) }];
  return [{ kind: 'comment-on-member', on: table ? named(situation, table) : [] }];
}

/** What each kind of object that belongs to tables asks of them. */
const ON_TABLES: Readonly<Record<string, ChangeKind>> = {
  policy: 'change-policy',
  rule: 'change-policy',
  trigger: 'change-policy',
  statistics: 'create-statistics',
  publication: 'publish-table',
};

interface OnTables {
  readonly object: string;
  readonly table?: ObjectName | undefined;
  readonly tables?: readonly ObjectName[] | undefined;
}

function objectOn({ object, table, tables }: OnTables, situation: Situation): readonly Change[] {
  const kind = lookUp(ON_TABLES, object);
  if (!kind) return [];
  const own = table ? [table] : (tables ?? []);
  // The triggers of a partitioned table have copies on its partitions.
  const isParent =
    object === 'trigger' && table && findTable(situation.now, table)?.partitioning !== undefined;
  const mentioned = table && object !== 'statistics' ? (tables ?? []) : [];
  return [
    { kind, on: isParent ? family(situation, { table }) : all(own, situation) },
    { kind: 'read', on: all(mentioned, situation) },
  ];
}

const RELATIONS: ReadonlySet<string> = new Set([
  'view',
  'materialized view',
  'sequence',
  'table',
  'foreign table',
]);

function alterObject(operation: OperationOf<'alterObject'>, situation: Situation): Changes {
  if (RELATIONS.has(operation.object))
    return [{ kind: 'change-relation', on: named(situation, operation.name) }];
  return objectOn(operation, situation);
}

function renameObject(operation: OperationOf<'renameObject'>, situation: Situation): Changes {
  const { object, name } = operation;
  if (RELATIONS.has(object)) return [{ kind: 'change-relation', on: named(situation, name) }];
  if (object === 'type') return [{ kind: 'change-relation', on: composite(name, situation) }];
  if (object === 'attribute' && operation.table) {
    return [{ kind: 'change-relation', on: composite(operation.table, situation) }];
  }
  return objectOn(operation, situation);
}

function dropObject(operation: OperationOf<'dropObject'>, situation: Situation): Changes {
  const { now } = situation;
  switch (operation.object) {
    case 'sequence': {
      const exists = candidateKeys(now, operation.name).some((key) => now.sequences.has(key));
      if (!exists && operation.ifExists) return [];
      const users = operation.cascade ? tablesUsingSequence(now, operation.name) : [];
      return [
        { kind: 'change-relation', on: named(situation, operation.name) },
        { kind: 'drop-dependent', on: users.map(relationOfTable) },
      ];
    }
    case 'type':
    case 'domain': {
      const users = operation.cascade ? tablesOfType(now, operation.name) : [];
      return [
        { kind: 'change-relation', on: composite(operation.name, situation) },
        { kind: 'drop-dependent', on: users.map(relationOfTable) },
      ];
    }
    case 'function':
    case 'routine': {
      const users = operation.cascade ? tablesCalling(now, operation.name) : [];
      return [{ kind: 'drop-dependent', on: users.map(relationOfTable) }];
    }
    case 'statistics':
      return [{ kind: 'create-statistics', on: tablesCounted(now, operation.name).map(relationOfTable) }];
    default:
      return isAbsent(operation, situation) ? [] : objectOn(operation, situation);
  }
}

/** IF EXISTS of a trigger or policy that a table, known whole, does not have. */
function isAbsent(operation: OperationOf<'dropObject'>, situation: Situation): boolean {
  const { object, name } = operation;
  const table = operation.table && findTable(situation.now, operation.table);
  if (!operation.ifExists || !isKnown(situation, table)) return false;
  const others = table.dependents.filter((one) => one.object === object);
  return !(object === 'trigger' ? table.triggers : others).some((one) => one.name === name.name);
}

/** The tables with a trigger that runs the function. */
export function tablesCalling(catalog: Catalog, routine: ObjectName): readonly Table[] {
  return [...catalog.tables.values()].filter(({ triggers }) =>
    triggers.some((trigger) => trigger.routine?.name === routine.name),
  );
}

function tablesCounted(catalog: Catalog, statistics: ObjectName): readonly Table[] {
  return [...catalog.tables.values()].filter(({ dependents }) =>
    dependents.some(({ object, name }) => object === 'statistics' && name === statistics.name),
  );
}

/** The tables with a default that takes the next value of the sequence. */
export function tablesUsingSequence(catalog: Catalog, sequence: ObjectName): readonly Table[] {
  const isNamed = (text: string): boolean => sequencesIn(text).some(({ name }) => name === sequence.name);
  return [...catalog.tables.values()].filter(({ columns }) =>
    columns.some(({ default: value }) => value?.kind === 'expression' && isNamed(value.expression.text)),
  );
}

function dropSchema(operation: OperationOf<'dropSchema'>, situation: Situation): Changes {
  if (!operation.cascade) return [];
  const { now } = situation;
  const inIt = (_: unknown, key: string): boolean => isInSchema(key, operation.schema);
  const tables = [...now.tables.filter(inIt).values()];
  const sequences = [...now.sequences.filter(inIt).values()].map(({ name }) => ({ name, stores: false }));
  return [
    { kind: 'drop-table', on: tables.map(relationOfTable) },
    { kind: 'loses-reference', on: tables.flatMap((table) => referencingTables(situation, table)) },
    { kind: 'drop-dependent', on: [...now.views.filter(inIt).values()].map(relationOfView) },
    { kind: 'drop-dependent', on: tables.flatMap((table) => readersOf(situation, table.name)) },
    { kind: 'drop-owned-sequence', on: sequences },
  ];
}
