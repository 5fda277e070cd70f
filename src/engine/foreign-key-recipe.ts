import type { Catalog } from '../catalog/catalog.js';
import { findTable, primaryKeyOf } from '../catalog/find.js';
import type { ConstraintDefinition } from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { RecipeStep } from './finding.js';
import { recipeName, validateStep } from './postgres-recipe.js';
import { columnsSql, constraintSql } from './recipe-sql.js';
import { quoteName, sqlNameOf } from './words.js';

type ForeignKey = Extract<ConstraintDefinition, { readonly kind: 'foreign-key' }>;

/** PostgreSQL: a foreign key in two steps, the second of which lets writers go on, and the query for rows without a parent. */
export function foreignKeySteps(
  server: ServerVersion,
  catalog: Catalog,
  table: ObjectName,
  key: ForeignKey,
): readonly RecipeStep[] {
  const name = key.name ?? recipeName(table.name, ...key.columns, 'fkey');
  const add: RecipeStep = {
    kind: 'migration',
    title: 'Add the key for new rows only',
    text: `ALTER TABLE ${sqlNameOf(server, table)} ADD ${constraintSql(server, key, name)} NOT VALID;`,
  };
  return [...orphansQuery(server, catalog, table, key), add, validateStep(server, table, name)];
}

function orphansQuery(
  server: ServerVersion,
  catalog: Catalog,
  table: ObjectName,
  key: ForeignKey,
): readonly RecipeStep[] {
  const parent = findTable(catalog, key.references);
  const primary = (parent && primaryKeyOf(parent)?.parts.flatMap(({ column }) => column ?? [])) ?? [];
  const referenced = key.referencedColumns.length > 0 ? key.referencedColumns : primary;
  if (referenced.length !== key.columns.length) return [];
  const columns = key.columns.map((column) => quoteName(server, column));
  const matches = columns.map(
    (column, at) => `parent.${quoteName(server, referenced[at] ?? '')} = child.${column}`,
  );
  return [
    {
      kind: 'query',
      title: 'Look for rows without a parent: they make VALIDATE fail',
      text: [
        `SELECT ${columnsSql(server, key.columns).slice(1, -1)} FROM ${sqlNameOf(server, table)} AS child`,
        `WHERE ${columns.map((column) => `child.${column} IS NOT NULL`).join(' AND ')}`,
        `  AND NOT EXISTS (SELECT FROM ${sqlNameOf(server, key.references)} AS parent WHERE ${matches.join(' AND ')})`,
        'LIMIT 20;',
      ].join('\n'),
    },
  ];
}
