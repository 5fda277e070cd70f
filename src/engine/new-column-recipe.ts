import type { Table } from '../catalog/catalog.js';
import type { ServerVersion } from '../sql/dialect.js';
import { isAtLeast } from '../sql/dialect.js';
import { inBatches } from './batch-recipe.js';
import type { RecipeStep } from './finding.js';
import { quoteName, sqlNameOf } from './words.js';

interface NewColumn {
  /** The column that is there. */
  readonly column: string;
  /** Name, type and attributes of the new one, without NOT NULL: rows that are there hold no value yet. */
  readonly definition: string;
  readonly name: string;
}

/**
 * MySQL, MariaDB: the first steps of putting a new column in the place of one whose type cannot change in place. Empty
 * where the table's history or the server's age does not let a column be added instantly.
 */
export function newColumnRecipe(
  server: ServerVersion,
  table: Table,
  { column, definition, name }: NewColumn,
): readonly RecipeStep[] {
  if (!addsInstantly(server, table)) return [];
  const add: RecipeStep = {
    kind: 'migration',
    title: 'Add the new column, which changes only metadata',
    text: `ALTER TABLE ${sqlNameOf(server, table.name)} ADD COLUMN ${definition}, ALGORITHM=INSTANT;`,
  };
  const target = sqlNameOf(server, table.name);
  const [from, to] = [quoteName(server, column), quoteName(server, name)];
  const fill = inBatches(server, table, table.name, {
    what: 'Once the code writes both columns, fill the old rows',
    change: `UPDATE ${target} SET ${to} = ${from}`,
    where: `${to} IS NULL AND ${from} IS NOT NULL`,
    leaves: true,
  });
  return [add, ...fill];
}

function addsInstantly(server: ServerVersion, table: Table): boolean {
  const [major, minor, patch] = server.dialect === 'mysql' ? [8, 0, 12] : [10, 3, 2];
  const hadFulltext = table.past.hadFulltext || table.indexes.some(({ method }) => method === 'fulltext');
  return isAtLeast(server, major, minor, patch) && !hadFulltext && table.rowFormat !== 'compressed';
}
