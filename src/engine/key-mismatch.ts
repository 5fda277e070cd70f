import type { Column, Table } from '../catalog/catalog.js';
import { findColumn, primaryKeyOf } from '../catalog/find.js';
import { isAtLeast } from '../sql/dialect.js';
import type { ServerVersion } from '../sql/dialect.js';
import { lookUp } from '../look-up.js';

interface Key {
  readonly columns: readonly string[];
  readonly referencedColumns: readonly string[];
  readonly inline?: boolean | undefined;
}

/** Two columns that a foreign key joins and that are not alike. */
export interface KeyMismatch {
  readonly child: Column;
  readonly parent: Column;
  /** "int unsigned", "char(36) utf8mb4 utf8mb4_unicode_ci". */
  readonly childType: string;
  readonly parentType: string;
  readonly cause: 'type' | 'charset';
}

/** The columns of a foreign key that it refers to: those written, else the primary key. */
export function referencedColumnsOf(key: Key, parent: Table): readonly string[] {
  if (key.referencedColumns.length > 0) return key.referencedColumns;
  return (primaryKeyOf(parent)?.parts ?? []).flatMap(({ column }) => column ?? []);
}

/** True where the server reads the clause and makes no key of it: REFERENCES behind a column, or another engine. */
export function isKeyIgnored(server: ServerVersion, key: Key, child: Table): boolean {
  if (server.dialect === 'postgres') return false;
  if (child.engine !== 'innodb') return true;
  if (key.inline !== true) return false;
  return server.dialect === 'mysql' ? !isAtLeast(server, 9, 0) : !isAtLeast(server, 10, 5);
}

/**
 * The first pair of columns that MySQL or MariaDB takes no foreign key between; on PostgreSQL, an integer that
 * refers to a wider one. The servers compare them with foreign_key_checks off too.
 * Source: MySQL manual, FOREIGN KEY Constraints, "Conditions and Restrictions".
 */
export function keyMismatch(
  server: ServerVersion,
  key: Key,
  child: Table,
  parent: Table,
): KeyMismatch | undefined {
  if (isKeyIgnored(server, key, child)) return undefined;
  const targets = referencedColumnsOf(key, parent);
  for (const [at, name] of key.columns.entries()) {
    const own = findColumn(child, name);
    const other = findColumn(parent, targets[at] ?? '');
    const cause = own && other && causeOf(server, own, other);
    if (cause) {
      return { child: own, parent: other, childType: typeText(own), parentType: typeText(other), cause };
    }
  }
  return undefined;
}

const TEXT = /^(?:char|varchar|(?:tiny|medium|long)?text|enum|set)$/;
const INTEGER = /^(?:tinyint|smallint|mediumint|int|integer|bigint)$/;

/** Bytes of PostgreSQL's integers. */
const WIDTHS: Readonly<Record<string, number>> = { smallint: 2, int: 4, integer: 4, bigint: 8 };

function causeOf(server: ServerVersion, a: Column, b: Column): KeyMismatch['cause'] | undefined {
  const [one, two] = [a.type, b.type];
  if (server.dialect === 'postgres') {
    const [own, other] = [lookUp(WIDTHS, one.name), lookUp(WIDTHS, two.name)];
    return own !== undefined && other !== undefined && own < other ? 'type' : undefined;
  }
  if (TEXT.test(one.name) && TEXT.test(two.name)) {
    if (!a.charset || !b.charset || !a.collation || !b.collation) return undefined;
    return a.charset === b.charset && a.collation === b.collation ? undefined : 'charset';
  }
  const isInteger = INTEGER.test(one.name) && INTEGER.test(two.name);
  if (isInteger) {
    return one.name === two.name && (one.unsigned ?? false) === (two.unsigned ?? false) ? undefined : 'type';
  }
  return TEXT.test(one.name) !== TEXT.test(two.name) || INTEGER.test(one.name) !== INTEGER.test(two.name)
    ? 'type'
    : undefined;
}

function typeText({ type, charset, collation }: Column): string {
  return [type.text, charset, collation].filter(Boolean).join(' ');
}
