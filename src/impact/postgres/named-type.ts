import type { Catalog } from '../../catalog/catalog.js';
import { candidateKeys } from '../../catalog/names.js';
import type { DataType } from '../../sql/column.js';
import type { NamedType } from '../../sql/operation.js';

/** Source: pg_type, in the names that the reader gives. */
const BUILT_IN: ReadonlySet<string> = new Set(
  `smallint int bigint numeric real double¤precision money boolean text varchar char name "char" bytea bit varbit uuid
  json jsonb jsonpath xml date time timetz timestamp timestamptz interval inet cidr macaddr macaddr8 point line lseg box
  path polygon circle tsvector tsquery oid regclass regproc regprocedure regtype regrole regnamespace regconfig
  regdictionary regoper regoperator regcollation pg_lsn txid_snapshot pg_snapshot xid xid8 cid tid int4range int8range
  numrange daterange tsrange tstzrange int4multirange int8multirange nummultirange datemultirange tsmultirange
  tstzmultirange smallserial serial bigserial refcursor`
    .split(/\s+/)
    .map((name) => name.replace('¤', ' ')),
);

/** Types of the usual extensions; none of them is a domain. */
const OF_EXTENSIONS: ReadonlySet<string> = new Set(
  'citext hstore ltree lquery ltxtquery cube isbn issn ean13 geometry geography raster vector halfvec sparsevec semver'.split(
    ' ',
  ),
);

/** How a type is defined: by the server, by the history, or in a way that the history does not show. */
export type Definition =
  | NamedType
  | { readonly kind: 'built-in' | 'extension' }
  | { readonly kind: 'unknown'; readonly name: string };

/** How the type is defined. */
export function definitionOf(catalog: Catalog, type: DataType): Definition {
  const key = candidateKeys(catalog, type).find((one) => catalog.types.has(one));
  const held = key === undefined ? undefined : catalog.types.get(key);
  if (held) return held.definition;
  if (type.schema === undefined && BUILT_IN.has(type.name)) return { kind: 'built-in' };
  if (OF_EXTENSIONS.has(type.name)) return { kind: 'extension' };
  return { kind: 'unknown', name: type.name };
}

/** True for an array of any number of dimensions. */
export function isArray(type: DataType): boolean {
  return (type.arrayDimensions ?? 0) > 0;
}

/** The domains between a type and its base, the type itself first; each once, since text may let them rest on each other. */
function domainsOf(
  catalog: Catalog,
  type: DataType,
): readonly Extract<NamedType, { readonly kind: 'domain' }>[] {
  const found = new Set<Extract<NamedType, { readonly kind: 'domain' }>>();
  for (let at = type; !isArray(at);) {
    const definition = definitionOf(catalog, at);
    if (definition.kind !== 'domain' || found.has(definition)) break;
    found.add(definition);
    at = definition.base;
  }
  return [...found];
}

/** True for a domain with NOT NULL or CHECK, its own or one of the domain that it stands on; undefined: not known. */
export function isChecked(catalog: Catalog, type: DataType): boolean | undefined {
  const domains = domainsOf(catalog, type);
  if (domains.some(({ notNull, hasCheck }) => notNull || hasCheck)) return true;
  return definitionOf(catalog, domains.at(-1)?.base ?? type).kind === 'unknown' ? undefined : false;
}

/** The type that a domain stands on, through all domains between. */
export function baseOf(catalog: Catalog, type: DataType): DataType {
  return domainsOf(catalog, type).at(-1)?.base ?? type;
}
