import type { ServerVersion } from '../sql/dialect.js';
import type { TableRef } from '../sql/name.js';

/** What MySQL and MariaDB write behind ALGORITHM=; the cheapest first. MySQL knows no NOCOPY. */
export type Algorithm = 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY';
/** What MySQL and MariaDB write behind LOCK=; the weakest first. */
export type LockClauseValue = 'NONE' | 'SHARED' | 'EXCLUSIVE';

/** PostgreSQL's table lock modes, spelt as in pg_locks. */
export type LockMode =
  | 'AccessShareLock'
  | 'RowShareLock'
  | 'RowExclusiveLock'
  | 'ShareUpdateExclusiveLock'
  | 'ShareLock'
  | 'ShareRowExclusiveLock'
  | 'ExclusiveLock'
  | 'AccessExclusiveLock';

/** Whom the work keeps waiting. */
export type Blocks = 'nobody' | 'writes' | 'reads-and-writes';
/** What the server does with the rows; the cheapest first. */
export type Work = 'metadata' | 'scan' | 'index-build' | 'rebuild' | 'copy';

/** What the server does, for one version. */
export interface Impact {
  /** Who waits for as long as the work lasts (not for the short metadata lock at its start and end). */
  readonly blocks: Blocks;
  /** What the work is. Everything but 'metadata' grows with the table. */
  readonly work: Work;
  /** MySQL, MariaDB: the cheapest ALGORITHM the server accepts, and the weakest LOCK it allows with it. */
  readonly algorithm?: Algorithm | undefined;
  readonly lock?: LockClauseValue | undefined;
  /** PostgreSQL: the strongest lock mode on each existing table, view and sequence touched. */
  readonly locks?: readonly { readonly table: TableRef; readonly mode: LockMode }[] | undefined;
  /** Tables whose storage is written anew, and tables read from end to end. */
  readonly rewrites: readonly TableRef[];
  readonly scans: readonly TableRef[];
  /** MySQL 8.0.29 and later: the statement uses up an instant row version. */
  readonly rowVersion?: boolean | undefined;
  /** Set when the server refuses the statement whatever the rows hold, with its error number or SQLSTATE. */
  readonly refused?: { readonly code: string; readonly reason: string } | undefined;
  /** The id of the row of the fact table that says so. */
  readonly fact: string;
  /** Where that row comes from: the manual's section, or the server it was executed on. */
  readonly source: string;
}

/** Decided, or not: then with the reason, one sentence that says what the history would have to show. */
export type Prediction =
  | { readonly kind: 'decided'; readonly impact: Impact }
  | { readonly kind: 'undecided'; readonly reason: string };

/** What a prediction depends on beside the statement and the catalog. */
export interface Server {
  readonly version: ServerVersion;
  /** Server settings that differ from the version's defaults, by lower-case name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A statement's prediction, and that of each of its operations taken alone, in the statement's order. */
export interface StatementImpact {
  readonly statement: Prediction;
  readonly operations: readonly Prediction[];
  /** MySQL, MariaDB: what the statement would do without the ALGORITHM and LOCK that it writes; undefined when it writes none. */
  readonly withoutClauses?: Prediction | undefined;
}
