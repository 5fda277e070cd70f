import type { ServerVersion } from '../sql/dialect.js';
import { nameText } from '../sql/name.js';
import type { ObjectName, TableRef } from '../sql/name.js';
import type { Operation, OperationKind, OperationOf } from '../sql/operation.js';
import type { ScriptEntry, Statement, Unreadable } from '../sql/statement.js';
import type { Catalog, CharsetPair, Table } from './catalog.js';
import { changeTable, doubt, doubtAll, putTable } from './edit.js';
import { findTable, keyOf, partitionsOf } from './find.js';
import type { Handlers } from './handlers.js';
import { resolveCharset, serverCharset } from './mysql/charset.js';
import { mysqlHandlers } from './mysql/handlers.js';
import { mysqlOrder } from './mysql/order.js';
import { postgresHandlers } from './postgres/handlers.js';
import { postgresOrder } from './postgres/order.js';
import { remember } from './past.js';
import type { Effects } from './past.js';
import { PersistentMap, PersistentSet } from './persistent.js';
import { changingRoutine, createRoutine, lenient, routineOf } from './routines.js';
import { rowHandlers, withRows } from './rows.js';
import { sessionHandlers } from './session.js';
import { createTrigger } from './triggers.js';
import { noteUnseen } from './unseen.js';

/** What holds before the first statement of a history. */
export interface Start {
  /** MySQL: the database's defaults; the server's own when undefined. */
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  /** PostgreSQL: `public` when undefined. MySQL: the runner's database, where its name is known. */
  readonly searchPath?: readonly string[] | undefined;
  /** Session and server variables that differ from the version's defaults, by name. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** A schema without tables, on a server of this version. */
export function emptyCatalog(version: ServerVersion, start: Start = {}): Catalog {
  const isPostgres = version.dialect === 'postgres';
  const variables = Object.entries(start.variables ?? {}).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const links = {
    referencedBy: PersistentMap<string, PersistentSet<string>>(),
    children: PersistentMap<string, PersistentSet<string>>(),
    readers: PersistentMap<string, PersistentSet<string>>(),
    indexes: PersistentMap<string, string>(),
    constraints: PersistentMap<string, PersistentSet<string>>(),
    bareNames: PersistentMap<string, PersistentSet<string>>(),
  };
  return {
    dialect: version.dialect,
    tables: PersistentMap(),
    views: PersistentMap(),
    sequences: PersistentMap(),
    types: PersistentMap(),
    routines: PersistentMap(),
    calledStatements: 0,
    ...(isPostgres ? {} : startCharset(start, version)),
    schemas: PersistentMap(),
    temporary: PersistentSet(),
    settings: PersistentSet(),
    unseen: PersistentMap(),
    links,
    session: {
      searchPath: start.searchPath ?? (isPostgres ? ['public'] : []),
      variables: Object.fromEntries(variables),
      inTransaction: false,
    },
    uncertain: [],
  };
}

function startCharset(start: Start, version: ServerVersion): CharsetPair {
  return resolveCharset(start, serverCharset(version), version);
}

/** Every table may hold rows, but those named in `except`: what history created has been in production since. */
export function assumeRows(catalog: Catalog, except: readonly TableRef[] = []): Catalog {
  const empty = new Set(except.map((ref) => keyOf(catalog, ref)));
  const tables = catalog.tables.map((table, key) => (empty.has(key) ? table : withRows(table)));
  return { ...catalog, tables };
}

/** Partitioned tables of which the history shows no partition have some: the application or an extension makes them. */
export function assumePartitions(catalog: Catalog): Catalog {
  if (catalog.dialect !== 'postgres') return catalog;
  const tables = catalog.tables.map((table) =>
    table.partitioning && partitionsOf(catalog, table.name).length === 0
      ? { ...table, past: { ...table.past, hasUnseenPartitions: true } }
      : table,
  );
  return { ...catalog, tables };
}

/** Applies the entries of a file in order. `effectsOf` is asked before each statement is applied; undefined: none. */
export function applyEntries(
  catalog: Catalog,
  entries: readonly ScriptEntry[],
  version: ServerVersion,
  effectsOf?: (statement: Statement, before: Catalog) => Effects | undefined,
): Catalog {
  return entries.reduce(
    (before, entry) =>
      entry.kind === 'unreadable'
        ? applyUnreadable(before, entry.unreadable)
        : applyStatement(before, entry.statement, version, effectsOf?.(entry.statement, before)),
    catalog,
  );
}

/**
 * The schema that a statement leaves. Never throws: what is not there is left alone, and a statement that contradicts
 * the schema makes its table uncertain.
 */
export function applyStatement(
  catalog: Catalog,
  statement: Statement,
  version: ServerVersion,
  effects?: Effects,
): Catalog {
  const operations = inServerOrder(catalog, statement.operations, version);
  const applied = operations.reduce(
    (before, operation) => applyOperation(before, operation, version),
    catalog,
  );
  const noted = noteUnseen(catalog, applied, statement);
  const remembered = effects ? remember(catalog, noted, statement, effects) : noted;
  return statement.body ? applyBody(remembered, statement, statement.body, version) : remembered;
}

/** The body of a routine waits for its call; what runs now may run under conditions. */
function applyBody(
  catalog: Catalog,
  statement: Statement,
  body: NonNullable<Statement['body']>,
  version: ServerVersion,
): Catalog {
  if (body.runs === 'now') return runBody(catalog, body.statements, version);
  const [operation] = statement.operations;
  return operation?.kind === 'createRoutine' ? createRoutine(catalog, operation, body.statements) : catalog;
}

/**
 * A body mostly runs under conditions that the schema decides ("if there is no such column"): what is not possible is
 * taken not to have run. Where one part of it fits a table and another does not, the condition may be about both.
 */
function runBody(catalog: Catalog, entries: readonly ScriptEntry[], version: ServerVersion): Catalog {
  const fitting = new Set<string>();
  const idle = new Set<string>();
  const ran = entries.reduce((before, entry) => {
    if (entry.kind === 'unreadable') return applyUnreadable(before, entry.unreadable);
    const after = applyStatement(before, lenient(entry.statement), version);
    return definedTables(entry.statement).reduce((now, ref) => {
      const [old, changed] = [findTable(before, ref), findTable(now, ref)];
      if (!old || !changed) return now;
      (isSameShape(old, changed) ? idle : fitting).add(keyOf(now, ref));
      return changeTable(now, ref, (table) => ({ ...table, uncertain: old.uncertain }));
    }, after);
  }, catalog);
  return [...fitting]
    .filter((key) => idle.has(key))
    .reduce((before, key) => {
      const table = before.tables.get(key);
      return table
        ? putTable(before, doubt(table, 'Statements change it under a condition that was not evaluated.'))
        : before;
    }, ran);
}

const SHAPING: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'addColumn',
  'dropColumn',
  'redefineColumn',
  'renameColumn',
  'addIndex',
  'dropIndex',
  'addConstraint',
  'dropConstraint',
]);

