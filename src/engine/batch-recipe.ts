import type { Table } from '../catalog/catalog.js';
import { findColumn, primaryKeyOf } from '../catalog/find.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { OperationOf } from '../sql/operation.js';
import type { RecipeStep } from './finding.js';
import { quoteName, sqlNameOf } from './words.js';

/** Rows per statement: some milliseconds of row locks, and a replica keeps up. */
const BATCH = 5000;

/** PostgreSQL: a condition that the next rows which meet `where` fulfil, a few thousand of them, none that others hold. */
export function nextRows(table: string, where: string): string {
  return `ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED))`;
}

/** Names that a shell leaves alone. */
const PLAIN = /^[\w.]+$/;

/** A statement without its WHERE, and the condition of the rows that it is for: undefined for all. */
interface RowChange {
  readonly change: string;
  readonly where: string | undefined;
}

/** The statement again, in batches. `…` stands for what only the author's statement holds. */
export function batchStep(
  server: ServerVersion,
  table: Table,
  ref: ObjectName,
  operation: OperationOf<'update' | 'delete'>,
): RecipeStep {
  const name = sqlNameOf(server, ref);
  const values = operation.kind === 'delete' ? [] : operation.columns;
  const assigned = values.map((column) => `${quoteName(server, column)} = …`).join(', ');
  const change = operation.kind === 'delete' ? `DELETE FROM ${name}` : `UPDATE ${name} SET ${assigned}`;
  const where = operation.reads.length > 0 ? '…' : operation.where?.text;
  return inBatches(server, table, ref, { what: 'Run it', change, where });
}

/**
 * A change of rows, a few thousand at a time, each batch a transaction of its own: by ranges of a numeric primary key,
 * or as many rows as its condition finds next.
 */
export function inBatches(
  server: ServerVersion,
  table: Table | undefined,
  ref: ObjectName,
  { what, change, where }: RowChange & { readonly what: string },
): RecipeStep {
  const name = sqlNameOf(server, ref);
  const title = `${what} in batches of ${String(BATCH)} rows outside the deployment; each one commits by itself`;
  const key = table && numericKey(table);
  if (key !== undefined && PLAIN.test(name) && PLAIN.test(key)) {
    return { kind: 'command', title, text: rangeLoop(server, name, key, { change, where }) };
  }
  const open = where ?? '…';
  const text =
    server.dialect === 'postgres'
      ? `${change} WHERE ${nextRows(name, open)};`
      : `${change} WHERE ${open} LIMIT ${String(BATCH)};`;
  return { kind: 'command', title: `${title}; repeat it until no row is left`, text };
}

function rangeLoop(
  { dialect }: ServerVersion,
  name: string,
  key: string,
  { change, where }: RowChange,
): string {
  const isPostgres = dialect === 'postgres';
  const client = isPostgres ? 'psql -Atc' : 'mysql -N -e';
  const low = isPostgres ? ':low' : '@low';
  const size = String(BATCH);
  const rest = where === undefined ? '' : ` AND (${where})`;
  return [
    `first=$(${client} 'SELECT MIN(${key}) FROM ${name}'); last=$(${client} 'SELECT MAX(${key}) FROM ${name}')`,
    `seq "$first" ${size} "$last" | while read -r low; do`,
    isPostgres ? `psql -v low="$low" <<'SQL'` : `mysql --init-command="SET @low = $low" <<'SQL'`,
    `${change} WHERE ${key} >= ${low} AND ${key} < ${low} + ${size}${rest};`,
    'SQL',
    'sleep 0.2',
    'done',
  ].join('\n');
}

/** The only column of a primary key of integers. */
function numericKey(table: Table): string | undefined {
  const parts = primaryKeyOf(table)?.parts ?? [];
  const name = parts.length === 1 ? parts[0]?.column : undefined;
  const column = name === undefined ? undefined : findColumn(table, name);
  return column && /^(?:(?:tiny|small|medium|big)?int|integer)$/.test(column.type.name)
    ? column.name
    : undefined;
}
