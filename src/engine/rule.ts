/**
 * The only file that a rule imports: what it is asked, what it may answer, and the few words that rules share.
 * A rule is a pure function of one subject; it holds no SQL text, no configuration, no client.
 */
import type { Catalog, Column, Table } from '../catalog/catalog.js';
import type { Impact, Prediction, StatementImpact } from '../impact/impact.js';
import type { DataType } from '../sql/column.js';
import type { Dialect, ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { Operation, OperationKind, OperationOf } from '../sql/operation.js';
import type { AlgorithmClause, LockClause } from '../sql/statement.js';
import type { Severity } from './finding.js';

export { code, codeList, quoteString, serverText, subjectOf } from './words.js';
export type { Dialect, Impact, Operation, Prediction, ServerVersion, Severity };

/** What a rule may know of the statement around its subject. */
export interface StatementFacts {
  /** "ALTER TABLE", "CREATE INDEX". */
  readonly head: string;
  readonly operations: readonly Operation[];
  readonly impact: StatementImpact;
  readonly algorithm?: AlgorithmClause | undefined;
  readonly lock?: LockClause | undefined;
  readonly inTransaction: boolean;
}

interface Subject {
  readonly statement: StatementFacts;
  /** The schema as the statement meets it, and as it leaves it. */
  readonly before: Catalog;
  readonly after: Catalog;
  readonly server: ServerVersion;
  /** True only when this pull request creates the table; a table that the history does not show is not new. */
  readonly isNew: (table: ObjectName) => boolean;
  /** Look-ups in `before`; undefined when the history does not show the object. */
  readonly table: (name: ObjectName) => Table | undefined;
  readonly column: (table: ObjectName, name: string) => Column | undefined;
  /** A down migration: it runs only when somebody rolls back. */
  readonly isRollback: boolean;
}

/** One operation of a proposed statement, typed by the kinds that the rule asked for. */
export interface Change<K extends OperationKind = OperationKind> extends Subject {
  readonly operation: OperationOf<K>;
  /** Of this operation taken alone. */
  readonly impact: Prediction;
}

/** A whole proposed statement. */
export type StatementChange = Subject;

/** How a rule says what to write instead, without seeing the text. */
export type Replacement =
  /** Behind the statement's last token: ", ALGORITHM=INSTANT". */
  | { readonly kind: 'append'; readonly text: string }
  /** In place of the whole statement, without its delimiter. */
  | { readonly kind: 'statement'; readonly text: string }
  /** In place of the operation. */
  | { readonly kind: 'operation'; readonly text: string }
  /** In place of the type that the operation writes. */
  | { readonly kind: 'type'; readonly type: DataType; readonly text: string }
  /** Behind the statement's words given: "CREATE INDEX" + " CONCURRENTLY". */
  | { readonly kind: 'after-words'; readonly words: string; readonly text: string };

export interface Detection {
  /** The object, for people: "orders.status". */
  readonly subject: string;
  /** Object and consequence, under 100 characters, no full stop. */
  readonly headline: string;
  /** What happens, to which object, who waits and why. */
  readonly message: string;
  readonly remedy: string;
  /** Milder than the rule's own severity, where this server spares what the rule fears. */
  readonly severity?: Severity | undefined;
  readonly replacement?: Replacement | undefined;
}

/** What a check answers: a detection, "cannot say" with the reason, or nothing. */
export type Answer = Detection | { readonly undecided: string } | undefined;

interface RuleFacts {
  /** `<object>-<hazard>`: file name, page, acknowledgement word and URL, for ever. */
  readonly id: string;
  readonly summary: string;
  readonly dialects: readonly Dialect[];
  readonly severity: Severity;
  /** General rules that stay silent on the same operation when this one speaks. */
  readonly supersedes?: readonly string[] | undefined;
}

export interface OperationRule<K extends OperationKind = OperationKind> extends RuleFacts {
  readonly subject: 'operation';
  readonly on: readonly K[];
  readonly check: (change: Change<K>) => Answer;
}

export interface StatementRule extends RuleFacts {
  readonly subject: 'statement';
  readonly check: (change: StatementChange) => Answer;
}

/** Something that could not be judged, and has a page and an id to acknowledge it by. */
export interface GapKind {
  readonly subject: 'gap';
  readonly id: string;
  readonly summary: string;
  readonly dialects: readonly Dialect[];
}

export type Rule = OperationRule | StatementRule;
export type RegistryEntry = Rule | GapKind;

/** A rule about one operation of the kinds in `on`. */
export function defineRule<const K extends OperationKind>(
  rule: Omit<OperationRule<K>, 'subject'>,
): OperationRule {
  // The engine calls `check` only with operations of the kinds in `on`.
  return { ...rule, subject: 'operation' } as unknown as OperationRule;
}

/** A rule about a statement as a whole. */
export function defineStatementRule(rule: Omit<StatementRule, 'subject'>): StatementRule {
  return { ...rule, subject: 'statement' };
}

/** An id under which the engine reports what it could not judge. */
export function defineGap(gap: Omit<GapKind, 'subject'>): GapKind {
  return { ...gap, subject: 'gap' };
}
