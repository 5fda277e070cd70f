import type { Catalog } from '../catalog/catalog.js';
import { findColumn, findTable, keyOf } from '../catalog/find.js';
import type { Server, StatementImpact } from '../impact/impact.js';
import type { ObjectName } from '../sql/name.js';
import { nameText } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';
import { glob } from '../wildcard.js';
import type { ReplayTools } from './replay.js';
import type { HistoryInput, MigrationInput } from './review-input.js';
import type {
  Answer,
  Detection,
  MigrationChange,
  MigrationRule,
  OperationRule,
  Rule,
  StatementChange,
  StatementRule,
  Surroundings,
  TableSize,
} from './rule.js';
import type { Step } from './step.js';
import { columnKey } from './step.js';

/** A rule's detection on one operation, or on the statement or the file (`operation` undefined). */
export interface Hit {
  readonly rule: Rule;
  readonly detection: Detection;
  readonly operation: Operation | undefined;
  readonly size: TableSize | undefined;
}

/** One statement as one server meets it. */
export interface Judgement extends Pick<Step, 'statement'> {
  readonly prediction: StatementImpact['statement'];
  readonly hits: readonly Hit[];
  /** Why nothing can be said, where something had to be said; undefined when everything was judged. */
  readonly undecided: string | undefined;
}

/** What stays the same from file to file. */
export interface Judge {
  readonly server: Server;
  /** Those that speak this dialect and are not off. */
  readonly rules: readonly Rule[];
  readonly history: HistoryInput;
  readonly pause: ReplayTools['pause'];
}

/** What the rules say of one proposed file. */
export interface FileJudgement {
  readonly judgements: readonly Judgement[];
  /** Of rules about the file as a whole. */
  readonly hits: readonly Hit[];
}

/** The schema before the pull request, and the one that it leaves as a whole. */
interface Frame {
  readonly start: Catalog;
  readonly end: Catalog;
}

/** Asks every rule about a file whose steps were taken. */
export async function judgeSteps(
  steps: readonly Step[],
  migration: MigrationInput,
  frame: Frame,
  judge: Judge,
): Promise<FileJudgement> {
  const surroundings = surroundingsOf(steps, migration, frame, judge);
  const changes = steps.map((step, index) => changeOf(step, index, surroundings));
  const judgements: Judgement[] = [];
  for (const [index, step] of steps.entries()) {
    const change = changes[index];
    if (!change) throw new Error('Every step has a change.');
    judgements.push(judgementOf(step, change, judge.rules));
    await judge.pause?.();
  }
  const hits = migrationHits(changes, surroundings, judge);
  return { judgements, hits: hits.filter((hit) => !isOutranked(hit, judgements)) };
}

/** Whether the configuration calls a table small or hot; `hot` wins. Names match with or without their schema. */
function sizes({ small, hot }: HistoryInput['tables']): Surroundings['sizeOf'] {
  const matcher = (patterns: readonly string[]): ((table: ObjectName) => boolean) => {
    const matchers = patterns.map((pattern) => glob(pattern, true));
    return (table) => matchers.some((matches) => matches(table.name) || matches(nameText(table)));
  };
  const isHot = matcher(hot);
  const isSmall = matcher(small);
  return (table) => (isHot(table) ? 'hot' : isSmall(table) ? 'small' : undefined);
}

function surroundingsOf(
  steps: readonly Step[],
  migration: MigrationInput,
  { start, end }: Frame,
  { server, history }: Judge,
): Surroundings {
  return {
    server: server.version,
    isVersionAssumed: history.environments.every(({ assumed }) => assumed),
    migration,
    statements: steps.map(({ facts }) => facts),
    start,
    end,
    sizeOf: sizes(history.tables),
    runner: history.runner,
    replication: history.replication,
    isRollback: migration.direction === 'down',
  };
}

function changeOf({ facts, created }: Step, index: number, surroundings: Surroundings): StatementChange {
  const { before, after } = facts;
  return {
    ...surroundings,
    statement: facts,
    index,
    before,
    after,
    isNew: (table) => created.tables.has(keyOf(before, table)),
    isNewColumn: (table, column) => created.columns.has(columnKey(before, table, column)),
    table: (name) => findTable(before, name),
    column: (tableName, name) => {
      const table = findTable(before, tableName);
      return table && findColumn(table, name);
    },
  };
}

