import type { Catalog } from '../catalog/catalog.js';
import { applyStatement } from '../catalog/apply.js';
import { findColumn, findTable, keyOf } from '../catalog/find.js';
import type { Prediction, Server, StatementImpact } from '../impact/impact.js';
import { predictStatement } from '../impact/predict.js';
import type { Operation } from '../sql/operation.js';
import type { Statement } from '../sql/statement.js';
import type { Answer, Detection, OperationRule, Rule, StatementChange, StatementRule } from './rule.js';

/** A rule's detection on one operation, or on the statement (`operation` undefined). */
export interface Hit {
  readonly rule: Rule;
  readonly detection: Detection;
  readonly operation: Operation | undefined;
}

/** One statement as one server meets it. */
export interface Judgement {
  readonly statement: Statement;
  readonly prediction: Prediction;
  readonly hits: readonly Hit[];
  /** Why nothing can be said, where something had to be said; undefined when everything was judged. */
  readonly undecided: string | undefined;
}

/** What stays the same from statement to statement. */
export interface Judge {
  readonly server: Server;
  /** Those that speak this dialect and are not off. */
  readonly rules: readonly Rule[];
  readonly isRollback: boolean;
}

/** The tables that the pull request created so far, by key. */
export type NewTables = ReadonlySet<string>;

/** Judges one statement and says what schema it leaves. */
export function judgeStatement(
  statement: Statement,
  before: Catalog,
  newTables: NewTables,
  judge: Judge,
): { readonly judgement: Judgement; readonly after: Catalog } {
  const impact = predictStatement(statement, before, judge.server);
  const after = applyStatement(before, statement, judge.server.version, effectsOf(impact.statement));
  const change = changeOf(statement, impact, before, after, newTables, judge);
  const answers = [...operationAnswers(change, judge.rules), ...statementAnswers(change, judge.rules)];
  const hits = withoutSuperseded(answers.filter((answer) => answer.kind === 'hit').map(({ hit }) => hit));
  const doubts = answers.filter((answer) => answer.kind === 'undecided');
  const open = doubts.find(({ operation }) => !hits.some((hit) => hit.operation === operation));
  const undecided = open?.reason ?? undecidedImpact(impact, statement, hits);
  return { judgement: { statement, prediction: impact.statement, hits, undecided }, after };
}

type Outcome =
  | { readonly kind: 'hit'; readonly hit: Hit }
  | { readonly kind: 'undecided'; readonly reason: string; readonly operation: Operation | undefined };

function changeOf(
  statement: Statement,
  impact: StatementImpact,
  before: Catalog,
  after: Catalog,
  newTables: NewTables,
  judge: Judge,
): StatementChange {
  return {
    statement: {
      head: statement.head,
      operations: statement.operations,
      impact,
      algorithm: statement.algorithm?.value,
      lock: statement.lock?.value,
      inTransaction: before.session.inTransaction,
    },
    before,
    after,
    server: judge.server.version,
    isRollback: judge.isRollback,
    isNew: (table) => newTables.has(keyOf(before, table)),
    table: (name) => findTable(before, name),
    column: (tableName, name) => {
      const table = findTable(before, tableName);
      return table && findColumn(table, name);
    },
  };
}

function operationAnswers(change: StatementChange, rules: readonly Rule[]): readonly Outcome[] {
  const asked = rules.filter((rule): rule is OperationRule => rule.subject === 'operation');
  return change.statement.operations.flatMap((operation, index) => {
    const impact = change.statement.impact.operations[index] ?? change.statement.impact.statement;
    return asked
      .filter((rule) => rule.on.includes(operation.kind))
      .flatMap((rule) => outcome(rule, rule.check({ ...change, operation, impact }), operation));
  });
}

function statementAnswers(change: StatementChange, rules: readonly Rule[]): readonly Outcome[] {
  return rules
    .filter((rule): rule is StatementRule => rule.subject === 'statement')
    .flatMap((rule) => outcome(rule, rule.check(change), undefined));
}

function outcome(rule: Rule, answer: Answer, operation: Operation | undefined): readonly Outcome[] {
  if (!answer) return [];
  if ('undecided' in answer) return [{ kind: 'undecided', reason: answer.undecided, operation }];
  return [{ kind: 'hit', hit: { rule, detection: answer, operation } }];
}

/** One cause, one finding: a general rule is silent where a specific one speaks of the same operation. */
function withoutSuperseded(hits: readonly Hit[]): readonly Hit[] {
  return hits.filter(
    (hit) =>
      !hits.some(
        (other) => other.operation === hit.operation && other.rule.supersedes?.includes(hit.rule.id) === true,
      ),
  );
}

/** An impact that could not be told is a gap of its own, unless a finding speaks of the same operation already. */
function undecidedImpact(
  impact: StatementImpact,
  statement: Statement,
  hits: readonly Hit[],
): string | undefined {
  const silent = impact.operations.find(
    (prediction, index) =>
      prediction.kind === 'undecided' && !hits.some((hit) => hit.operation === statement.operations[index]),
  );
  if (silent?.kind === 'undecided') return silent.reason;
  return impact.statement.kind === 'undecided' && hits.length === 0 ? impact.statement.reason : undefined;
}

function effectsOf(prediction: Prediction): { readonly rowVersion: boolean; readonly rebuilds: boolean } {
  if (prediction.kind === 'undecided') return { rowVersion: false, rebuilds: false };
  return {
    rowVersion: prediction.impact.rowVersion ?? false,
    rebuilds: prediction.impact.rewrites.length > 0,
  };
}

/** The set of new tables after a statement: what it creates, renames, drops. */
export function trackNewTables(statement: Statement, before: Catalog, known: NewTables): NewTables {
  const next = new Set(known);
  for (const operation of statement.operations) {
    if (operation.kind === 'createTable' && !findTable(before, operation.table))
      next.add(keyOf(before, operation.table));
    if (operation.kind === 'dropTable') next.delete(keyOf(before, operation.table));
    if (operation.kind === 'renameTable' && next.delete(keyOf(before, operation.table))) {
      next.add(keyOf(before, operation.to));
    }
  }
  return next;
}
