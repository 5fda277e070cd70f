import {
  addedColumnsStep,
  code,
  constraintSql,
  countRowsQuery,
  defineRule,
  lockedWork,
  quoteName,
  recipeName,
  serverText,
  sqlNameOf,
  subjectOf,
  validateStep,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const checkValidates = defineRule({
  id: 'check-validates',
  summary: 'A CHECK reads every row that is there while nobody gets at the table',
  question: 'How do I add a CHECK constraint without locking readers out?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addConstraint'],
  check(change) {
    const { operation, server, statement } = change;
    const work = lockedWork(change);
    const { constraint, table } = operation;
    if (work?.cause !== 'add-check' || constraint.kind !== 'check') return undefined;
    const { inline, expression } = constraint;
    const isNewHere = expression.columns.some((one) => isMade(change, one));
    const name = constraint.name ?? recipeName(table.name, ...expression.columns.slice(0, 1), 'check');
    const replaced = statement.operations.some(
      (one) => one.kind === 'dropConstraint' && one.name === constraint.name,
    );
    const target = `ALTER TABLE ${sqlNameOf(server, table)}`;
    const add = `ADD ${constraintSql(server, constraint, name)} NOT VALID;`;
    const subject = subjectOf(table);
    return {
      subject,
      headline: `Every read and write of ${code(subject)} waits while the new CHECK reads each row`,
      message: `${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${code(subject)} while it checks every row that is there${inline ? ', although the column is new: a CHECK written inside ADD COLUMN reads the table too' : isNewHere ? ', although the CHECK is about a new column' : ''}. Every read and write waits until that is done.`,
      remedy:
        'Add the CHECK with NOT VALID, which checks new rows only; VALIDATE CONSTRAINT in a later transaction checks the old ones and lets reads and writes go on.',
      recipe: [
        ...addedColumnsStep(change, table, expression.columns, 'CHECK'),
        // What is to come cannot be asked for yet.
        ...(isNewHere
          ? []
          : [countRowsQuery(server, table, `NOT (${expression.text})`, 'Count the rows that break it')]),
        {
          kind: 'migration',
          title: 'Add the CHECK for new rows only',
          text: replaced
            ? `${target} DROP CONSTRAINT ${quoteName(server, name)}, ${add}`
            : `${target} ${add}`,
        },
        validateStep(server, table, name),
      ],
    };
  },
});

/** A column that this pull request adds: production does not have it yet. */
function isMade(
  { operation: { table }, statement, isNewColumn }: Change<'addConstraint'>,
  name: string,
): boolean {
  return (
    isNewColumn(table, name) ||
    statement.operations.some((one) => one.kind === 'addColumn' && one.column.name === name)
  );
}
