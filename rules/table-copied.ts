import {
  causeOf,
  code,
  defineRule,
  isEmptied,
  subjectOf,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Operation, Prediction, StatementFacts } from '../src/engine/rule.js';

export const tableCopied = defineRule({
  id: 'table-copied',
  summary: 'A change that the server can only make by copying the whole table',
  question: 'How do I make this change without copying the whole table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  on: [
    'addColumn',
    'dropColumn',
    'redefineColumn',
    'renameColumn',
    'setColumnDefault',
    'setColumnVisible',
    'addIndex',
    'dropIndex',
    'renameIndex',
    'setIndexVisible',
    'addConstraint',
    'dropConstraint',
    'alterConstraint',
    'setTableOption',
    'convertCharset',
    'rebuildTable',
    'changeSystemVersioning',
    'partitionTable',
    'removePartitioning',
    'changePartitions',
  ],
  check(change) {
    const { operation, statement, isNew, server, runner } = change;
    const table = operation.table;
    const whole = statement.impact.statement;
    if (!table || isNew(table) || operation !== firstCopy(statement)) return undefined;
    if (isEmptied(change, table)) return undefined;
    if (whole.kind === 'undecided' || whole.impact.refused || runner !== 'direct') return undefined;

    const subject =
      'column' in operation && typeof operation.column === 'string'
        ? subjectOf(table, operation.column)
        : subjectOf(table);
    const why = WHY.find(([cause]) => cause.test(causeOf(whole) ?? ''))?.[1];
    return {
      subject,
      severity: workSeverity(whole.impact),
      headline: `${code(table.name)} is copied row by row for this change: ${waitWords(whole.impact)}`,
      message: `${why ?? 'This change is not possible in place.'} ${workSentence(server, table, whole.impact)}`,
      remedy: causeOf(whole)?.startsWith('drop-primary-key') ? REMEDY_KEY : REMEDY,
    };
  },
});

const REMEDY =
  'Add what is new beside what is there (a new column, filled in batches, then switch and drop the old one), or run the change with an online schema change tool outside the deploy.';

const REMEDY_KEY =
  'Drop the old key and add the new one in one ALTER TABLE (`DROP PRIMARY KEY, ADD PRIMARY KEY (…)`): that is rebuilt in place, and writes go on.';

/** Why it is a copy, where the fact that decides tells. */
const WHY: readonly (readonly [RegExp, string])[] = [
  [/:other-engine/, 'The table is not kept by InnoDB, and its engine makes this change by copying.'],
  [/:temporary-table/, 'Temporary tables are only changed by copying.'],
  [
    /^restate-column-beside-check/,
    'The table has a CHECK on an ENUM, SET, date or TEXT column, which is evaluated anew for every row whenever a column is restated.',
  ],
  [/before-virtual-column/, 'A column in front of a virtual one only comes and goes by copying.'],
  [/system-versioning/, 'Each row gets or loses the time since when it is valid.'],
  [/^drop-primary-key|drops-primary-key/, 'Without its primary key the rows are stored in another order.'],
  [
    /^virtual-column|^add-virtual|^drop-virtual/,
    'A virtual column comes and goes instantly only in a statement of its own.',
  ],
];

/** One copy, one finding: on the first action that copies by itself, else on the first of those that do so together. */
function firstCopy({ operations, impact }: StatementFacts): Operation | undefined {
  const isCopy = (prediction: Prediction | undefined): boolean =>
    prediction?.kind === 'decided' && prediction.impact.work === 'copy';
  if (!isCopy(impact.statement)) return undefined;
  return operations.find((_, index) => isCopy(impact.operations[index])) ?? operations[0];
}
