import type { ScriptEntry } from '../statement.js';
import type { Span } from '../position.js';
import type { Source } from './source.js';
import type { Token } from './token.js';

/** SQL that a user variable may hold. `complete` is false when parts of it are computed. */
export interface PreparedText {
  readonly texts: readonly Source[];
  readonly complete: boolean;
  /** All that it holds, where the script says so outside of any body; undefined where that is not known. */
  readonly value?: string | undefined;
}

/** A procedure that the script creates. */
export interface Procedure {
  /** Lower case, in their order; undefined for one whose value no call tells: it goes out, or the body sets it. */
  readonly parameters: readonly (string | undefined)[];
  readonly source: Source;
  readonly body: readonly Token[];
}

/** A CALL, with what it hands in as literals, by parameter. */
export interface CallSite {
  readonly values: ReadonlyMap<string, string>;
  /** Where the next statement that the call completes is shown: at the call, each with a start of its own. */
  readonly nextPlace: () => Span;
}

/** What the readers of statements that hold statements need from the reader of the script. */
export interface StatementContext {
  /** Reads one statement inside another; the tokens are of the stream's source. */
  readonly readTokens: (source: Source, tokens: readonly Token[]) => ScriptEntry;
  /** Reads a text of its own, the content of a string. */
  readonly readText: (source: Source) => readonly ScriptEntry[];
  /** User variables, lower case, and the SQL that the script has put into each. */
  readonly variables: Map<string, PreparedText>;
  /** Procedures that the script has created so far, lower case. */
  readonly procedures: Map<string, Procedure>;
  /** True inside a body, where a branch may not be taken. */
  readonly isInBody: boolean;
  /** The call whose procedure is being read. */
  readonly call: CallSite | undefined;
  /** Reads what a procedure does for a call; undefined where calls lead too far. */
  readonly readCalled: (procedure: Procedure, call: CallSite) => readonly ScriptEntry[] | undefined;
}
