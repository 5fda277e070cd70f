import {
  alterActionSql,
  code,
  defineStatementRule,
  sqlNameOf,
  subjectOf,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Impact, Operation, RecipeStep, ServerVersion, StatementFacts } from '../src/engine/rule.js';

const COST: Readonly<Record<Impact['work'], number>> = {
  metadata: 0,
  scan: 1,
  'index-build': 2,
  rebuild: 3,
  copy: 4,
};

export const instantChangeDegraded = defineStatementRule({
  id: 'instant-change-degraded',
  summary: 'Actions that are cheap alone and rewrite the table when one ALTER holds them together',
  question: 'How do I keep the instant parts of an ALTER instant?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt', 'algorithm-clause'],
  check({ statement, isNew, runner, server }) {
    const whole = statement.impact.statement;
    const [first] = statement.operations;
    const table = first && 'table' in first ? first.table : undefined;
    if (!table || isNew(table) || runner !== 'direct' || statement.operations.length < 2) return undefined;
    if (whole.kind === 'undecided' || whole.impact.refused || COST[whole.impact.work] < COST.rebuild)
      return undefined;
    const alone = aloneOf(statement);
    if (!alone || alone.some(({ work }) => COST[work] >= COST[whole.impact.work])) return undefined;

    const subject = subjectOf(table);
    return {
      subject,
      table,
      severity: workSeverity(whole.impact),
      headline: `Together these changes rewrite ${code(table.name)}, one by one they do not: ${waitWords(whole.impact)}`,
      message: `${WHY} ${workSentence(server, table, whole.impact)}`,
      remedy:
        'Split it: the actions that are instant in one ALTER TABLE with `ALGORITHM=INSTANT`, the others in the next. Two statements, and no row is touched by the first.',
      recipe: split(server, sqlNameOf(server, table), statement, alone),
    };
  },
});

const WHY =
  'An ALTER TABLE is carried out in one way, the dearest that one of its actions needs. Adding or dropping a column is instant only where every other action is, too; otherwise it means writing every row anew, even beside a mere comment.';

/** What each action does in a statement of its own; undefined where one of them cannot be told. */
function aloneOf({ impact }: StatementFacts): readonly Impact[] | undefined {
  const alone = impact.operations.flatMap((one) => (one.kind === 'decided' ? [one.impact] : []));
  return alone.length === impact.operations.length ? alone : undefined;
}

function isVirtual(operation: Operation): boolean {
  return operation.kind === 'addColumn' && operation.column.generated !== undefined;
}

/** Instant actions, virtual columns (which share a statement with nothing), and the rest: in that order. */
function split(
  server: ServerVersion,
  target: string,
  { operations }: StatementFacts,
  alone: readonly Impact[],
): readonly RecipeStep[] {
  const texts = operations.map((operation) => alterActionSql(server, operation));
  if (texts.includes(undefined)) return [];
  const groups = operations.map((operation, at) =>
    isVirtual(operation) ? 'virtual' : alone[at]?.algorithm === 'INSTANT' ? 'instant' : 'rest',
  );
  const online = `ALGORITHM=${server.dialect === 'mysql' ? 'INPLACE' : 'NOCOPY'}, LOCK=NONE`;
  // What is refused alone needs the others to go first: a column whose foreign key is dropped.
  const needsRest = alone.some(({ refused }, at) => refused !== undefined && groups[at] !== 'rest');
  const order = needsRest
    ? (['rest', 'instant', 'virtual'] as const)
    : (['instant', 'virtual', 'rest'] as const);
  return order.flatMap((group): readonly RecipeStep[] => {
    const actions = texts.filter((_, at) => groups[at] === group);
    if (actions.length === 0) return [];
    return [
      {
        kind: 'migration',
        title: group === 'rest' ? 'The rest, while reads and writes go on' : 'What changes only metadata',
        text: `ALTER TABLE ${target} ${[...actions, group === 'rest' ? online : 'ALGORITHM=INSTANT'].join(', ')};`,
      },
    ];
  });
}
