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
  const readers = rewire(
    catalog.links.readers,
    key,
    readKeys(catalog, old),
    readKeys(catalog, view),
    asTheyAre,
  );
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
  const readers = rewire(catalog.links.readers, key, readKeys(catalog, old), [], asTheyAre);
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
  const { links } = catalog;
  const isPostgres = catalog.dialect === 'postgres';
  const schema = (table ?? old)?.name.schema;
  const [had = [], has = []] = [old?.constraints, table?.constraints];
  const parents = [parentKeys(catalog, old), parentKeys(catalog, table)] as const;
  const names = [bareNames(catalog, old), bareNames(catalog, table)] as const;
  return {
    referencedBy: rewire(links.referencedBy, key, had, has, (keys) => referencedKeys(catalog, keys)),
    children: rewire(links.children, key, ...parents, asTheyAre),
    readers: links.readers,
    indexes: isPostgres ? reindex(catalog, key, old, table) : links.indexes,
    constraints: isPostgres
      ? rewire(links.constraints, key, had, has, (named) => storedKeys(catalog, schema, named))
      : links.constraints,
    bareNames: isPostgres ? links.bareNames : rewire(links.bareNames, key, ...names, asTheyAre),
  };
}

function asTheyAre(targets: readonly string[]): readonly string[] {
  return targets;
}

/** Moves `source` from the sets of the targets that `before` has to those of the targets that `after` has. */
function rewire<T>(
  relation: Relation,
  source: string,
  before: readonly T[],
  after: readonly T[],
  targetsOf: (items: readonly T[]) => readonly string[],
): Relation {
  const [gone, come] = changed(before, after);
  if (gone.length === 0 && come.length === 0) return relation;
  const kept = new Set(gone.length > 0 ? targetsOf(after) : []);
  let next = relation;
  for (const target of targetsOf(gone)) {
    if (kept.has(target)) continue;
    const rest = next.get(target)?.delete(source);
    next = rest === undefined || rest.isEmpty() ? next.delete(target) : next.set(target, rest);
  }
  for (const target of targetsOf(come))
    next = next.set(target, (next.get(target) ?? PersistentSet()).add(source));
  return next;
}

/** Two lists without what they begin and end with in common: most statements change one element of many. */
function changed<T>(
  before: readonly T[],
  after: readonly T[],
): readonly [gone: readonly T[], come: readonly T[]] {
  if (before === after) return [[], []];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)];
}

type Indexed = Pick<Table, 'name' | 'indexes'>;

function reindex(
  catalog: Catalog,
  owner: string,
  old: Indexed | undefined,
  next: Indexed | undefined,
): PersistentMap<string, string> {
  const schema = (next ?? old)?.name.schema;
  const [had = [], has = []] = [old?.indexes, next?.indexes];
  const [gone, come] = changed(had, has);
  const kept = new Set(gone.length > 0 ? storedKeys(catalog, schema, has) : []);
  let map = catalog.links.indexes;
  for (const key of storedKeys(catalog, schema, gone)) if (!kept.has(key)) map = map.delete(key);
  for (const key of storedKeys(catalog, schema, come)) map = map.set(key, owner);
  return map;
}

function storedKeys(
  catalog: Catalog,
  schema: string | undefined,
  named: readonly { readonly name: string }[],
): readonly string[] {
  return named.map(({ name }) => storedKey(catalog, { schema, name }));
}

function referencedKeys(catalog: Catalog, constraints: Table['constraints']): readonly string[] {
  return constraints.flatMap((constraint) =>
    constraint.kind === 'foreign-key' ? [storedKey(catalog, constraint.references)] : [],
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
