import type { IndexDefinition, IndexPart } from '../../sql/column.js';
import type { Index, Table } from '../catalog.js';
import { changeTable, doubt } from '../edit.js';
import { findColumn, findIndex } from '../find.js';
import type { Apply } from '../handlers.js';
import { sameName } from '../names.js';
import { notNull } from './columns.js';
import { indexName } from './names.js';

export const addIndex: Apply<'addIndex'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) => {
    const { index } = operation;
    if (index.name !== undefined && findIndex(table, index.name)) {
      if (operation.ifNotExists) return table;
      return doubt(table, `A statement adds the index ${index.name}, which it has already.`);
    }
    return withIndex(table, newIndex(table, index, index.name ?? indexName(table, index.parts)));
  });

/** The table with a primary key, whose columns are NOT NULL from now on. */
export function withPrimaryKey(table: Table, definition: IndexDefinition): Table {
  if (findIndex(table, 'PRIMARY')) return doubt(table, 'A statement adds a primary key; it has one already.');
  const index: Index = { ...newIndex(table, definition, 'PRIMARY'), primary: true, unique: true };
  const isPart = (name: string) =>
    index.parts.some((part) => part.column !== undefined && sameName(table, part.column, name));
  const columns = table.columns.map((column) => (isPart(column.name) ? notNull(column) : column));
  return withIndex({ ...table, columns }, index);
}

/** A foreign key's own index, unless one serves. Source: foreign_key_prefix() in sql_class.cc of both servers. */
export function withImplicitIndex(
  table: Table,
  key: string,
  columns: readonly string[],
  name: string | undefined,
): Table {
  const parts = columns.map((column): IndexPart => ({ column }));
  const serves = (index: Index) =>
    covers(table, index, columns) && (index.implicitFor === undefined || index.parts.length > columns.length);
  if (table.indexes.some(serves)) return table;
  const taken = name === undefined || findIndex(table, name) !== undefined;
  const definition: IndexDefinition = { unique: false, parts };
  const index = newIndex(table, definition, taken ? indexName(table, parts) : name);
  return withIndex(table, { ...index, implicitFor: key });
}

/** Adds an index; those that the server made for foreign keys, and that this one covers, go. */
function withIndex(table: Table, index: Index): Table {
  const rest = table.indexes.filter(
    (other) => other.implicitFor === undefined || !covers(table, index, columnsOf(other)),
  );
  const hadFulltext = table.past.hadFulltext || index.method === 'fulltext';
  return { ...table, indexes: [...rest, index], past: { ...table.past, hadFulltext } };
}

function columnsOf(index: Index): readonly string[] {
  return index.parts.map((part) => part.column ?? '');
}

/** True when the columns are the first ones of the index, whole and in this order. */
function covers(table: Table, index: Index, columns: readonly string[]): boolean {
  if (index.method === 'fulltext' || index.method === 'spatial' || index.method === 'vector') return false;
  return columns.every((column, at) => {
    const part = index.parts[at];
    return part?.column !== undefined && part.prefix === undefined && sameName(table, part.column, column);
  });
}

function newIndex(table: Table, definition: IndexDefinition, name: string): Index {
  return {
    name,
    primary: false,
    unique: definition.unique,
    method: definition.method ?? 'btree',
    parts: definition.parts.map((part) => wholePart(table, part)),
    include: [],
    invisible: definition.invisible ?? false,
  };
}

/** Columns in the table's spelling; a prefix as long as the column is none. */
function wholePart(table: Table, part: IndexPart): IndexPart {
  const column = part.column === undefined ? undefined : findColumn(table, part.column);
  if (!column) return part;
  const isWhole =
    part.prefix !== undefined && part.prefix === column.type.length && column.type.name.includes('char');
  return { ...part, column: column.name, prefix: isWhole ? undefined : part.prefix };
}

export const dropIndex: Apply<'dropIndex'> = (catalog, operation) => {
  if (!operation.table) return catalog;
  return changeTable(catalog, operation.table, (table) => {
    const name = operation.index.name;
    if (findIndex(table, name)) return withoutIndex(table, name);
    return operation.ifExists ? table : doubt(table, unknownIndex(name));
  });
};

/** The table without the index of this name. */
export function withoutIndex(table: Table, name: string): Table {
  return { ...table, indexes: table.indexes.filter((index) => !sameName(table, index.name, name)) };
}

function unknownIndex(name: string): string {
  return `An earlier statement names its index ${name}, which the history does not show.`;
}

export const renameIndex: Apply<'renameIndex'> = (catalog, operation) => {
  if (!operation.table) return catalog;
  return changeTable(catalog, operation.table, (table) =>
    changeIndex(table, operation.index.name, (index) => ({ ...index, name: operation.to })),
  );
};

export const setIndexVisible: Apply<'setIndexVisible'> = (catalog, operation) =>
  changeTable(catalog, operation.table, (table) =>
    changeIndex(table, operation.index, (index) => ({ ...index, invisible: !operation.visible })),
  );

function changeIndex(table: Table, name: string, change: (index: Index) => Index): Table {
  const index = findIndex(table, name);
  if (!index) return doubt(table, unknownIndex(name));
  return { ...table, indexes: table.indexes.map((one) => (one === index ? change(index) : one)) };
}
