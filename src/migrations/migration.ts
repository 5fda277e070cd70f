import type { Dialect } from '../sql/dialect.js';

export type LayoutId =
  | 'flyway'
  | 'golang-migrate'
  | 'goose'
  | 'dbmate'
  | 'prisma'
  | 'drizzle'
  | 'diesel'
  | 'sqlx'
  | 'atlas'
  | 'liquibase-sql'
  | 'plain';

/** A file that a migration tool runs, known by its path alone. */
export interface MigrationFile {
  readonly path: string;
  /** What the tool orders by: "0042", "20240110120000", "1.2". */
  readonly version: string;
  /** `both`: one file holds an up and a down section (goose, dbmate). */
  readonly direction: 'up' | 'down' | 'both';
  /** Said by the file's name or folder ("….mysql.up.sql"); undefined: as the history. */
  readonly dialect?: Dialect | undefined;
  /** Flyway R__: runs again whenever it changes, after the versioned ones. */
  readonly repeatable: boolean;
}

/** One migration history found in a repository, in the order in which the tool runs it. */
export interface FoundHistory {
  /** The folder (discovered) or the configured path. */
  readonly path: string;
  readonly layout: LayoutId;
  /** Said by names; undefined when only the SQL can tell. */
  readonly dialect?: Dialect | undefined;
  readonly files: readonly MigrationFile[];
  /** A dump or schema file that stands for what came before; undefined where none is needed or found. */
  readonly baseline?: string | undefined;
}

/** One direction's SQL of a file's text. */
export interface Section {
  readonly direction: 'up' | 'down';
  /** The text with all else blanked out (line breaks kept), so that offsets and lines stay those of the file. */
  readonly sql: string;
  readonly transaction: 'file' | 'statement' | 'none';
}