function judgementOf({ statement, facts }: Step, change: StatementChange, rules: readonly Rule[]): Judgement {
  const { impact } = facts;
  const answers = [...operationAnswers(change, rules), ...statementAnswers(change, rules)];
  const hits = withoutSuperseded(answers.filter((answer) => answer.kind === 'hit').map(({ hit }) => hit));
  const doubts = answers.filter((answer) => answer.kind === 'undecided');
  const open = doubts.find(({ operation }) => !hits.some((hit) => hit.operation === operation));
  const whole = isJudgedInside(statement) ? undefined : undecidedImpact(change, hits);
  const undecided = open?.reason ?? whole;
  return { statement, prediction: impact.statement, hits, undecided };
}

/** What stands in a DO block or a prepared literal is judged there, and a gap is said there; not what is put together. */
function isJudgedInside({ body, operations }: Step['statement']): boolean {
  return (
    body?.runs === 'now' &&
    body.statements.length > 0 &&
    !operations.some(({ kind }) => kind === 'executeDynamic')
  );
}

function migrationHits(
  changes: readonly StatementChange[],
  surroundings: Surroundings,
  { history, rules }: Judge,
): readonly Hit[] {
  const { merged, proposed, elsewhere = [] } = history;
  const change: MigrationChange = { ...surroundings, changes, merged, proposed, elsewhere };
  return rules
    .filter((rule): rule is MigrationRule => rule.subject === 'migration')
    .flatMap((rule) => outcome(rule, rule.check(change), undefined, change.sizeOf))
    .flatMap((answer) => (answer.kind === 'hit' ? [answer.hit] : []));
}

type Outcome =
  | { readonly kind: 'hit'; readonly hit: Hit }
  | { readonly kind: 'undecided'; readonly reason: string; readonly operation: Operation | undefined };

function operationAnswers(change: StatementChange, rules: readonly Rule[]): readonly Outcome[] {
  const asked = rules.filter((rule): rule is OperationRule => rule.subject === 'operation');
  const { operations, impact: whole } = change.statement;
  return operations.flatMap((operation, index) => {
    const impact = whole.operations[index] ?? whole.statement;
    const one = { ...change, operation, impact };
    return asked
      .filter((rule) => rule.on.includes(operation.kind))
      .flatMap((rule) => outcome(rule, rule.check(one), operation, change.sizeOf));
  });
}

function statementAnswers(change: StatementChange, rules: readonly Rule[]): readonly Outcome[] {
  return rules
    .filter((rule): rule is StatementRule => rule.subject === 'statement')
    .flatMap((rule) => outcome(rule, rule.check(change), undefined, change.sizeOf));
}

function outcome(
  rule: Rule,
  answer: Answer,
  operation: Operation | undefined,
  sizeOf: Surroundings['sizeOf'],
): readonly Outcome[] {
  if (!answer) return [];
  if ('undecided' in answer) return [{ kind: 'undecided', reason: answer.undecided, operation }];
  const table = answer.table ?? tableOf(operation);
  return [{ kind: 'hit', hit: { rule, detection: answer, operation, size: table && sizeOf(table) } }];
}

function tableOf(operation: Operation | undefined): ObjectName | undefined {
  return operation && 'table' in operation ? operation.table : undefined;
}

/** One cause, one finding: a general rule is silent where a specific one speaks of the same operation, or the whole statement. */
function withoutSuperseded(hits: readonly Hit[]): readonly Hit[] {
  const isSameCause = (one: Hit, other: Hit): boolean =>
    one.operation === other.operation || one.operation === undefined || other.operation === undefined;
  return hits.filter(
    (hit) =>
      !hits.some((other) => other.rule.supersedes?.includes(hit.rule.id) === true && isSameCause(other, hit)),
  );
}

/** A rule about the file is silent where a more specific one speaks of the statement that it points at. */
function isOutranked({ rule, detection }: Hit, judgements: readonly Judgement[]): boolean {
  const there = detection.at && judgements[detection.at.index];
  return there?.hits.some((other) => other.rule.supersedes?.includes(rule.id)) ?? false;
}

/**
 * An impact that could not be told is a gap of its own, unless a finding speaks of the same operation already. What
 * happens to a table that this change creates keeps nobody waiting.
 */
function undecidedImpact({ statement, isNew }: StatementChange, hits: readonly Hit[]): string | undefined {
  const { operations, impact } = statement;
  const isOfNew = (operation: Operation | undefined): boolean => {
    const table = tableOf(operation);
    return table !== undefined && isNew(table);
  };
  const silent = impact.operations.find(
    (prediction, index) =>
      prediction.kind === 'undecided' &&
      !isOfNew(operations[index]) &&
      !hits.some((hit) => hit.operation === operations[index]),
  );
  if (silent?.kind === 'undecided') return silent.reason;
  if (operations.length > 0 && operations.every(isOfNew)) return undefined;
  return impact.statement.kind === 'undecided' && hits.length === 0 ? impact.statement.reason : undefined;
}
