import type { Catalog, Column, Index, Table } from '../../catalog/catalog.js';
import type { Operation } from '../../sql/operation.js';
import type { Server } from '../impact.js';
import { lookUp } from '../../look-up.js';
import type { Change, ChangeKind } from './change.js';

/** One ALTER of one table, and all that its outcome depends on. */
export interface Altered {
  readonly operations: readonly Operation[];
  /** As the history shows the table before the statement; undefined when it does not. */
  readonly table: Table | undefined;
  /** Why the table may differ from what the history shows; undefined when it is known. */
  readonly doubt: string | undefined;
  readonly catalog: Catalog;
  readonly server: Server;
}

/** The same, with the atoms that the operations consist of. */
export interface Alteration extends Altered {
  readonly changes: readonly Change[];
}

/** An ALTER of a table that the history shows whole. */
export interface KnownAlteration extends Alteration {
  readonly table: Table;
}

/** What the conditions of the fact tables are asked about. */
export interface Subject extends Alteration {
  readonly change: Change;
}

/** Asks one thing about a change and what it meets; undefined where the history does not say. */
export type Condition = (subject: Subject) => boolean | undefined;

/** True when the history shows the table whole. */
export function isKnown(altered: Altered): boolean {
  return altered.table !== undefined && altered.doubt === undefined;
}

/** Asks the table; undefined where the history does not show it whole. */
export function askTable(alteration: Altered, ask: (table: Table) => boolean): boolean | undefined {
  return alteration.table && alteration.doubt === undefined ? ask(alteration.table) : undefined;
}

/** The session's value, else the server's; lower case, undefined when the version's default holds. */
export function variable(alteration: Altered, name: string): string | undefined {
  const value =
    lookUp(alteration.catalog.session.variables, name) ?? lookUp(alteration.server.variables, name);
  return value?.trim().toLowerCase();
}

/** Boolean server variables are written in four ways. */
export function isOff(value: string | undefined): boolean {
  return value === '0' || value === 'off' || value === 'false' || value === 'no';
}

/** Strict for InnoDB tables, which is the default of MySQL 5.7 and MariaDB 10.2.4 and later. */
export function isStrict(alteration: Altered): boolean {
  const mode = variable(alteration, 'sql_mode');
  return (
    mode === undefined || mode === 'default' || /strict_trans_tables|strict_all_tables|traditional/.test(mode)
  );
}

/** MySQL compares column names without their case. Two that are undefined are the same. */
export function sameColumn(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

/** True when the column is a part of the index, at any place. */
export function hasIndexOn(index: Index, column: string): boolean {
  return index.parts.some((part) => sameColumn(part.column, column));
}

/** True when the statement makes a change of one of these kinds. */
export function includesKind(alteration: Alteration, ...kinds: readonly ChangeKind[]): boolean {
  return alteration.changes.some((change) => kinds.includes(change.kind));
}

/** False on MariaDB. */
export function isMysql(altered: Altered): boolean {
  return altered.server.version.dialect === 'mysql';
}

/** True for a generated column that is computed when it is read. */
export function isVirtual(column: Column): boolean {
  return column.generated?.storage === 'virtual';
}

/** True when any index has the column; false for undefined. */
export function isIndexed(table: Table, column: Column | undefined): boolean {
  return column !== undefined && table.indexes.some((index) => hasIndexOn(index, column.name));
}

/** An index goes with the last of its columns. */
export function losesAllColumns(index: Index, operations: readonly Operation[]): boolean {
  return index.parts.every((part) =>
    operations.some((one) => one.kind === 'dropColumn' && sameColumn(one.column, part.column)),
  );
}
