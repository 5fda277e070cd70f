import type { Table } from '../catalog/catalog.js';
import { primaryKeyOf } from '../catalog/find.js';
import type { ServerVersion } from '../sql/dialect.js';
import { isAtLeast } from '../sql/dialect.js';
import type { RecipeStep } from './finding.js';
import { quoteName, sqlNameOf } from './words.js';

/** Rows per statement: some milliseconds of locks, and a replica keeps up. */
const BATCH = 5000;

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
  return [add, ...fill(server, table, column, name)];
}

function addsInstantly(server: ServerVersion, table: Table): boolean {
  const [major, minor, patch] = server.dialect === 'mysql' ? [8, 0, 12] : [10, 3, 2];
  const hadFulltext = table.past.hadFulltext || table.indexes.some(({ method }) => method === 'fulltext');
  return isAtLeast(server, major, minor, patch) && !hadFulltext && table.rowFormat !== 'compressed';
}

/** A loop over ranges of a whole-number key. Only for names that mean nothing to a shell. */
function fill(server: ServerVersion, table: Table, column: string, name: string): readonly RecipeStep[] {
  const [part, ...more] = primaryKeyOf(table)?.parts ?? [];
  const key = table.columns.find((one) => one.name === part?.column);
  if (!key || more.length > 0 || !key.type.name.endsWith('int')) return [];
  const names = [key.name, column, name, table.name.name];
  if (names.some((one) => quoteName(server, one) !== one)) return [];
  const target = sqlNameOf(server, table.name);
  const update = `UPDATE ${target} SET ${name} = ${column} WHERE ${key.name} BETWEEN $from AND $((from + ${String(BATCH - 1)})) AND ${name} IS NULL`;
  return [
    {
      kind: 'command',
      title: 'Once the code writes both columns, fill the old rows in batches',
      text: [
        `last=$(mysql -N -e 'SELECT MAX(${key.name}) FROM ${target}' DATABASE)`,
        `for from in $(seq 1 ${String(BATCH)} "$last"); do`,
        `  mysql -e "${update}" DATABASE && sleep 0.2`,
        'done',
      ].join('\n'),
    },
  ];
}
