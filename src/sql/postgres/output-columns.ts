import type { Node } from 'libpg-query';
import { as, each, strings } from './tree.js';

/** The names of a query's columns as the server chooses them; undefined where the text alone does not tell. */
export function outputColumns(
  query: Node | undefined,
  aliases: readonly string[] = [],
): readonly string[] | undefined {
  let select = as(query, 'SelectStmt');
  // The first part of a UNION names the columns.
  while (select?.larg) select = select.larg;
  if (!select || select.valuesLists) return undefined;
  const names = each(select.targetList, 'ResTarget').map(({ name, val }) => name ?? nameOfValue(val));
  const known = names.map((name, at) => aliases[at] ?? name);
  return known.every((name) => name !== undefined) ? known : undefined;
}

/** Source: FigureColname of parse_target.c, for what names most columns. */
function nameOfValue(value: Node | undefined): string | undefined {
  const fields = as(value, 'ColumnRef')?.fields;
  if (fields) return fields.some((field) => 'A_Star' in field) ? undefined : strings(fields).at(-1);
  const call = as(value, 'FuncCall');
  if (call) return strings(call.funcname).at(-1);
  if (as(value, 'CoalesceExpr')) return 'coalesce';
  const inner = as(value, 'TypeCast')?.arg;
  return inner && as(inner, 'ColumnRef') ? nameOfValue(inner) : undefined;
}
