import type { TableRef } from '../sql/name.js';
import type { Catalog, Links, Table, View } from './catalog.js';
import { findTableKey } from './find.js';
import { foldTableName, storedKey, temporaryKey } from './names.js';
import type { PersistentMap } from './persistent.js';
import { PersistentSet } from './persistent.js';

type Relation = PersistentMap<string, PersistentSet<string>>;

/** The key of a table as the catalog holds it; temporary tables live apart. */
export function keyOfTable(catalog: Catalog, table: Table): string {
  if (table.temporary) return temporaryKey(catalog, table.name.name);
  return storedKey(catalog, table.name);
}

/** Adds the table, or puts it in place of the one that has its name. */
export function putTable(catalog: Catalog, table: Table): Catalog {
  const key = keyOfTable(catalog, table);
  const old = catalog.tables.get(key);
  if (old === table) return catalog;
  const tables = catalog.tables.set(key, table);
  const temporary = table.temporary ? catalog.temporary.add(key) : catalog.temporary;
  return { ...catalog, tables, temporary, links: relink(catalog, key, old, table) };
}

/** The catalog without the table of this key; the same catalog where there is none. */
export function removeTable(catalog: Catalog, key: string): Catalog {
  const old = catalog.tables.get(key);
  if (!old) return catalog;
  const tables = catalog.tables.delete(key);
  const temporary = catalog.temporary.delete(key);
  return { ...catalog, tables, temporary, links: relink(catalog, key, old, undefined) };
}

/** Changes one table where it stands; its name stays. A table that the history does not show is left alone. */
export function changeTable(catalog: Catalog, ref: TableRef, change: (table: Table) => Table): Catalog {
  const key = findTableKey(catalog, ref);
  const table = key === undefined ? undefined : catalog.tables.get(key);
  return table ? putTable(catalog, change(table)) : catalog;
}

/** The catalog with the view, in place of one of its name. */
export function putView(catalog: Catalog, view: View): Catalog {
  const key = storedKey(catalog, view.name);
  const old = catalog.views.get(key);
  const readers = rewire(catalog.links.readers, key, readKeys(catalog, old), readKeys(catalog, view));
  const indexes = reindex(catalog, key, old, view);
  return {
    ...catalog,
    views: catalog.views.set(key, view),
    links: { ...catalog.links, readers, indexes },
  };
}

/** The catalog without the view of this key; the same catalog where there is none. */
export function removeView(catalog: Catalog, key: string): Catalog {
  const old = catalog.views.get(key);
  if (!old) return catalog;
  const readers = rewire(catalog.links.readers, key, readKeys(catalog, old), []);
  const indexes = reindex(catalog, key, old, undefined);
  return { ...catalog, views: catalog.views.delete(key), links: { ...catalog.links, readers, indexes } };
}

/** Reasons are for people: of thousands, nobody reads the last, and each schema of a history would hold them all. */
const MOST_REASONS = 10;

/** The reasons with one more, as far as they are kept. */
function withReason(known: readonly string[], reason: string): readonly string[] {
  return known.length >= MOST_REASONS || known.includes(reason) ? known : [...known, reason];
}

/** The table with one more reason to doubt its shape. */
export function doubt(table: Table, reason: string): Table {
  const uncertain = withReason(table.uncertain, reason);
  return uncertain === table.uncertain ? table : { ...table, uncertain };
}

/** The catalog with one more reason to doubt any table. */
export function doubtAll(catalog: Catalog, reason: string): Catalog {
  const uncertain = withReason(catalog.uncertain, reason);
  return uncertain === catalog.uncertain ? catalog : { ...catalog, uncertain };
}

function relink(catalog: Catalog, key: string, old: Table | undefined, table: Table | undefined): Links {
  const links = catalog.links;
  const isPostgres = catalog.dialect === 'postgres';
  const constraintsMoved = old?.constraints !== table?.constraints;
  return {
    referencedBy: constraintsMoved
      ? rewire(links.referencedBy, key, referencedKeys(catalog, old), referencedKeys(catalog, table))
      : links.referencedBy,
    children: rewire(links.children, key, parentKeys(catalog, old), parentKeys(catalog, table)),
    readers: links.readers,
    indexes: isPostgres ? reindex(catalog, key, old, table) : links.indexes,
    constraints:
      isPostgres && constraintsMoved
        ? rewire(links.constraints, key, constraintKeys(catalog, old), constraintKeys(catalog, table))
        : links.constraints,
    bareNames: isPostgres
      ? links.bareNames
      : rewire(links.bareNames, key, bareNames(catalog, old), bareNames(catalog, table)),
  };
}

/** Moves `source` from the sets of the targets it had to those of the targets it has. */
function rewire(
  relation: Relation,
  source: string,
  before: readonly string[],
  after: readonly string[],
): Relation {
  let next = relation;
  for (const target of before) {
    if (after.includes(target)) continue;
    const rest = next.get(target)?.delete(source);
    next = rest === undefined || rest.isEmpty() ? next.delete(target) : next.set(target, rest);
  }
  for (const target of after) {
    if (before.includes(target)) continue;
    next = next.set(target, (next.get(target) ?? PersistentSet()).add(source));
  }
  return next;
}

type Indexed = Pick<Table, 'name' | 'indexes'>;

function reindex(
  catalog: Catalog,
  owner: string,
  old: Indexed | undefined,
  next: Indexed | undefined,
): PersistentMap<string, string> {
  if (old?.indexes === next?.indexes && old?.name === next?.name) return catalog.links.indexes;
  let map = catalog.links.indexes;
  const after = indexKeys(catalog, next);
  for (const key of indexKeys(catalog, old)) if (!after.includes(key)) map = map.delete(key);
  for (const key of after) map = map.set(key, owner);
  return map;
}

function indexKeys(catalog: Catalog, owner: Indexed | undefined): readonly string[] {
  const schema = owner?.name.schema;
  return (owner?.indexes ?? []).map((index) => storedKey(catalog, { schema, name: index.name }));
}

function referencedKeys(catalog: Catalog, table: Table | undefined): readonly string[] {
  return (table?.constraints ?? []).flatMap((constraint) =>
    constraint.kind === 'foreign-key' ? [storedKey(catalog, constraint.references)] : [],
  );
}

function constraintKeys(catalog: Catalog, table: Table | undefined): readonly string[] {
  const schema = table?.name.schema;
  return (table?.constraints ?? []).map((constraint) =>
    storedKey(catalog, { schema, name: constraint.name }),
  );
}

function parentKeys(catalog: Catalog, table: Table | undefined): readonly string[] {
  if (!table) return [];
  const parents = table.partitionOf ? [table.partitionOf.parent] : table.inherits;
  return parents.map((parent) => storedKey(catalog, parent));
}

function bareNames(catalog: Catalog, table: Table | undefined): readonly string[] {
  return table ? [foldTableName(catalog, table.name.name)] : [];
}

function readKeys(catalog: Catalog, view: View | undefined): readonly string[] {
  return (view?.reads ?? []).map((read) => storedKey(catalog, read));
}
