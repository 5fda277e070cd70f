import type { IndexDefinition } from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { RecipeStep } from './finding.js';
import { partSubjectSql } from './recipe-sql.js';
import { quoteName, sqlNameOf } from './words.js';

/** Rows shown: enough to see what kind they are. */
const SHOWN = 20;

/** Counts the rows that meet a condition: those that a new constraint would refuse. */
export function countRowsQuery(
  server: ServerVersion,
  table: ObjectName,
  condition: string,
  title: string,
): RecipeStep {
  return {
    kind: 'query',
    title,
    text: `SELECT COUNT(*) FROM ${sqlNameOf(server, table)} WHERE ${condition};`,
  };
}

/** Finds the rows that a unique index would refuse. Rows with a NULL are left out, as the index leaves them out. */
export function sharedValuesQuery(
  server: ServerVersion,
  table: ObjectName,
  index: IndexDefinition,
): RecipeStep {
  const parts = index.parts.map((part) => partSubjectSql(server, part));
  const list = parts.join(', ');
  const counted = index.nullsNotDistinct === true ? [] : parts.map((part) => `${part} IS NOT NULL`);
  const conditions = index.where ? [...counted, `(${index.where.text})`] : counted;
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return {
    kind: 'query',
    title: 'Look for rows that share a value; no row may come back',
    text: `SELECT ${list}, COUNT(*) AS occurrences FROM ${sqlNameOf(server, table)}${where} GROUP BY ${list} HAVING COUNT(*) > 1 LIMIT ${String(SHOWN)};`,
  };
}

interface KeyToCheck {
  readonly columns: readonly string[];
  readonly references: ObjectName;
  /** Not empty. */
  readonly referencedColumns: readonly string[];
}

/** Finds the rows that a foreign key would refuse: a value, and no row of the referenced table that has it. */
export function orphansQuery(server: ServerVersion, table: ObjectName, key: KeyToCheck): RecipeStep {
  const of = (alias: string, column: string): string => `${alias}.${quoteName(server, column)}`;
  const pairs = key.columns.map(
    (column, index) => `${of('parent', key.referencedColumns[index] ?? column)} = ${of('child', column)}`,
  );
  const present = key.columns.map((column) => `${of('child', column)} IS NOT NULL`);
  const missing = of('parent', key.referencedColumns[0] ?? key.columns[0] ?? '');
  return {
    kind: 'query',
    title: 'Look for rows without a parent; no row may come back',
    text: `SELECT ${key.columns.map((column) => of('child', column)).join(', ')}, COUNT(*) AS orphans FROM ${sqlNameOf(server, table)} AS child LEFT JOIN ${sqlNameOf(server, key.references)} AS parent ON ${pairs.join(' AND ')} WHERE ${present.join(' AND ')} AND ${missing} IS NULL GROUP BY ${key.columns.map((column) => of('child', column)).join(', ')} LIMIT ${String(SHOWN)};`,
  };
}
