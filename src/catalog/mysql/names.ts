import type { IndexPart } from '../../sql/column.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { Table } from '../catalog.js';
import { findIndex } from '../find.js';

/** The name of an index that a statement leaves unnamed: its first column, or that with _2, _3 … */
export function indexName(table: Table, parts: readonly IndexPart[]): string {
  const wanted = parts[0]?.column ?? 'functional_index';
  if (wanted.toUpperCase() !== 'PRIMARY' && !findIndex(table, wanted)) return wanted;
  for (let number = 2; ; number++) {
    const name = `${wanted}_${String(number)}`;
    if (!findIndex(table, name)) return name;
  }
}

/** `orders_ibfk_1`: one more than the highest number in use. */
export function foreignKeyName(table: Table): string {
  return numbered(table, `${table.name.name}_ibfk_`);
}

/** MySQL: `orders_chk_1`, one more than the highest number in use. MariaDB: the first free `CONSTRAINT_1`. */
export function checkName(table: Table, version: ServerVersion): string {
  if (version.dialect === 'mysql') return numbered(table, `${table.name.name}_chk_`);
  for (let number = 1; ; number++) {
    const name = `CONSTRAINT_${String(number)}`;
    if (!table.constraints.some((constraint) => constraint.name === name)) return name;
  }
}

function numbered(table: Table, prefix: string): string {
  const numbers = table.constraints
    .filter((constraint) => constraint.name.startsWith(prefix))
    .map((constraint) => Number(constraint.name.slice(prefix.length)))
    .filter((number) => Number.isSafeInteger(number));
  return prefix + String(Math.max(0, ...numbers) + 1);
}

/** Generated constraint names follow a renamed table, on both servers. */
export function followTableName(table: Table, from: string, to: string): Table {
  const prefixes = [`${from}_ibfk_`, `${from}_chk_`];
  const constraints = table.constraints.map((constraint) => {
    const prefix = prefixes.find((one) => constraint.name.startsWith(one));
    return prefix === undefined
      ? constraint
      : { ...constraint, name: to + constraint.name.slice(from.length) };
  });
  return { ...table, constraints };
}
