import { code, defineRule, serverText, subjectOf } from '../src/engine/rule.js';
import type { Operation, Prediction, StatementFacts } from '../src/engine/rule.js';

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
  check({ operation, statement, isNew, server }) {
    const table = operation.table;
    const whole = statement.impact.statement;
    if (!table || isNew(table) || operation !== causeOf(statement)) return undefined;
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
      message: `${WHAT[operation.kind] ?? 'This change'} is not possible in place: ${serverText(server)} writes all of ${code(table.name)} anew (ALGORITHM=COPY). ${waits}.`,
      remedy: isForeignKey(operation) ? FOREIGN_KEY_REMEDY : REMEDY,
    };
  },
});

const REMEDY =
  'Add what is new beside what is there (a new column, filled in batches, then switch and drop the old one), or run the change with an online schema change tool outside the deploy.';

const FOREIGN_KEY_REMEDY =
  'Look for rows without a parent first, then add the constraint in a session with `SET SESSION foreign_key_checks = 0`: the server then changes only metadata, and checks new rows from there on.';

/** What is changed, where a few words say more than "this change". */
const WHAT: Partial<Record<Operation['kind'], string>> = {
  redefineColumn: 'This definition of the column',
  addColumn: 'Adding this column',
  addConstraint: 'Adding this constraint to a table with rows',
  convertCharset: 'This character set',
};

function isForeignKey(operation: Operation): boolean {
  return operation.kind === 'addConstraint' && operation.constraint.kind === 'foreign-key';
}

/** One copy, one finding: on the first action that copies by itself, else on the first of those that do so together. */
function causeOf({ operations, impact }: StatementFacts): Operation | undefined {
  const isCopy = (prediction: Prediction | undefined): boolean =>
    prediction?.kind === 'decided' && prediction.impact.work === 'copy';
  if (!isCopy(impact.statement)) return undefined;
  return operations.find((_, index) => isCopy(impact.operations[index])) ?? operations[0];
}
