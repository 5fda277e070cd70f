import { findColumn, findTable, primaryKeyOf } from '../catalog/find.js';
import type { Catalog, Table } from '../catalog/catalog.js';
import type { Expression } from '../sql/column.js';
import type { ObjectName } from '../sql/name.js';
import type { OperationOf } from '../sql/operation.js';

/**
 * Which rows of its table an UPDATE or DELETE reaches. `all`: no condition, or one that every row meets. `join`: the
 * condition only says which row of another table belongs to which, so that all rows that have one are reached. `scan`: no
 * index begins with a column of the condition. `some`: a LIMIT, or an index that may serve.
 */
export type RowsTouched = 'all' | 'join' | 'scan' | 'some';

interface Asked {
  readonly before: Catalog;
  readonly isNewColumn: (table: ObjectName, column: string) => boolean;
}

/** Asked of one of the operation's tables. A table that the history does not show is reached as a whole or by an index. */
export function rowsTouched(
  operation: OperationOf<'update' | 'delete'>,
  name: ObjectName,
  { before, isNewColumn }: Asked,
): RowsTouched {
  const { where, limit } = operation;
  if (limit !== undefined) return 'some';
  if (!where) return 'all';
  const table = findTable(before, name);
  if (isAlwaysTrue(where, table)) return 'all';
  if (!table || table.uncertain.length > 0) return 'some';
  const others = operation.reads.flatMap((ref) => {
    const other = findTable(before, ref);
    return other && other !== table ? [other] : [];
  });
  if (others.length > 0 && joinsOnly(where, table, others)) return 'join';
  const columns = new Set(where.columns.map((column) => column.toLowerCase()));
  const serves = table.indexes.some(({ parts: [first] }) => {
    const column = first?.column;
    if (column === undefined) return first?.expression !== undefined;
    return columns.has(column.toLowerCase()) && !isNewColumn(name, column);
  });
  return serves ? 'some' : 'scan';
}

const CONSTANT = /^\(?(?:true|1|'?(\d+)'? ?= ?'?\1'?)\)?$/i;

/** One comparison of one column with a small constant or NULL. */
const COMPARISON = /^[("`]*(\w+)["`]* ?(?:IS NOT NULL|(?:>|>=|<>|!=) ?-?[01])\)?$/i;

/** `1 = 1`, `id > 0` on a numeric key, `name IS NOT NULL` where the column is NOT NULL. */
function isAlwaysTrue({ text }: Expression, table: Table | undefined): boolean {
  if (CONSTANT.test(text)) return true;
  const name = COMPARISON.exec(text)?.[1];
  const column = name === undefined ? undefined : table && findColumn(table, name);
  if (!table || !column || column.nullable) return false;
  if (/NULL/i.test(text)) return true;
  const key = primaryKeyOf(table);
  return (
    key?.parts.length === 1 && key.parts[0]?.column === column.name && /int|serial/.test(column.type.name)
  );
}

const EQUATION = /^\(?(?:[\w"`]+\.)*["`]?(\w+)["`]? ?= ?(?:[\w"`]+\.)*["`]?(\w+)["`]?\)?$/;

/** `c.id = orders.customer_id` and no more, where the column of the table itself is not the beginning of a unique key. */
function joinsOnly({ text }: Expression, table: Table, others: readonly Table[]): boolean {
  const [, left = '', right = ''] = EQUATION.exec(text) ?? [];
  const own = [
    [left, right],
    [right, left],
  ].flatMap(([mine = '', theirs = '']) =>
    findColumn(table, mine) && others.some((other) => findColumn(other, theirs)) ? [mine] : [],
  );
  const [column] = own;
  if (column === undefined || own.length > 1) return false;
  const leadsUnique = table.indexes.some(
    ({ unique, primary, parts: [first] }) =>
      (unique || primary) && first?.column?.toLowerCase() === column.toLowerCase(),
  );
  return !leadsUnique;
}
