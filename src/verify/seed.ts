import type { Dialect } from '../sql/dialect.js';
import type { Connection, Row } from './connection.js';
import { ServerError } from './connection.js';

/** A value for each type of column; what is not listed is left to its default. */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/^(?:tiny|small|medium|big)?int|^integer|^numeric|^decimal|^float|^double|^real|^oid/, '1'],
  [/char|text|blob|binary|citext|^name$/, "'a'"],
  [/^(?:point|geometry)$/, 'POINT(1, 1)'],
  [/^bool/, 'true'],
  [/^bit/, "b'1'"],
  [/^date$/, "'2024-01-01'"],
  [/^(?:datetime|timestamp)/, "'2024-01-01 00:00:00'"],
  [/^time/, "'01:00:00'"],
  [/^year/, '2024'],
  [/^json/, "'{}'"],
  [/^uuid/, "'00000000-0000-4000-8000-000000000001'"],
  [/^bytea/, "'\\x01'"],
  [/^interval/, "'1 day'"],
  [/^(?:inet|cidr)/, "'127.0.0.1'"],
];

/** `{}` is an empty array of every type. */
const ARRAY = "'{}'";

/**
 * Gives a row to every table that has none, as far as that is possible. Names those that stay empty: what a constraint
 * refuses is not guessed at. Uses its own settings: run it in a session of its own.
 */
export async function seedTables(
  session: Connection,
  dialect: Dialect,
  known: ReadonlySet<string> = new Set(),
): Promise<{ readonly seeded: readonly string[]; readonly empty: readonly string[] }> {
  const columns = await session.query(dialect === 'postgres' ? POSTGRES_COLUMNS : MYSQL_COLUMNS);
  const lenient =
    dialect === 'postgres'
      ? 'SET session_replication_role = replica'
      : "SET foreign_key_checks = 0, sql_mode = ''";
  await session.query(lenient).catch(() => undefined);
  const byTable = new Map<string, Row[]>();
  for (const column of columns) {
    const table = String(column['table_name']);
    byTable.set(table, [...(byTable.get(table) ?? []), column]);
  }
  const seeded: string[] = [];
  const empty: string[] = [];
  for (const [table, own] of byTable) {
    if (known.has(table)) continue;
    ((await seed(session, dialect, table, own)) ? seeded : empty).push(table);
  }
  return { seeded, empty };
}

const MYSQL_COLUMNS = `SELECT c.TABLE_NAME AS table_name, c.TABLE_SCHEMA AS table_schema, c.COLUMN_NAME AS column_name,
    c.DATA_TYPE AS data_type FROM information_schema.COLUMNS c JOIN information_schema.TABLES t
      ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE = 'BASE TABLE'
   WHERE c.TABLE_SCHEMA = DATABASE() AND c.EXTRA NOT LIKE '%auto_increment%' AND c.EXTRA NOT LIKE '%GENERATED%'
   ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`;

const POSTGRES_COLUMNS = `SELECT c.table_name, c.table_schema, c.column_name, c.data_type
    FROM information_schema.columns c JOIN information_schema.tables t
      ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
   WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema') AND c.is_generated = 'NEVER'
     AND c.is_identity = 'NO' AND COALESCE(c.column_default, '') NOT LIKE 'nextval%'
   ORDER BY c.table_name, c.ordinal_position`;

async function seed(
  session: Connection,
  dialect: Dialect,
  table: string,
  columns: readonly Row[],
): Promise<boolean> {
  const quote = (name: unknown): string => quoted(dialect, String(name));
  const target = `${quote(columns[0]?.['table_schema'])}.${quote(table)}`;
  const filled = columns.flatMap((column) => {
    const value = valueFor(String(column['data_type']).toLowerCase());
    return value === undefined ? [] : [[quote(column['column_name']), value] as const];
  });
  const names = filled.map(([name]) => name).join(', ');
  const values = filled.map(([, value]) => value).join(', ');
  const insert = filled.length > 0 ? `(${names}) VALUES (${values})` : NO_COLUMNS[dialect];
  try {
    const rows = await session.query(`SELECT 1 FROM ${target} LIMIT 1`);
    if (rows.length === 0) await session.query(`INSERT INTO ${target} ${insert}`);
    return true;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return false;
  }
}

const NO_COLUMNS: Readonly<Record<Dialect, string>> = {
  mysql: '() VALUES ()',
  mariadb: '() VALUES ()',
  postgres: 'DEFAULT VALUES',
};

function valueFor(type: string): string | undefined {
  if (type === 'array') return ARRAY;
  return VALUES.find(([pattern]) => pattern.test(type))?.[1];
}

function quoted(dialect: Dialect, name: string): string {
  return dialect === 'postgres' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``;
}
