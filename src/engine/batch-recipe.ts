import type { Table } from '../catalog/catalog.js';
import { primaryKeyOf } from '../catalog/find.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { OperationOf, StatementHead } from '../sql/operation.js';
import type { RecipeStep } from './finding.js';
import { keyWalk } from './key-walk.js';
import type { RowChange } from './key-walk.js';
import { isPrintable, quoteName, sqlNameOf } from './words.js';

/** Rows per statement: some milliseconds of row locks, and a replica keeps up. */
const BATCH = 5000;

/** PostgreSQL: a condition that the next rows which meet `where` fulfil, a few thousand of them, none that others hold. */
export function nextRows(table: string, where: string): string {
  return `ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED))`;
}

interface BatchedChange extends RowChange {
  /** "Fill the old rows". */
  readonly what: string;
  /** A row that was changed does not meet `where` any more. */
  readonly leaves: boolean;
}

/**
 * The statement again, in batches; `…` stands for what only the author's statement holds. Empty where batches would do
 * something else than the statement: it changes the key that they go by, it has an order, or it reads the table itself.
 */
export function batchSteps(
  server: ServerVersion,
  table: Table,
  ref: ObjectName,
  operation: OperationOf<'update' | 'delete'>,
): readonly RecipeStep[] {
  const { tables, reads, limit, orderBy, where } = operation;
  const isOther = limit !== undefined || orderBy === true || reads.some(({ name }) => name === ref.name);
  const columns = operation.kind === 'delete' ? [] : operation.columns;
  const key = new Set(primaryKeyOf(table)?.parts.map(({ column }) => column?.toLowerCase()));
  if (isOther || tables.length > 1 || columns.some((column) => key.has(column.toLowerCase()))) return [];
  const isJoined = reads.length > 0;
  const head = operation.head !== undefined && isPrintable(operation.head.text) ? operation.head : undefined;
  const condition = where && (where.text !== '' && isPrintable(where.text) ? where.text : '…');
  if (!head && isJoined) return [];
  const isRepeatable = head === undefined || !columns.some((column) => readsItself(head, column));
  return inBatches(server, table, ref, {
    what: isRepeatable ? 'Run it' : 'Run it once (each further run would change the rows again),',
    change: head?.text ?? openChange(server, ref, columns),
    where: condition,
    qualifier: isJoined && head ? quoteName(server, head.table) : undefined,
    leaves: operation.kind === 'delete',
  });
}

/** DELETE, or UPDATE with the values left open. */
function openChange(server: ServerVersion, ref: ObjectName, columns: readonly string[]): string {
  const name = sqlNameOf(server, ref);
  const values = columns.map((column) => `${quoteName(server, column)} = …`).join(', ');
  return columns.length === 0 ? `DELETE FROM ${name}` : `UPDATE ${name} SET ${values}`;
}

/** `total = total + 1`: the column stands on both sides. */
function readsItself({ text, table }: StatementHead, column: string): boolean {
  const values = text.replace(/'(?:[^']|'')*'/g, "''").replace(/^.*?\bSET\b/i, '');
  const mentions = [...values.matchAll(/(?:(\w+)["`]?\.["`]?)?\b(\w+)/g)].filter(
    ([, owner, word]) =>
      word?.toLowerCase() === column.toLowerCase() &&
      (owner === undefined || owner.toLowerCase() === table.toLowerCase()),
  );
  return mentions.length > 1;
}

/**
 * A change of rows, a few thousand at a time, each batch a transaction of its own: along the primary key, so that each
 * row is read and locked once. Without such a key as many rows as its condition finds next, and only where that ends.
 */
export function inBatches(
  server: ServerVersion,
  table: Table | undefined,
  ref: ObjectName,
  row: BatchedChange,
): readonly RecipeStep[] {
  const { what, change, where, leaves } = row;
  const name = sqlNameOf(server, ref);
  const title = `${what} in batches of ${String(BATCH)} rows outside the deployment; each one commits by itself`;
  const text = table && keyWalk(server, table, name, row, BATCH);
  if (text !== undefined) return [{ kind: 'script', title, text }];
  if (!leaves || ![name, change, where ?? ''].every(isPrintable)) return [];
  const isPostgres = server.dialect === 'postgres';
  const rest = where === undefined ? '' : ` WHERE ${where}`;
  const next = isPostgres
    ? `${change} WHERE ${nextRows(name, where ?? 'TRUE')};`
    : `${change}${rest} LIMIT ${String(BATCH)};`;
  const cost =
    isPostgres || where === undefined
      ? ''
      : '; without a primary key to go by, each batch reads and locks the table from its beginning';
  return [{ kind: 'script', title: `${title}; repeat it until it changes no row${cost}`, text: next }];
}
