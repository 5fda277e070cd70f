import { applyEntries, emptyCatalog } from '../../src/catalog/apply.js';
import type { Start } from '../../src/catalog/apply.js';
import type { Catalog, Table } from '../../src/catalog/catalog.js';
import { findTable } from '../../src/catalog/find.js';
import { parseVersion } from '../../src/sql/dialect.js';
import type { Dialect, ServerVersion } from '../../src/sql/dialect.js';
import { readMysql } from '../../src/sql/mysql/read.js';
import { readPostgres } from '../../src/sql/postgres/read.js';

/** "mysql 8.0.36" */
export function server(text: string): ServerVersion {
  const [dialect, number = ''] = text.split(' ') as [Dialect, string?];
  const version = parseVersion(dialect, number);
  if (!version) throw new Error(`no version: ${text}`);
  return version;
}

/** The schema after these statements on an empty server. */
export async function replay(on: string, sql: string, start: Start = {}): Promise<Catalog> {
  const version = server(on);
  const read = version.dialect === 'postgres' ? readPostgres : readMysql;
  const script = await read({ dialect: version.dialect, version, text: sql });
  return applyEntries(emptyCatalog(version, start), script.entries, version);
}

export function table(catalog: Catalog, name: string): Table {
  const [first = '', second] = name.split('.');
  const found = findTable(catalog, second === undefined ? { name: first } : { schema: first, name: second });
  if (!found) throw new Error(`no table ${name}`);
  return found;
}

/** "id int!, name varchar(20)=": `!` NOT NULL, `=` has a default. */
export function columns(of: Table): string {
  return of.columns
    .map(({ name, type, nullable, default: value }) => {
      const size = type.length === undefined || type.name === 'int' ? '' : `(${String(type.length)})`;
      return `${name} ${type.name}${size}${nullable ? '' : '!'}${value && value.kind !== 'null' ? '=' : ''}`;
    })
    .join(', ');
}

/** "PRIMARY(id), name(name)" */
export function indexes(of: Table): string {
  return of.indexes
    .map(({ name, parts }) => `${name}(${parts.map((part) => part.column ?? 'expr').join()})`)
    .join(', ');
}

export function constraints(of: Table): string {
  return of.constraints.map(({ name }) => name).join(', ');
}