function definedTables(statement: Statement): readonly TableRef[] {
  return statement.operations.flatMap((operation) =>
    SHAPING.has(operation.kind) && 'table' in operation && operation.table ? [operation.table] : [],
  );
}

function isSameShape(one: Table, other: Table): boolean {
  return (
    one.columns === other.columns && one.indexes === other.indexes && one.constraints === other.constraints
  );
}

/** Routines that call routines could run statements without end. Real histories run some thousands. */
const MOST_CALLED_STATEMENTS = 50_000;

function applyCall(catalog: Catalog, name: ObjectName, version: ServerVersion): Catalog {
  const routine = routineOf(catalog, name);
  if (!routine?.routine.body) {
    const reason = `A statement calls ${nameText(name)}, and what that does was not read.`;
    return doubtAll(catalog, reason);
  }
  const { body } = routine.routine;
  const calledStatements = catalog.calledStatements + body.length;
  if (calledStatements > MOST_CALLED_STATEMENTS)
    return doubtAll(catalog, 'Routines that are called run more statements than are followed.');
  // Without itself, so that a routine that calls itself ends.
  const known = { ...catalog, calledStatements, routines: catalog.routines.delete(routine.key) };
  const called = runBody(known, body, version);
  return { ...called, routines: called.routines.set(routine.key, routine.routine) };
}

/** Leaves a reason to doubt at exactly the tables that the text may touch, or at all of them. */
export function applyUnreadable(catalog: Catalog, unreadable: Unreadable): Catalog {
  const reason = `A statement that may change it could not be read: ${unreadable.reason}`;
  if (!unreadable.mayTouch) return doubtAll(catalog, reason);
  return unreadable.mayTouch.reduce(
    (before, name) => changeTable(before, refOf(before, name), (table) => doubt(table, reason)),
    catalog,
  );
}

/** A name as tokens tell it, "shop.orders" or "orders". */
function refOf(catalog: Catalog, name: string): TableRef {
  const dot = name.lastIndexOf('.');
  if (dot < 0 || findTable(catalog, { name })) return { name };
  return { schema: name.slice(0, dot), name: name.slice(dot + 1) };
}

function inServerOrder(
  catalog: Catalog,
  operations: readonly Operation[],
  version: ServerVersion,
): readonly Operation[] {
  const first = operations[0];
  if (first?.kind === 'createTable' && first.orReplace !== true && isTaken(catalog, first)) return [first];
  return catalog.dialect === 'postgres'
    ? postgresOrder(operations)
    : mysqlOrder(operations, catalog.session, version);
}

/** CREATE TABLE of a table that exists says nothing about its columns. */
function isTaken(catalog: Catalog, operation: OperationOf<'createTable'>): boolean {
  return findTable(catalog, operation.table)?.temporary === operation.temporary;
}

const SHARED: Handlers = {
  ...rowHandlers,
  ...sessionHandlers,
  createTrigger,
  createRoutine: (catalog, operation) => createRoutine(catalog, operation, undefined),
  executeDynamic: (catalog) =>
    doubtAll(
      catalog,
      'An earlier statement runs SQL that is put together when it runs: what it changed is not known.',
    ),
};
const HANDLERS = {
  mysql: { ...SHARED, ...mysqlHandlers },
  mariadb: { ...SHARED, ...mysqlHandlers },
  postgres: { ...SHARED, ...postgresHandlers },
};

/** Applies one operation by itself: what needs the operations beside it is left to `applyStatement`. */
export function applyOperation(catalog: Catalog, operation: Operation, version: ServerVersion): Catalog {
  if (operation.kind === 'call')
    return operation.isRead === true ? catalog : applyCall(catalog, operation.routine, version);
  const changing = changingRoutine(catalog, operation);
  if (changing) return applyCall(catalog, changing, version);
  return handle(operation.kind, catalog, operation, version);
}

function handle<K extends OperationKind>(
  kind: K,
  catalog: Catalog,
  operation: OperationOf<K>,
  version: ServerVersion,
): Catalog {
  const handlers: Handlers = HANDLERS[catalog.dialect];
  return handlers[kind]?.(catalog, operation, version) ?? catalog;
}
