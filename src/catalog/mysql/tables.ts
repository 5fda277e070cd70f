import { isAtLeast } from '../../sql/dialect.js';
import type { ServerVersion } from '../../sql/dialect.js';
import type { ObjectName } from '../../sql/name.js';
import type { TableOptions } from '../../sql/operation.js';
import type { Catalog, CharsetPair, Session, Table } from '../catalog.js';
import { changeTable, doubt, putTable, removeTable } from '../edit.js';
import { findTable, findTableKey } from '../find.js';
import type { Apply } from '../handlers.js';
import { foldTableName, qualified, temporaryKey } from '../names.js';
import { moveTable } from '../rename.js';
import { resolveCharset, serverCharset } from './charset.js';
import { checkName, followTableName } from './names.js';
import { hasCharset, promoteText } from './type.js';

/** Options that have a field of their own in a table. */
const OWN_FIELD = new Set(['engine', 'charset', 'collate', 'row_format']);

export const createTable: Apply<'createTable'> = (catalog, operation, version) => {
  const name = qualified(catalog, operation.table);
  const key = operation.temporary ? temporaryKey(catalog, name.name) : findTableKey(catalog, operation.table);
  const existing = key === undefined ? undefined : catalog.tables.get(key);
  if (existing?.temporary === operation.temporary && !operation.orReplace) {
    return operation.ifNotExists ? catalog : putTable(catalog, doubt(existing, alreadyThere(existing)));
  }
  const free = existing && key !== undefined && operation.orReplace ? removeTable(catalog, key) : catalog;
  const table = operation.like
    ? copyOf(catalog, operation.like, name, version)
    : newTable(catalog, name, operation.options, version);
  return putTable(free, {
    ...table,
    temporary: operation.temporary,
    partitioning: operation.partitioning ?? table.partitioning,
    systemVersioned: operation.systemVersioned ?? table.systemVersioned,
    past: { ...table.past, mayHoldRows: operation.asQuery !== undefined },
    uncertain: operation.asQuery ? ['Its columns come from a query.'] : table.uncertain,
  });
};

function alreadyThere(table: Table): string {
  return `A CREATE TABLE ${table.name.name} follows another one: the history does not show what became of the first.`;
}

function newTable(catalog: Catalog, name: ObjectName, options: TableOptions, version: ServerVersion): Table {
  const inherited = databaseCharset(catalog, name.schema, version);
  const written = { charset: options['charset'], collation: options['collate'] };
  const pair = resolveCharset(written, inherited, version);
  const engine = (options['engine'] ?? defaultEngine(catalog.session)).toLowerCase();
  return {
    name,
    dialect: catalog.dialect,
    temporary: false,
    unlogged: false,
    columns: [],
    indexes: [],
    constraints: [],
    triggers: [],
    dependents: [],
    engine,
    rowFormat: rowFormatOf(engine, options, catalog.session, version),
    charset: pair.charset,
    collation: pair.collation,
    options: Object.fromEntries(Object.entries(options).filter(([option]) => !OWN_FIELD.has(option))),
    inherits: [],
    systemVersioned: false,
    past: { instantRowVersions: 0, hadFulltext: false, mayHoldRows: false },
    uncertain: [],
  };
}

/** CREATE TABLE … LIKE copies columns, indexes and checks (those under new names), no foreign keys and no triggers. */
function copyOf(catalog: Catalog, like: ObjectName, name: ObjectName, version: ServerVersion): Table {
  const source = findTable(catalog, like);
  if (!source) {
    const empty = newTable(catalog, name, {}, version);
    return doubt(empty, `It is a copy of ${like.name}, which the history does not show.`);
  }
  const copy: Table = { ...source, name, constraints: [], triggers: [] };
  return source.constraints
    .filter((constraint) => constraint.kind === 'check')
    .reduce((table, check): Table => {
      const own = version.dialect === 'mysql' ? checkName(table, version) : check.name;
      return { ...table, constraints: [...table.constraints, { ...check, name: own }] };
    }, withFreshPast(copy));
}

function withFreshPast(table: Table): Table {
  const hadFulltext = table.indexes.some((index) => index.method === 'fulltext');
  return { ...table, past: { instantRowVersions: 0, hadFulltext, mayHoldRows: false } };
}

