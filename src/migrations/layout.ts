import type { Dialect } from '../sql/dialect.js';
import type { NameReader } from './file-name.js';
import type { LayoutId } from './migration.js';
import type { Order } from './version-order.js';

/**
 * How a tool sends a section to PostgreSQL: in a transaction; statement by statement, each for itself; or as one query,
 * which the server runs as one implicit transaction when it holds several statements.
 */
export type Wrapping = 'transaction' | 'statements' | 'query';

/** What a tool can know of a file when it decides how to run it. */
export interface FileText {
  readonly path: string;
  readonly text: string;
  /** Text of the file's settings ("V1__x.sql.conf"), empty when there are none. */
  readonly settings: string;
}

/** A stretch of a file that runs in one direction. */
export interface RawSection {
  readonly direction: 'up' | 'down';
  /** As long as the file's text, everything else blanked out. */
  readonly sql: string;
  /** Said by a mark of the section itself; undefined: as the file. */
  readonly wrapping?: Wrapping | undefined;
}

/** What there is to know of one migration tool's files. */
export interface Layout {
  readonly id: LayoutId;
  readonly read: NameReader;
  readonly order: Order;
  /**
   * The tool compares checksums, so that not even a comment can be added: `applied` to a file that ran, `listed` to any
   * file, since a list of the checksums lies beside them.
   */
  readonly checksums: 'none' | 'applied' | 'listed';
  readonly wrapping: (file: FileText) => Wrapping;
  /** Undefined, and where it gives undefined (no mark in the text): the whole file runs as its name says. */
  readonly split?:
    ((text: string, dialect: Dialect | undefined) => readonly RawSection[] | undefined) | undefined;
}
