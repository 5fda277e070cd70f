import type { Dialect } from '../sql/dialect.js';

/** Every layout, as the configuration names it. */
export const LAYOUT_IDS = [
  'flyway',
  'golang-migrate',
  'popx',
  'goose',
  'dbmate',
  'prisma',
  'drizzle',
  'diesel',
  'sqlx',
  'atlas',
  'liquibase-sql',
  'play',
  'plain',
] as const;

/** The name of a layout. */
export type LayoutId = (typeof LAYOUT_IDS)[number];

/** How the runner wraps SQL: one transaction around all of it, one around each statement, or none. */
export type Transaction = 'file' | 'statement' | 'none';

/** A file that a migration tool runs, known by its path alone. */
export interface MigrationFile {
  readonly path: string;
  /** What the tool orders by: "0042", "20240110120000", "1.2". Unique in a history, but for up and down. */
  readonly version: string;
  /** `both`: one file holds an up and a down section (goose, dbmate, Liquibase). */
  readonly direction: 'up' | 'down' | 'both';
  /** Said by the file's name or folder ("….mysql.up.sql"); undefined: as the history. */
  readonly dialect?: Dialect | undefined;
  /** Flyway R__: runs again whenever it changes, after the versioned ones. */
  readonly repeatable: boolean;
  /** The tool's settings for this file (Flyway "V1__x.sql.conf", diesel "metadata.toml"): pass its text to `sectionsOf`. */
  readonly settings?: string | undefined;
}

/** One migration history found in a repository, in the order in which the tool runs it. */
export interface FoundHistory {
  /** The folder (discovered) or the configured path. */
  readonly path: string;
  readonly layout: LayoutId;
  /** Said by names; undefined when only the SQL can tell. */
  readonly dialect?: Dialect | undefined;
  readonly files: readonly MigrationFile[];
  /** A dump or schema file that may stand for what came before; undefined where none is configured or found. */
  readonly baseline?: string | undefined;
  /** Configured: the first merged version that is replayed; the baseline stands for those before. */
  readonly since?: string | undefined;
  /** Index of the configured entry it was found for; undefined when it was discovered. */
  readonly entry?: number | undefined;
  /** A file that gives the order instead of the names (drizzle's journal): pass its text to `orderByJournal`. */
  readonly journal?: string | undefined;
}

/** One direction's SQL of a file's text. */
export interface Section {
  readonly direction: 'up' | 'down';
  /** The text with all else blanked out (line breaks kept), so that offsets and lines stay those of the file. */
  readonly sql: string;
  readonly transaction: Transaction;
  /** By which the file was read: a mark in it may outweigh the names around it. */
  readonly layout: LayoutId;
}
