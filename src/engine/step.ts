import { applyStatement } from '../catalog/apply.js';
import type { Catalog } from '../catalog/catalog.js';
import { findColumn, findTable, findView, keyOf } from '../catalog/find.js';
import { temporaryKey } from '../catalog/names.js';
import { PersistentSet } from '../catalog/persistent.js';
import type { Prediction, Server } from '../impact/impact.js';
import { predictStatement } from '../impact/predict.js';
import type { ObjectName } from '../sql/name.js';
import type { Operation, OperationOf } from '../sql/operation.js';
import type { Statement } from '../sql/statement.js';
import type { StatementFacts } from './rule.js';

/** What the pull request created so far. */
export interface NewObjects {
  /** Tables, by key. */
  readonly tables: PersistentSet<string>;
  /** Columns of tables that were there before, by `columnKey`. */
  readonly columns: PersistentSet<string>;
}

/** Before the first statement. Every step keeps its own state: these sets share what they have in common. */
export const NOTHING_NEW: NewObjects = { tables: PersistentSet(), columns: PersistentSet() };

/** One statement of a proposed file, with what the server does and the schema before and after. */
export interface Step {
  readonly statement: Statement;
  readonly facts: StatementFacts;
  /** As the statement meets them. */
  readonly created: NewObjects;
}

/** Predicts one statement and says what schema it leaves. `transaction`: see `StatementFacts`. */
export function takeStep(
  statement: Statement,
  before: Catalog,
  created: NewObjects,
  server: Server,
  transaction: number | undefined,
): Step {
  const impact = predictStatement(statement, before, server);
  const after = applyStatement(before, statement, server.version, effectsOf(impact.statement));
  const facts: StatementFacts = {
    head: statement.head,
    operations: statement.operations,
    impact,
    algorithm: statement.algorithm?.value,
    lock: statement.lock?.value,
    waitSeconds: statement.waitSeconds,
    inTransaction: before.session.inTransaction,
    transaction,
    conditional: statement.conditional ?? false,
    notInVersion: statement.notInVersion,
    cutNames: statement.cutNames,
    before,
    after,
  };
  return { statement, facts, created };
}

/** What a predicted statement leaves beside the schema. */
export function effectsOf(prediction: Prediction): {
  readonly rowVersion: boolean;
  readonly rebuilds: boolean;
  readonly instant: boolean;
} {
  if (prediction.kind === 'undecided') return { rowVersion: false, rebuilds: false, instant: false };
  return {
    rowVersion: prediction.impact.rowVersion ?? false,
    rebuilds: prediction.impact.rewrites.length > 0,
    instant: prediction.impact.algorithm === 'INSTANT',
  };
}

/** What is new after a statement: what it creates, renames, drops. */
export function trackNew(statement: Statement, before: Catalog, known: NewObjects): NewObjects {
  const tables = known.tables.asMutable();
  const columns = known.columns.asMutable();
  for (const operation of statement.operations) {
    if (operation.kind === 'createTable' && !isThere(operation, before))
      tables.add(createdKey(operation, before));
    // A materialised view holds rows as a table does.
    if (operation.kind === 'createView' && operation.materialized && !findView(before, operation.view))
      tables.add(keyOf(before, operation.view));
    if (operation.kind === 'dropTable') tables.delete(keyOf(before, operation.table));
    if (operation.kind === 'renameTable' && tables.has(keyOf(before, operation.table))) {
      tables.delete(keyOf(before, operation.table)).add(keyOf(before, operation.to));
    }
    trackColumn(operation, before, columns);
  }
  return { tables: tables.asImmutable(), columns: columns.asImmutable() };
}

/** A temporary table lives apart, and hides another of its name. */
function createdKey({ table, temporary }: OperationOf<'createTable'>, before: Catalog): string {
  return temporary ? temporaryKey(before, table.name) : keyOf(before, table);
}

function isThere(operation: OperationOf<'createTable'>, before: Catalog): boolean {
  return operation.temporary
    ? before.tables.has(createdKey(operation, before))
    : findTable(before, operation.table) !== undefined;
}

function trackColumn(operation: Operation, before: Catalog, columns: PersistentSet<string>): void {
  const { kind } = operation;
  if (kind === 'addColumn') {
    const table = findTable(before, operation.table);
    // ADD COLUMN IF NOT EXISTS of a column that is there adds nothing; without IF it adds, or the file stops.
    const isAdded = table ? !findColumn(table, operation.column.name) : !operation.ifNotExists;
    if (isAdded) columns.add(columnKey(before, operation.table, operation.column.name));
  } else if (kind === 'dropColumn') {
    columns.delete(columnKey(before, operation.table, operation.column));
  } else if (kind === 'renameColumn' || kind === 'redefineColumn') {
    const to = kind === 'renameColumn' ? operation.to : operation.definition.name;
    const from = columnKey(before, operation.table, operation.column);
    if (columns.has(from)) columns.delete(from).add(columnKey(before, operation.table, to));
  }
}

/** A column as `NewObjects` holds it; MySQL and MariaDB compare column names without case. */
export function columnKey(catalog: Catalog, table: ObjectName, column: string): string {
  const name = catalog.dialect === 'postgres' ? column : column.toLowerCase();
  return JSON.stringify([keyOf(catalog, table), name]);
}
