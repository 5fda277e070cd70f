import type { Impact } from '../impact/impact.js';
import type { Dialect } from '../sql/dialect.js';

/** How much a finding weighs: a blocker holds the pull request, advice is only said. */
export type Severity = 'blocker' | 'warning' | 'advice';

/** `requested`: acknowledged by the author where an expert must agree; it blocks until one does. */
export type State = 'open' | 'requested' | 'acknowledged';

/** `incomplete`: something in the proposed files could not be judged. An open blocker outranks it. */
export type Verdict = 'clear' | 'acknowledged' | 'blocked' | 'incomplete';

/** Who took a finding or gap upon them, and why. */
export interface Acknowledgement {
  readonly reason: string;
  /** Line of the comment in the file that says so, from 1; null: said elsewhere, by `by`. */
  readonly line: number | null;
  /** Login of who said so in the pull request; undefined for a comment in the file. */
  readonly by?: string | undefined;
  /** Login of the expert who approved it; undefined where the word of who said so was enough, or is still to be approved. */
  readonly approvedBy?: string | undefined;
}

/** What one environment's server does. `impact` is null where it could not be decided, with the reason. */
export interface EnvironmentImpact {
  readonly environment: string;
  readonly version: string;
  readonly impact: Impact | null;
  readonly undecided: string | null;
}

/** One step of a remedy that is more than one line: SQL or a command, ready to use. */
export interface RecipeStep {
  /**
   * `query`: SQL run by hand, changes nothing. `script`: SQL run by hand that changes rows. `migration`: SQL, a file of its
   * own. `command`: for a shell.
   */
  readonly kind: 'query' | 'script' | 'migration' | 'command';
  /** What the step does, for people; no full stop. Plain words and `code spans`. */
  readonly title: string;
  /**
   * Names inside are quoted as the server wants them, and free of control characters. What the author wrote stands in no
   * `command`, but for names, each one word of the shell.
   */
  readonly text: string;
  /** A migration that the runner must not wrap in a transaction. */
  readonly transaction?: 'none' | undefined;
}

/**
 * A hazard found on one line. `headline`, `message` and `remedy` are plain sentences in which only `code spans` are
 * marked up; names inside them are already shortened and free of control characters (see `code` in rule.ts).
 */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly state: State;
  readonly file: string;
  /** First and last line of what is wrong, from 1. */
  readonly line: number;
  readonly endLine: number;
  /** The object, for people: "orders.status". */
  readonly subject: string;
  /** Object and consequence, under 100 characters, no full stop. */
  readonly headline: string;
  /** What happens, to which object, who waits and why. */
  readonly message: string;
  /** What to do instead. */
  readonly remedy: string;
  /** The remedy in full, in order; empty where a sentence is enough. */
  readonly recipe: readonly RecipeStep[];
  /** Text that replaces the lines `suggestionLine` to `suggestionEndLine` whole; null where no replacement is complete. */
  readonly suggestion: string | null;
  readonly suggestionLine: number | null;
  readonly suggestionEndLine: number | null;
  readonly acknowledgement: Acknowledgement | null;
  /** Tables that it is about, as the statement names them ("billing.invoices"); empty where it names none. */
  readonly tables: readonly string[];
  readonly engine: Dialect;
  /** Survives rebases, line shifts and rewording: built from rule, file, subject and statement. */
  readonly fingerprint: string;
  readonly impacts: readonly EnvironmentImpact[];
  /** True in a down migration, which runs only when somebody rolls back. */
  readonly rollback: boolean;
  /** No suggestion and no comment in the file: an edit would break a checksum. It is acknowledged in the conversation. */
  readonly sealed?: true | undefined;
}

/** Something in the proposed files that could not be judged. Never silent, never a guess. */
export interface Gap {
  readonly id: string;
  readonly state: State;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  /** One sentence: what could not be judged, and why. Code spans only, as in a finding. */
  readonly reason: string;
  /** First 120 characters of the statement, white space folded; empty for a whole file. */
  readonly statement: string;
  /** Tables that the statement names; empty where it could not be read. */
  readonly tables: readonly string[];
  /** Null where it is not known. */
  readonly engine: Dialect | null;
  readonly acknowledgement: Acknowledgement | null;
  readonly fingerprint: string;
  /** As of a finding. */
  readonly sealed?: true | undefined;
}

/** Something the reader must know that is no finding: an acknowledgement that matches nothing, an assumed version. */
export interface Notice {
  readonly file: string | null;
  readonly line: number | null;
  readonly text: string;
}

/** A proposed statement that was judged, with what every configured server does with it. */
export interface JudgedStatement {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly impacts: readonly EnvironmentImpact[];
}

/** What was looked at in one history. */
export interface CheckedHistory {
  readonly path: string;
  /** Proposed migrations and statements that were judged. */
  readonly migrations: number;
  readonly statements: number;
  /** Migrations replayed to know the schema. */
  readonly history: number;
  readonly engine: string;
  readonly environments: readonly {
    readonly name: string;
    readonly version: string;
    readonly assumed: boolean;
  }[];
}

/** The whole answer. Plain JSON. */
export interface Review {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly notices: readonly Notice[];
  readonly statements: readonly JudgedStatement[];
  readonly checked: readonly CheckedHistory[];
}
