import type { ScriptEntry } from '../statement.js';
import type { Source } from './source.js';
import type { Token } from './token.js';

/** SQL that a user variable may hold. `complete` is false when parts of it are computed. */
export interface PreparedText {
  readonly texts: readonly Source[];
  readonly complete: boolean;
}

/** What the readers of statements that hold statements need from the reader of the script. */
export interface StatementContext {
  /** Reads one statement inside another; the tokens are of the stream's source. */
  readonly readTokens: (source: Source, tokens: readonly Token[]) => ScriptEntry;
  /** Reads a text of its own, the content of a string. */
  readonly readText: (source: Source) => readonly ScriptEntry[];
  /** User variables, lower case, and the SQL that the script has put into each. */
  readonly variables: Map<string, PreparedText>;
}
