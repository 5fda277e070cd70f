import type { ServerVersion } from '../sql/dialect.js';
import type { ColumnPosition, IndexDefinition } from '../sql/column.js';
import type { Operation, OperationKind, OperationOf } from '../sql/operation.js';
import { columnDefinitionSql, constraintSql, createIndexSql, defaultSql } from './recipe-sql.js';
import { quoteName, quoteString } from './words.js';

type Printer<K extends OperationKind> = (
  operation: OperationOf<K>,
  server: ServerVersion,
) => string | undefined;

/**
 * One action of MySQL's and MariaDB's ALTER TABLE as the statement means it, for recipes that spread the actions over
 * several statements. Undefined for the rarer ones.
 */
export function alterActionSql(server: ServerVersion, operation: Operation): string | undefined {
  // The table gives each kind the printer of its own operation; the compiler cannot follow the correlation.
  const print = PRINTERS[operation.kind] as Printer<never> | undefined;
  return print?.(operation as never, server);
}

const PRINTERS: { readonly [K in OperationKind]?: Printer<K> } = {
  addColumn: ({ column, position }, server) =>
    `ADD COLUMN ${columnDefinitionSql(server, column)}${positionSql(server, position)}`,
  dropColumn: ({ column }, server) => `DROP COLUMN ${quoteName(server, column)}`,
  redefineColumn: ({ column, definition, position }, server) => {
    const words = column === definition.name ? 'MODIFY COLUMN' : `CHANGE COLUMN ${quoteName(server, column)}`;
    return `${words} ${columnDefinitionSql(server, definition)}${positionSql(server, position)}`;
  },
  renameColumn: ({ column, to }, server) =>
    `RENAME COLUMN ${quoteName(server, column)} TO ${quoteName(server, to)}`,
  setColumnDefault: ({ column, default: value }, server) =>
    value === undefined
      ? `ALTER COLUMN ${quoteName(server, column)} DROP DEFAULT`
      : `ALTER COLUMN ${quoteName(server, column)} SET DEFAULT ${defaultSql(server, value)}`,
  addIndex: ({ index }, server) => (index.invisible === true ? undefined : addIndexSql(server, index)),
  dropIndex: ({ index }, server) => `DROP INDEX ${quoteName(server, index.name)}`,
  renameIndex: ({ index, to }, server) =>
    `RENAME INDEX ${quoteName(server, index.name)} TO ${quoteName(server, to)}`,
  addConstraint: ({ constraint }, server) => `ADD ${constraintSql(server, constraint)}`,
  dropConstraint: ({ name, constraintKind }, server) =>
    constraintKind === 'foreign-key' && name !== undefined
      ? `DROP FOREIGN KEY ${quoteName(server, name)}`
      : undefined,
  setTableOption: ({ option, value }, server) =>
    option === 'comment'
      ? `COMMENT = ${quoteString(server.dialect, value)}`
      : /^\w+$/.test(value)
        ? `${option.toUpperCase()} = ${value}`
        : undefined,
};

/** CREATE INDEX, whose kind and parts are the same, with other words around them. */
function addIndexSql(server: ServerVersion, index: IndexDefinition): string {
  const created = createIndexSql(server, { name: 't' }, { ...index, name: undefined });
  const [kind = '', parts = ''] = created.replace(/^CREATE /, '').split('INDEX ON t ', 2);
  const name = index.name === undefined ? '' : `${quoteName(server, index.name)} `;
  return `ADD ${kind}INDEX ${name}${parts}`;
}

function positionSql(server: ServerVersion, position: ColumnPosition | undefined): string {
  if (position === undefined) return '';
  return 'first' in position ? ' FIRST' : ` AFTER ${quoteName(server, position.after)}`;
}
