import type { Dialect, ServerVersion } from './dialect.js';
import type { Operation } from './operation.js';
import type { Span } from './position.js';

/** A clause that steers how MySQL or MariaDB executes an ALTER; its own span, so that a suggestion can replace it. */
export interface Clause<T extends string> {
  readonly value: T;
  readonly span: Span;
}

/** MySQL, MariaDB: ALGORITHM=. */
export type AlgorithmClause = 'DEFAULT' | 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY';
/** MySQL, MariaDB: LOCK=. */
export type LockClause = 'DEFAULT' | 'NONE' | 'SHARED' | 'EXCLUSIVE';

/** One statement that was read whole. */
export interface Statement {
  /** From the first token to the last, without the delimiter. */
  readonly span: Span;
  /** As written in the file, for quoting; never parsed again. */
  readonly text: string;
  /** The words that name the statement, upper case: "ALTER TABLE", "CREATE INDEX", "UPDATE". */
  readonly head: string;
  readonly operations: readonly Operation[];
  readonly algorithm?: Clause<AlgorithmClause> | undefined;
  readonly lock?: Clause<LockClause> | undefined;
  /** MariaDB WAIT n (seconds) or NOWAIT (0). */
  readonly waitSeconds?: number | undefined;
  /** MariaDB ALTER ONLINE: an error unless LOCK=NONE is possible. MySQL and MariaDB ALTER IGNORE. */
  readonly modifiers?: readonly ('online' | 'ignore')[] | undefined;
  /**
   * Statements inside this one: of a routine, trigger or event body (`runs: 'later'`), of a DO block or of a literal
   * handed to PREPARE (`runs: 'now'`), of the procedure of this file that a CALL runs. Their spans lie in the same file.
   */
  readonly body?: { readonly runs: 'now' | 'later'; readonly statements: readonly ScriptEntry[] } | undefined;
  /** Inside IF, CASE, a loop or an exception handler of a body: it may run, once or more often, or not at all. */
  readonly conditional?: boolean | undefined;
  /** Syntax that the configured server does not know, though a later or another one does: "RENAME COLUMN needs MySQL 8.0". */
  readonly notInVersion?: string | undefined;
  /** PostgreSQL: names as written that are longer than the server keeps, and so stand cut in the operations. */
  readonly cutNames?: readonly string[] | undefined;
}

/** Why a statement is not understood. The ids are the gap ids of the public interface. */
export interface Unreadable {
  readonly gap: 'statement-unreadable' | 'statement-templated';
  readonly span: Span;
  readonly text: string;
  /** Head words where they could be told, else empty. */
  readonly head: string;
  /** One sentence for the author: what was met, and where. */
  readonly reason: string;
  /** Tables that the text may touch, as far as tokens tell; undefined when it may touch any. */
  readonly mayTouch?: readonly string[] | undefined;
}

/** A statement of a script, in its place, read or not. */
export type ScriptEntry =
  | { readonly kind: 'statement'; readonly statement: Statement }
  | { readonly kind: 'unreadable'; readonly unreadable: Unreadable };

/** A comment that stands in the file; acknowledgements are found among them. */
export interface Comment {
  readonly span: Span;
  /** Without the comment marks, trimmed. */
  readonly text: string;
}

/** A file, or the up section of one, as read. */
export interface Script {
  readonly entries: readonly ScriptEntry[];
  readonly comments: readonly Comment[];
  /** Reading was ended from outside, at a limit of time or memory: another attempt may go further. */
  readonly stopped?: boolean | undefined;
}

/** What is to be read, and for which server. */
export interface ReadRequest {
  readonly dialect: Dialect;
  readonly version: ServerVersion;
  readonly text: string;
  /** `head`: history. INSERT, UPDATE, DELETE are read no further than their table, those in bodies too. */
  readonly dml?: 'head' | 'full' | undefined;
  /** MySQL, MariaDB: the session begins with a sql_mode in which double quotes make names (`hasAnsiQuotes`). */
  readonly ansiQuotes?: boolean | undefined;
}

/**
 * Reads SQL text. Never throws for what the text holds: what is not understood comes back as `unreadable`.
 * Injected into the engine, so that the App and the command line can run it in a pool of killable workers.
 */
export type ReadSql = (request: ReadRequest) => Promise<Script>;
