/** Source: PostgreSQL manual, System Columns. */
const NAMES: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid', 'oid']);

/** True for a column that every table has. */
export function isSystemColumn(name: string): boolean {
  return NAMES.has(name);
}