/** What a table gets that names no character set; the server's own default where no statement named the database's. */
export function databaseCharset(
  catalog: Catalog,
  schema: string | undefined,
  version: ServerVersion,
): CharsetPair {
  const named = schema === undefined ? undefined : catalog.schemas.get(foldTableName(catalog, schema));
  if (named) return named;
  const { charset, collation } = catalog;
  return charset !== undefined && collation !== undefined ? { charset, collation } : serverCharset(version);
}

function defaultEngine(session: Session): string {
  return session.variables['default_storage_engine'] ?? session.variables['storage_engine'] ?? 'innodb';
}

function rowFormatOf(
  engine: string,
  options: TableOptions,
  session: Session,
  version: ServerVersion,
): string | undefined {
  const written = options['row_format']?.toLowerCase();
  if (written !== undefined && written !== 'default') return written;
  if (engine !== 'innodb') return undefined;
  if ((options['key_block_size'] ?? '0') !== '0') return 'compressed';
  // innodb_default_row_format exists since MySQL 5.7.9 and MariaDB 10.2.2; before, it was always compact.
  const isDynamic = version.dialect === 'mysql' ? isAtLeast(version, 5, 7, 9) : isAtLeast(version, 10, 2, 2);
  return session.variables['innodb_default_row_format']?.toLowerCase() ?? (isDynamic ? 'dynamic' : 'compact');
}

export const dropTable: Apply<'dropTable'> = (catalog, operation) => {
  const key = operation.temporary
    ? temporaryKey(catalog, operation.table.name)
    : findTableKey(catalog, operation.table);
  return key === undefined ? catalog : removeTable(catalog, key);
};

export const renameTable: Apply<'renameTable'> = (catalog, operation) => {
  const table = findTable(catalog, operation.table);
  if (!table) return catalog;
  const written = operation.to;
  const to =
    written.schema === undefined && catalog.session.searchPath.length === 0
      ? { ...written, schema: table.name.schema }
      : qualified(catalog, written);
  const taken = findTable(catalog, to);
  if (taken && taken !== table) {
    const reason = `A RENAME gives it the name ${to.name}, which another table of the history has.`;
    return putTable(catalog, doubt(table, reason));
  }
  return moveTable(catalog, followTableName(table, table.name.name, to.name), to);
};

export const setTableOption: Apply<'setTableOption'> = (catalog, operation, version) =>
  changeTable(catalog, operation.table, (table) => {
    const { option, value } = operation;
    switch (option) {
      case 'charset':
      case 'collate': {
        const inherited = databaseCharset(catalog, table.name.schema, version);
        const written = option === 'charset' ? { charset: value } : { collation: value };
        return { ...table, ...resolveCharset(written, pairOfTable(table) ?? inherited, version) };
      }
      case 'engine': {
        const engine = value.toLowerCase();
        const rowFormat = table.rowFormat ?? rowFormatOf(engine, table.options, catalog.session, version);
        return { ...table, engine, rowFormat };
      }
      case 'row_format':
        return {
          ...table,
          rowFormat: rowFormatOf(table.engine, { row_format: value }, catalog.session, version),
        };
      default:
        return { ...table, options: { ...table.options, [option]: value } };
    }
  });

function pairOfTable(table: Table): CharsetPair | undefined {
  const { charset, collation } = table;
  return charset !== undefined && collation !== undefined ? { charset, collation } : undefined;
}

export const convertCharset: Apply<'convertCharset'> = (catalog, operation, version) =>
  changeTable(catalog, operation.table, (table) => {
    const pair = resolveCharset(operation, databaseCharset(catalog, table.name.schema, version), version);
    const columns = table.columns.map((column) => {
      if (!hasCharset(column.type)) return column;
      const type = promoteText(column.type, column.charset ?? pair.charset, pair.charset);
      return { ...column, type, ...pair };
    });
    return { ...table, columns, ...pair };
  });

export const changeSystemVersioning: Apply<'changeSystemVersioning'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => {
    if (operation.action === 'add') return { ...table, systemVersioned: true };
    return operation.action === 'drop' ? { ...table, systemVersioned: false } : table;
  });
