import type { Catalog, Table } from './catalog.js';

/** The schema as plain data, each kind of object in the order of its keys; what only serves look-ups is left out. */
export interface CatalogJson {
  readonly dialect: Catalog['dialect'];
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  readonly tables: readonly Table[];
  readonly views: readonly unknown[];
  readonly sequences: readonly unknown[];
  readonly types: readonly unknown[];
  readonly routines: readonly unknown[];
  readonly uncertain: readonly string[];
}

/** The catalog as plain JSON. */
export function catalogJson(catalog: Catalog): CatalogJson {
  const { dialect, charset, collation, uncertain } = catalog;
  return {
    dialect,
    charset,
    collation,
    tables: sorted(catalog.tables),
    views: sorted(catalog.views),
    sequences: sorted(catalog.sequences),
    types: sorted(catalog.types),
    routines: sorted(catalog.routines).map((routine) => ({ ...routine, body: undefined })),
    uncertain,
  };
}

/** The values of one of the catalog's maps in the order of their keys. */
export function sorted<T>(map: { entries(): Iterable<[string, T]> }): readonly T[] {
  return [...map.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}
