import type { Catalog, Table } from '../catalog/catalog.js';
import { partitionsOf } from '../catalog/find.js';
import type { IndexDefinition } from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { RecipeStep } from './finding.js';
import { concurrentIndexStep, recipeName } from './postgres-recipe.js';
import { createIndexSql } from './recipe-sql.js';
import { quoteName, quoteString, sqlNameOf } from './words.js';

/** With more partitions than this, or none that the history shows, a query writes the statements instead of the recipe. */
const MOST_STEPS = 12;

/** An index on a partitioned PostgreSQL table that keeps no writer out: on the parent alone, on each partition, attached. */
export function partitionedIndexSteps(
  server: ServerVersion,
  catalog: Catalog,
  parent: Table,
  index: IndexDefinition,
  name: string,
): readonly RecipeStep[] {
  const partitions = partitionsOf(catalog, parent.name);
  const onParent: RecipeStep = {
    kind: 'migration',
    title: 'Create the index on the parent alone: it stays invalid until every partition has its own',
    text: `${createIndexSql(server, parent.name, index, { name }).replace(' ON ', ' ON ONLY ')};`,
  };
  // Partitions with partitions of their own need the same once more, each on its level.
  const isShort = partitions.length > 0 && partitions.length <= MOST_STEPS;
  if (!isShort || partitions.some(({ partitioning }) => partitioning)) {
    return [onParent, ...written(server, parent, index, name)];
  }
  const built = partitions.map((partition) =>
    concurrentIndexStep(server, partition.name, { ...index, name: undefined }, indexName(partition, name)),
  );
  const attached = partitions.map(
    (partition) =>
      `ALTER INDEX ${sqlNameOf(server, { ...parent.name, name })} ATTACH PARTITION ${sqlNameOf(server, { ...partition.name, name: indexName(partition, name) })};`,
  );
  const attach: RecipeStep = {
    kind: 'migration',
    title: 'Attach them; with the last one the index of the parent becomes valid',
    text: attached.join('\n'),
  };
  return [onParent, ...built, attach];
}

function indexName(partition: Table, name: string): string {
  return recipeName(partition.name.name, name);
}

/** Queries that write the statements of many partitions. */
function written(
  server: ServerVersion,
  parent: Table,
  index: IndexDefinition,
  name: string,
): readonly RecipeStep[] {
  const columns = createIndexSql(server, parent.name, index, { name }).replace(/^.*? ON \S+ /, '');
  const from = `FROM pg_partition_tree(${quoteString('postgres', sqlNameOf(server, parent.name))}) WHERE isleaf;`;
  const unique = index.unique ? 'UNIQUE ' : '';
  return [
    {
      kind: 'query',
      title:
        'Let the server write the statement for each partition, and run them one by one outside a transaction',
      text: `SELECT format(${quoteString('postgres', `CREATE ${unique}INDEX CONCURRENTLY ON %s ${columns.replaceAll('%', '%%')};`)}, relid::regclass) ${from}`,
    },
    {
      kind: 'query',
      title: `Then attach each index to the one of its parent: ALTER INDEX ${quoteName(server, name)} ATTACH PARTITION …; this shows those that are left`,
      text: `SELECT relid::regclass FROM pg_partition_tree(${quoteString('postgres', sqlNameOf(server, parent.name))}) WHERE isleaf AND NOT EXISTS (SELECT FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE indrelid = relid);`,
    },
  ];
}
