import type { ObjectName } from '../sql/name.js';
import type { Catalog, Table } from './catalog.js';

// No identifier of the three servers can hold it.
const SEPARATOR = '\u0000';

/** The schema in which PostgreSQL keeps temporary tables; also used for MySQL's, which hide tables of their name. */
const TEMPORARY_SCHEMA = 'pg_temp';

/** Where an unqualified name is created: MySQL's current database ("" while unknown), the first schema of the path. */
function currentSchema(catalog: Catalog): string {
  return catalog.session.searchPath[0] ?? (catalog.dialect === 'postgres' ? 'public' : '');
}

/** Table names as the server compares them. PostgreSQL's were folded by the reader, where no quotes protected them. */
export function foldTableName(catalog: Catalog, name: string): string {
  const folds = catalog.session.variables['lower_case_table_names'];
  return folds === '1' || folds === '2' ? name.toLowerCase() : name;
}

/** The key under which a statement would create this name: in its schema, or in the session's current one. */
export function newKey(catalog: Catalog, name: ObjectName): string {
  return keyIn(catalog, name.schema ?? currentSchema(catalog), name.name);
}

/** The key of a name that the catalog holds, whatever the session says now. */
export function storedKey(catalog: Catalog, name: ObjectName): string {
  return keyIn(catalog, name.schema ?? '', name.name);
}

function keyIn(catalog: Catalog, schema: string, name: string): string {
  return foldTableName(catalog, schema) + SEPARATOR + foldTableName(catalog, name);
}

/** The key of a temporary table of this name. */
export function temporaryKey(catalog: Catalog, name: string): string {
  return keyIn(catalog, TEMPORARY_SCHEMA, name);
}

/** The name with the schema it has, or would be created in; without one where MySQL's database is unknown. */
export function qualified(catalog: Catalog, name: ObjectName): ObjectName {
  if (name.schema !== undefined) return name;
  const schema = currentSchema(catalog);
  return schema === '' ? name : { schema, name: name.name };
}

/** Keys under which an object of this name may be found, in the order in which the server looks. */
export function candidateKeys(catalog: Catalog, name: ObjectName): readonly string[] {
  if (name.schema !== undefined) return [newKey(catalog, name)];
  const path = catalog.session.searchPath.length > 0 ? catalog.session.searchPath : [currentSchema(catalog)];
  const searched = catalog.dialect === 'postgres' ? path : path.slice(0, 1);
  const keys = searched.map((schema) => keyIn(catalog, schema, name.name));
  return catalog.temporary.isEmpty() ? keys : [temporaryKey(catalog, name.name), ...keys];
}

/** Column, index and constraint names compare without case on MySQL and MariaDB. */
export function sameName(of: Pick<Table, 'dialect'>, one: string, other: string): boolean {
  return one === other || (of.dialect !== 'postgres' && one.toLowerCase() === other.toLowerCase());
}

/** As `sameName`, for one name that is looked for among many. */
export function namesLike(of: Pick<Table, 'dialect'>, name: string): (other: string) => boolean {
  if (of.dialect === 'postgres') return (other) => other === name;
  const folded = name.toLowerCase();
  return (other) => other === name || other.toLowerCase() === folded;
}

/** True when the schema of a key is this one. */
export function isInSchema(key: string, schema: string): boolean {
  return key.startsWith(schema + SEPARATOR);
}
