import type { ObjectName } from '../sql/name.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { Operation, OperationOf } from '../sql/operation.js';
import type { RecipeStep } from './finding.js';
import { isSameTable } from './postgres-locks.js';
import { columnDefinitionSql } from './recipe-sql.js';
import { sqlNameOf } from './words.js';

interface Asked {
  readonly server: ServerVersion;
  /** The statements of the file, in order, and the place of the one asked about. */
  readonly statements: readonly { readonly operations: readonly Operation[] }[];
  readonly index: number;
  readonly isNewColumn: (table: ObjectName, column: string) => boolean;
}

/**
 * The first step of a recipe about columns that the file adds in this statement or before it, and that production does
 * not have yet; none where it adds none. `without`: what the statement adds with them.
 */
export function addedColumnsStep(
  { server, statements, index, isNewColumn }: Asked,
  table: ObjectName,
  columns: readonly string[],
  without: string,
): readonly RecipeStep[] {
  const [here] = statements.slice(index, index + 1);
  const added = statements
    .slice(0, index + 1)
    .flatMap(({ operations }) => operations)
    .filter(
      (one): one is OperationOf<'addColumn'> =>
        one.kind === 'addColumn' &&
        isSameTable(one.table, table) &&
        columns.includes(one.column.name) &&
        (here?.operations.includes(one) === true || isNewColumn(table, one.column.name)),
    );
  if (added.length === 0) return [];
  const actions = added.map(({ column }) => `ADD COLUMN ${columnDefinitionSql(server, column)}`);
  return [
    {
      kind: 'migration',
      title: `Add the ${added.length > 1 ? 'columns' : 'column'} without the ${without}`,
      text: `ALTER TABLE ${sqlNameOf(server, table)} ${actions.join(', ')};`,
    },
  ];
}
