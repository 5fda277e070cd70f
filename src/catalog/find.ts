import type { ObjectName, TableRef } from '../sql/name.js';
import type { Catalog, Column, ForeignKey, Index, Table, View } from './catalog.js';
import { candidateKeys, foldTableName, isInSchema, namesLike, newKey, storedKey } from './names.js';

/** The key of the table that a statement means by this name; undefined when the history does not show it. */
export function findTableKey(catalog: Catalog, ref: TableRef): string | undefined {
  return (
    candidateKeys(catalog, ref).find((key) => catalog.tables.has(key)) ?? keyInUnnamedDatabase(catalog, ref)
  );
}

/** The key of the table that a statement means by this name, or would create under it. */
export function keyOf(catalog: Catalog, ref: TableRef): string {
  return findTableKey(catalog, ref) ?? newKey(catalog, ref);
}

/** The table that a statement means by this name; undefined when the history does not show it. */
export function findTable(catalog: Catalog, ref: TableRef): Table | undefined {
  const key = findTableKey(catalog, ref);
  return key === undefined ? undefined : catalog.tables.get(key);
}

/**
 * MySQL migrations rarely say which database they run in, yet some statement may name it. While one of the two names
 * lacks its database, the only table of that name is meant.
 */
function keyInUnnamedDatabase(catalog: Catalog, ref: TableRef): string | undefined {
  if (catalog.dialect === 'postgres') return undefined;
  const keys = catalog.links.bareNames.get(foldTableName(catalog, ref.name));
  const only = keys?.size === 1 ? keys.first() : undefined;
  if (only === undefined) return undefined;
  const unnamed = ref.schema === undefined && catalog.session.searchPath.length === 0;
  return unnamed || isInSchema(only, '') ? only : undefined;
}

/** Case-insensitive on MySQL and MariaDB. */
export function findColumn(table: Table, name: string): Column | undefined {
  const isIt = namesLike(table, name);
  return table.columns.find((column) => isIt(column.name));
}

/** An index of this table; case-insensitive on MySQL and MariaDB. */
export function findIndex(table: Table, name: string): Index | undefined {
  const isIt = namesLike(table, name);
  return table.indexes.find((index) => isIt(index.name));
}

/** Where an index of PostgreSQL belongs, found by its own name. */
export interface FoundIndex {
  readonly key: string;
  readonly index: Index;
  /** Undefined for an index of a materialised view. */
  readonly table?: Table | undefined;
  readonly view?: View | undefined;
}

/** PostgreSQL: an index by its own name, which has a schema and no table. */
export function findIndexByName(catalog: Catalog, name: ObjectName): FoundIndex | undefined {
  for (const key of candidateKeys(catalog, name)) {
    const owner = catalog.links.indexes.get(key);
    if (owner === undefined) continue;
    const table = catalog.tables.get(owner);
    const view = catalog.views.get(owner);
    const index = (table ?? view)?.indexes.find((one) => one.name === name.name);
    if (index) return { key: owner, index, table, view };
  }
  return undefined;
}

/** The key of the view that a statement means by this name; undefined when the history shows none. */
export function findViewKey(catalog: Catalog, ref: ObjectName): string | undefined {
  return candidateKeys(catalog, ref).find((key) => catalog.views.has(key));
}

/** The view that a statement means by this name; undefined when the history shows none. */
export function findView(catalog: Catalog, ref: ObjectName): View | undefined {
  const key = findViewKey(catalog, ref);
  return key === undefined ? undefined : catalog.views.get(key);
}

/** The index behind the primary key; undefined when there is none. */
export function primaryKeyOf(table: Table): Index | undefined {
  return table.indexes.find((index) => index.primary);
}

/** The foreign keys that the table has, not those that point at it. */
export function foreignKeysOf(table: Table): readonly ForeignKey[] {
  return table.constraints.filter((constraint) => constraint.kind === 'foreign-key');
}

/** A foreign key together with the table that has it. */
export interface Reference {
  readonly table: Table;
  readonly key: ForeignKey;
}

/** Foreign keys that point at the table, its own ones on itself among them. */
export function foreignKeysReferencing(catalog: Catalog, ref: TableRef): readonly Reference[] {
  const target = keyOf(catalog, ref);
  return tablesAt(catalog, catalog.links.referencedBy.get(target)).flatMap((table) =>
    foreignKeysOf(table)
      .filter((key) => storedKey(catalog, key.references) === target)
      .map((key) => ({ table, key })),
  );
}

/** Partitions of a PostgreSQL table, direct ones only. */
export function partitionsOf(catalog: Catalog, ref: TableRef): readonly Table[] {
  return childrenOf(catalog, ref).filter((table) => table.partitionOf !== undefined);
}

/** Partitions and inheritance children of a PostgreSQL table, direct ones only. */
function childrenOf(catalog: Catalog, ref: TableRef): readonly Table[] {
  const key = findTableKey(catalog, ref);
  return key === undefined ? [] : tablesAt(catalog, catalog.links.children.get(key));
}

/** Views that read the table or view directly. */
export function viewsReading(catalog: Catalog, ref: ObjectName): readonly View[] {
  const key = findTableKey(catalog, ref) ?? findViewKey(catalog, ref);
  const readers = key === undefined ? undefined : catalog.links.readers.get(key);
  return [...(readers ?? [])].flatMap((reader) => catalog.views.get(reader) ?? []);
}

function tablesAt(catalog: Catalog, keys: Iterable<string> | undefined): readonly Table[] {
  return [...(keys ?? [])].flatMap((key) => catalog.tables.get(key) ?? []);
}
