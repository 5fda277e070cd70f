import type { Dialect } from '../sql/dialect.js';

/** The server that a file or folder name speaks of: one that Precheck reviews, another one, or expressly any. */
export type ServerLabel = Dialect | 'other' | 'any';

const WORDS: ReadonlyMap<string, ServerLabel> = new Map<string, ServerLabel>(
  [
    ...['mysql', 'mysqldb'].map((word) => [word, 'mysql'] as const),
    ...['mariadb', 'maria'].map((word) => [word, 'mariadb'] as const),
    ...['postgres', 'postgresql', 'pg', 'pgsql', 'psql'].map((word) => [word, 'postgres'] as const),
    ...['sqlite', 'sqlite3', 'd1', 'libsql', 'turso', 'duckdb', 'h2', 'hsqldb', 'hsql', 'derby'],
    ...['cockroach', 'cockroachdb', 'crdb', 'yugabyte', 'yugabytedb', 'tidb', 'spanner', 'vitess'],
    ...[
      'oracle',
      'oracledb',
      'sqlserver',
      'mssql',
      'sybase',
      'db2',
      'firebird',
      'informix',
      'dameng',
      'kingbase',
    ],
    ...[
      'clickhouse',
      'cassandra',
      'snowflake',
      'bigquery',
      'redshift',
      'databricks',
      'trino',
      'presto',
      'vertica',
    ],
    ...['oceanbase', 'opengauss', 'gaussdb'],
  ].map((entry) => (typeof entry === 'string' ? ([entry, 'other'] as const) : entry)),
);

const ANY_WORDS: ReadonlySet<string> = new Set(['all', 'any', 'common', 'generic', 'shared']);

/** Reads one word of a file or folder name: "postgresql" and "mysql8" name a server, "common" names any. */
export function serverLabel(word: string): ServerLabel | undefined {
  const lower = word.toLowerCase();
  if (ANY_WORDS.has(lower)) return 'any';
  const label = WORDS.get(lower);
  return label ?? (/\d$/.test(lower) ? WORDS.get(lower.replace(/[\d.]+$/, '')) : undefined);
}

/** The server named by a part of a folder's name ("atuin-server-postgres"); the folder is more than that server's. */
export function serverMentioned(folder: string): Exclude<ServerLabel, 'any'> | undefined {
  const labels = new Set(folder.split(/[-_. ]/).map(serverLabel));
  labels.delete(undefined);
  labels.delete('any');
  const [label] = labels;
  return labels.size === 1 && label !== 'any' ? label : undefined;
}
