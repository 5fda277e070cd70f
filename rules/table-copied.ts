import { code, defineRule, serverText, subjectOf } from '../src/engine/rule.js';
import type { Operation, StatementFacts } from '../src/engine/rule.js';

export const tableCopied = defineRule({
  id: 'table-copied',
  summary: 'A change that the server can only make by copying the whole table',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
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
  check({ operation, statement, impact, isNew, server }) {
    const table = operation.table;
    if (!table || isNew(table) || !copies(operation, statement, impact)) return undefined;
    const whole = statement.impact.statement;
    if (whole.kind === 'undecided' || whole.impact.refused) return undefined;

    const online = whole.impact.blocks === 'nobody';
    const subject =
      'column' in operation && typeof operation.column === 'string'
        ? subjectOf(table, operation.column)
        : subjectOf(table);
    const waits = online
      ? 'Reads and writes go on meanwhile; the disk needs room for a second copy, and each replica repeats the work'
      : 'Every write to it waits until the copy is done, and each replica repeats the work';
    return {
      subject,
      severity: online ? 'warning' : 'blocker',
      headline: `${serverText(server)} copies ${code(table.name)} row by row${online ? '' : ': writers wait'}`,
      message: `This change of ${code(subject)} is not possible in place: ${serverText(server)} writes all of ${code(table.name)} anew (ALGORITHM=COPY). ${waits}.`,
      remedy: `Add what is new beside what is there (a new column, filled in batches, then switch and drop the old one), or run the change with an online schema change tool outside the deploy.`,
    };
  },
});

/** The operation copies by itself; or none does and together they do: then the first one speaks for all. */
function copies(
  operation: Operation,
  statement: StatementFacts,
  impact: StatementFacts['impact']['statement'],
): boolean {
  const isCopy = (prediction: typeof impact): boolean =>
    prediction.kind === 'decided' && prediction.impact.work === 'copy';
  if (isCopy(impact)) return true;
  return (
    operation === statement.operations[0] &&
    isCopy(statement.impact.statement) &&
    !statement.impact.operations.some(isCopy)
  );
}
