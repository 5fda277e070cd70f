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
import type { RecipeStep, Severity } from './finding.js';
import type { HistoryInput, MigrationInput } from './review-input.js';

export { addedColumnsStep } from './added-columns.js';
export { addedForeignKey, SAID_OF_KEYS } from './added-key.js';
export { schemaDump, shellWord, tableDump } from './backup-step.js';
export { isAtStake, isInUse } from './at-stake.js';
export { droppedIndex } from './dropped-index.js';
export { isEmptied } from './emptied.js';
export { narrowing } from './narrowing.js';
export { lostWithColumn, tablesReferencing, viewsMentioning } from './lost-beside.js';
export { countRowsQuery, orphansQuery, sharedValuesQuery } from './preflight-sql.js';
export {
  findIndexByName,
  findTable,
  findView,
  foreignKeysOf,
  partitionsOf,
  primaryKeyOf,
} from '../catalog/find.js';
export { binlogFormatOf } from './binlog-format.js';
export { boundsLockWait, LONGEST_LOCK_WAIT, lockWaitOf } from './lock-wait.js';
export { isUniqueAlready } from './unique-already.js';
export { outsideTransaction } from './outside-transaction.js';
export { partitionedIndexSteps } from './partitioned-index.js';
export { attachStep, boundCondition, boundProof } from './partition-bound.js';
export { missingKeySteps } from './partition-keys.js';
export { ddlTables, lockedParents } from './ddl-tables.js';
export { foreignKeySteps, partitionedForeignKeySteps } from './foreign-key-recipe.js';
export { isSameTable, lockedWork, isShutOut, strongLocks, tableNames } from './postgres-locks.js';
export type { StrongLock } from './postgres-locks.js';
export {
  backfillSteps,
  bareColumn,
  concurrentIndexStep,
  fillTriggerStep,
  notNullSteps,
  recipeName,
  validateStep,
} from './postgres-recipe.js';
export {
  columnDefinitionSql,
  columnSql,
  columnsSql,
  constraintSql,
  createIndexSql,
  defaultSql,
} from './recipe-sql.js';
export { isInBody } from './in-body.js';
export { isUnseen } from '../catalog/unseen.js';
export { isFirstTouch, unknownTable } from './unknown-table.js';
export { lookUp } from '../look-up.js';
export { ofNewRow } from './new-row.js';
export { findColumn } from '../catalog/find.js';
export { sharesOperators } from '../impact/postgres/type-form.js';
export { isAtLeast } from '../sql/dialect.js';
export { compareVersions } from '../migrations/version-order.js';
export { namesMadeBy } from './names-made.js';
export { reservedFrom } from './reserved-name.js';
export { cutName } from '../catalog/postgres/names.js';
export { catalogDifferences } from '../catalog/difference.js';
export { nameText } from '../sql/name.js';
export { objectOf } from './object-of.js';
export { isOnlyMadeNullable } from './only-made-nullable.js';
export { refusalReason, refusalWords } from './refusal-words.js';
export { alterActionSql } from './alter-action-sql.js';
export { keyBytes, MAX_ROW_BYTES, rowBytes } from '../catalog/mysql/row-bytes.js';
export { batchSteps, inBatches } from './batch-recipe.js';
export { rowsTouched } from './rows-touched.js';
export { isKeyIgnored, keyMismatch, referencedColumnsOf } from './key-mismatch.js';
export { newColumnRecipe } from './new-column-recipe.js';
export {
  causeOf,
  changesCharset,
  sameCause,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from './table-work.js';
export { code, codeList, quoteName, quoteString, serverText, sqlNameOf, subjectOf } from './words.js';
export type { Catalog, Column, Dialect, Impact, ObjectName, Operation, OperationKind, OperationOf };
export type { Prediction, RecipeStep, ServerVersion, Severity, Table };

/** What a rule may know of one statement. */
export interface StatementFacts {
  /** "ALTER TABLE", "CREATE INDEX". */
  readonly head: string;
  readonly operations: readonly Operation[];
  readonly impact: StatementImpact;
  readonly algorithm?: AlgorithmClause | undefined;
  readonly lock?: LockClause | undefined;
  /** MariaDB WAIT n, in seconds; 0 for NOWAIT. */
  readonly waitSeconds?: number | undefined;
  readonly inTransaction: boolean;
  /**
   * Which transaction of its file the statement runs in, counted from 1; undefined when it commits by itself. MySQL's
   * DDL commits whatever is open.
   */
  readonly transaction: number | undefined;
  /** Inside IF, a loop or an exception handler of a body: it may run, once or more often, or not at all. */
  readonly conditional: boolean;
  /** Why the configured server does not know this syntax; undefined when it does. */
  readonly notInVersion?: string | undefined;
  /** PostgreSQL: names as written that are longer than the server keeps; the operations hold them cut. */
  readonly cutNames?: readonly string[] | undefined;
  /** The schema as the statement meets it, and as it leaves it. */
  readonly before: Catalog;
  readonly after: Catalog;
}

/** A migration as a rule sees it. */
export type MigrationFacts = Pick<
  MigrationInput,
  'path' | 'version' | 'direction' | 'transaction' | 'layout' | 'status'
>;

/** What holds for every subject of one file. */
export interface Surroundings {
  readonly server: ServerVersion;
  /** Nobody configured the version: it was assumed. */
  readonly isVersionAssumed: boolean;
  readonly migration: MigrationFacts;
  /** Every statement of the file that was read, in order. */
  readonly statements: readonly StatementFacts[];
  /** The schema before the pull request; in a down migration, before its own up migration. */
  readonly start: Catalog;
  /** The schema that the whole pull request leaves; in a down migration, what that file leaves. */
  readonly end: Catalog;
  /** What the configuration says of a table; `hot` wins. Undefined: nothing. */
  readonly sizeOf: (table: ObjectName) => TableSize | undefined;
  readonly runner: HistoryInput['runner'];
  readonly replication: HistoryInput['replication'];
  /** A down migration: it runs only when somebody rolls back. */
  readonly isRollback: boolean;
}

/** Few rows, or many rows and much traffic: the configuration's `tables.small` and `tables.hot`. */
export type TableSize = 'small' | 'hot';

interface Subject extends Surroundings {
  readonly statement: StatementFacts;
  /** Where the statement stands in `statements`. */
  readonly index: number;
  /** The schema as the statement meets it, and as it leaves it. */
  readonly before: Catalog;
  readonly after: Catalog;
  /** True only when this pull request creates the table; a table that the history does not show is not new. */
  readonly isNew: (table: ObjectName) => boolean;
  /** True only when this pull request adds the column to a table that was there. */
  readonly isNewColumn: (table: ObjectName, column: string) => boolean;
  /** Look-ups in `before`; undefined when the history does not show the object. */
  readonly table: (name: ObjectName) => Table | undefined;
  readonly column: (table: ObjectName, name: string) => Column | undefined;
}

/** One operation of a proposed statement, typed by the kinds that the rule asked for. */
export interface Change<K extends OperationKind = OperationKind> extends Subject {
  readonly operation: OperationOf<K>;
  /** Of this operation taken alone. */
  readonly impact: Prediction;
}

/** A whole proposed statement. */
export type StatementChange = Subject;

/** A whole proposed migration, in its place among the others. */
export interface MigrationChange extends Surroundings {
  /** The statements as statement rules see them: with the tables that are new at that point. */
  readonly changes: readonly StatementChange[];
  /** Merged migrations in the order in which the tool ran them, and all that the pull request proposes. */
  readonly merged: readonly MigrationFacts[];
  readonly proposed: readonly MigrationFacts[];
  /** Versions of this change that other open pull requests take as well. */
  readonly elsewhere: NonNullable<HistoryInput['elsewhere']>;
}

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

/** What a rule found. */
export interface Detection {
  /** The object, for people: "orders.status". */
  readonly subject: string;
  /** Object and consequence, under 100 characters, no full stop. */
  readonly headline: string;
  /** What happens, to which object, who waits and why. */
  readonly message: string;
  readonly remedy: string;
  /** The remedy in full: queries to run first, then the migrations that do the same safely, in order. */
  readonly recipe?: readonly RecipeStep[] | undefined;
  /** Milder than the rule's own severity, where this server spares what the rule fears. */
  readonly severity?: Severity | undefined;
  readonly replacement?: Replacement | undefined;
  /** The table whose size decides, where it is not the operation's own. */
  readonly table?: ObjectName | undefined;
  /** Of a migration rule: the statement (its index) and the operation to point at; undefined points at the first line. */
  readonly at?: { readonly index: number; readonly operation?: Operation | undefined } | undefined;
}

/** What a check answers: a detection, "cannot say" with the reason, or nothing. */
export type Answer = Detection | { readonly undecided: string } | undefined;

/** What the page answers, as its reader would ask: the text of every link to it. At most 80 characters, ends in "?". */
type Question = `${string}?`;

interface RuleFacts {
  /** `<object>-<hazard>`: file name, page, acknowledgement word and URL, for ever. */
  readonly id: string;
  readonly summary: string;
  readonly question: Question;
  readonly dialects: readonly Dialect[];
  readonly severity: Severity;
  /** General rules that stay silent on the same operation, or the same statement, when this one speaks. */
  readonly supersedes?: readonly string[] | undefined;
  /**
   * What the table decides. `size`: on a small table it is advice, on a hot one a warning becomes a blocker. `traffic`:
   * a small table is spared nothing, a hot one hardens it all the same.
   */
  readonly scale?: 'size' | 'traffic' | undefined;
  /** Asked only where the configuration gives it a severity. */
  readonly offByDefault?: true | undefined;
}

/** A rule about one operation. */
export interface OperationRule<K extends OperationKind = OperationKind> extends RuleFacts {
  readonly subject: 'operation';
  readonly on: readonly K[];
  readonly check: (change: Change<K>) => Answer;
}

/** A rule about a statement as a whole. */
export interface StatementRule extends RuleFacts {
  readonly subject: 'statement';
  readonly check: (change: StatementChange) => Answer;
}

/** A rule about a file in its place. */
export interface MigrationRule extends RuleFacts {
  readonly subject: 'migration';
  readonly check: (change: MigrationChange) => Answer;
}

/** Something that could not be judged, and has a page and an id to acknowledge it by. */
export interface GapKind {
  readonly subject: 'gap';
  readonly id: string;
  readonly summary: string;
  readonly question: Question;
  readonly dialects: readonly Dialect[];
}

/** Whatever can be asked of a change. */
export type Rule = OperationRule | StatementRule | MigrationRule;
/** Whatever has a page and an id. */
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

/** A rule about a file in its place. */
export function defineMigrationRule(rule: Omit<MigrationRule, 'subject'>): MigrationRule {
  return { ...rule, subject: 'migration' };
}

/** An id under which the engine reports what it could not judge. */
export function defineGap(gap: Omit<GapKind, 'subject'>): GapKind {
  return { ...gap, subject: 'gap' };
}
