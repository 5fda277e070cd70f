import type { Algorithm, LockClauseValue, LockMode } from '../impact/impact.js';

/** What a server was seen to do with one statement. Undefined: it could not be seen. */
export interface Observation {
  /** The statement as it was run in the end: with the cheapest clauses that the server takes, or as written. */
  readonly ran: string;
  /** The server's error; nothing else holds then. */
  readonly refused?: { readonly code: string; readonly message: string } | undefined;
  /** MySQL, MariaDB: the cheapest ALGORITHM accepted, and the weakest LOCK accepted with it. */
  readonly algorithm?: Algorithm | undefined;
  readonly lock?: LockClauseValue | undefined;
  /** MySQL: the statement used up an instant row version. */
  readonly rowVersion?: boolean | undefined;
  /** Tables that were there before and whose storage was written anew. */
  readonly rewrites?: readonly string[] | undefined;
  /** The tables of which a rewrite would have been seen; undefined: all. */
  readonly watched?: readonly string[] | undefined;
  /** PostgreSQL: tables of which rows were read by a sequential scan. */
  readonly scans?: readonly string[] | undefined;
  /** PostgreSQL: tables that were read from end to end and held no row; whether they count, the rows decide. */
  readonly emptyScans?: readonly string[] | undefined;
  /** PostgreSQL: the strongest lock on each relation that was there before, indexes left out. */
  readonly locks?: Readonly<Record<string, LockMode>> | undefined;
  /** The statement took locks one after the other, and only those before its first wait were seen. */
  readonly locksInPart?: boolean | undefined;
}

/** A clause that the server was asked for on the way, and its answer. */
export interface Attempt {
  readonly sql: string;
  readonly refused: string | undefined;
}
