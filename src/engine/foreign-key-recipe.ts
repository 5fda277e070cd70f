import type { Catalog } from '../catalog/catalog.js';
import { findTable, partitionsOf, primaryKeyOf } from '../catalog/find.js';
import type { ConstraintDefinition } from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { RecipeStep } from './finding.js';
import { recipeName, validateStep } from './postgres-recipe.js';
import { orphansQuery } from './preflight-sql.js';
import { constraintSql } from './recipe-sql.js';
import { code, sqlNameOf } from './words.js';

type ForeignKey = Extract<ConstraintDefinition, { readonly kind: 'foreign-key' }>;

/** PostgreSQL: a foreign key in two steps, the second of which lets writers go on, and the query for rows without a parent. */
export function foreignKeySteps(
  server: ServerVersion,
  catalog: Catalog,
  table: ObjectName,
  key: ForeignKey,
): readonly RecipeStep[] {
  return [...orphans(server, catalog, table, key), ...addSteps(server, table, key)];
}

/** With more partitions than this the recipe would be longer than anybody reads. */
const MOST_PARTITIONS = 12;

/**
 * The same for a partitioned table before PostgreSQL 18, whose key cannot be NOT VALID: each partition gets its key in two
 * steps, and the parent takes them over. Empty where there are many partitions, or partitions of partitions.
 */
export function partitionedForeignKeySteps(
  server: ServerVersion,
  catalog: Catalog,
  table: ObjectName,
  key: ForeignKey,
): readonly RecipeStep[] {
  const partitions = partitionsOf(catalog, table);
  const isShown = partitions.length > 0 && partitions.length <= MOST_PARTITIONS;
  if (!isShown || partitions.some(({ partitioning }) => partitioning)) return [];
  const name = key.name ?? recipeName(table.name, ...key.columns, 'fkey');
  const take: RecipeStep = {
    kind: 'migration',
    title: 'Add the key to the parent, which takes those of its partitions over and reads nothing',
    text: `ALTER TABLE ${sqlNameOf(server, table)} ADD ${constraintSql(server, key, name)};`,
  };
  const inSchema = (partition: ObjectName): ObjectName =>
    table.schema === undefined ? { name: partition.name } : partition;
  return [
    ...orphans(server, catalog, table, key),
    ...partitions.flatMap((partition) =>
      addSteps(server, inSchema(partition.name), { ...key, name: undefined }),
    ),
    take,
  ];
}

function addSteps(server: ServerVersion, table: ObjectName, key: ForeignKey): readonly RecipeStep[] {
  const name = key.name ?? recipeName(table.name, ...key.columns, 'fkey');
  const add: RecipeStep = {
    kind: 'migration',
    title: `Add the key to ${code(table.name)} for new rows only`,
    text: `ALTER TABLE ${sqlNameOf(server, table)} ADD ${constraintSql(server, key, name)} NOT VALID;`,
  };
  return [add, validateStep(server, table, name)];
}

/** The query for rows without a parent; none where the history does not show which columns the key points at. */
function orphans(
  server: ServerVersion,
  catalog: Catalog,
  table: ObjectName,
  key: ForeignKey,
): readonly RecipeStep[] {
  const parent = findTable(catalog, key.references);
  const primary = (parent && primaryKeyOf(parent)?.parts.flatMap(({ column }) => column ?? [])) ?? [];
  const referencedColumns = key.referencedColumns.length > 0 ? key.referencedColumns : primary;
  if (referencedColumns.length !== key.columns.length) return [];
  return [orphansQuery(server, table, { ...key, referencedColumns })];
}
