import {
  addedColumnsStep,
  code,
  constraintSql,
  defineRule,
  isSameTable,
  isShutOut,
  serverText,
  sqlNameOf,
  subjectOf,
  validateStep,
} from '../src/engine/rule.js';
import type { Change, OperationOf } from '../src/engine/rule.js';

/** Statements looked at before the one that validates: those between the two steps of one change are few. */
const LOOK_BACK = 500;

export const validationInSameTransaction = defineRule({
  id: 'validation-in-same-transaction',
  summary: 'NOT VALID and VALIDATE CONSTRAINT in one transaction: the lock of the first lasts for the second',
  question: 'How do I validate a constraint after the lock is gone?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['lock-held-during-work'],
  on: ['validateConstraint'],
  check(change) {
    const { operation, isNew, server, statement } = change;
    const whole = statement.impact.statement;
    if (isNew(operation.table) || whole.kind === 'undecided' || whole.impact.refused) return undefined;
    const added = addedBefore(change);
    if (!added) return undefined;
    const { constraint, table } = added;
    const name = code(subjectOf(table));
    const isKey = constraint.kind === 'foreign-key';
    const isShut = isKey && isShutOut(change, table);
    const lock =
      isKey && !isShut
        ? `a SHARE ROW EXCLUSIVE lock on ${name} and ${code(subjectOf(constraint.references))}`
        : `an ACCESS EXCLUSIVE lock on ${name}`;
    const who = isKey && !isShut ? 'write' : 'read and write';
    const isOne = statement.operations.includes(added);
    return {
      subject: subjectOf(table),
      headline: `Every ${who} of ${name} waits while ${code(operation.name)} is validated`,
      message: `VALIDATE alone would let reads and writes go on, but ${isShut ? 'an earlier statement of' : isOne ? 'ADD CONSTRAINT in' : 'ADD CONSTRAINT earlier in'} the same ${isOne && !isShut ? 'statement' : 'transaction'} holds ${lock} until COMMIT. ${serverText(server)} reads every row under that lock, and NOT VALID has gained nothing.`,
      remedy: 'Put VALIDATE CONSTRAINT into a migration of its own, which runs in a transaction of its own.',
      recipe: [
        ...(isKey ? addedColumnsStep(change, table, constraint.columns, 'key') : []),
        {
          kind: 'migration',
          title: 'Add the constraint for new rows only',
          text: `ALTER TABLE ${sqlNameOf(server, table)} ADD ${constraintSql(server, constraint)} NOT VALID;`,
        },
        validateStep(server, table, operation.name),
      ],
    };
  },
});

function addedBefore({
  operation,
  statement,
  statements,
  index,
}: Change<'validateConstraint'>): OperationOf<'addConstraint'> | undefined {
  const { transaction } = statement;
  const earlier =
    transaction === undefined
      ? []
      : statements
          .slice(Math.max(0, index - LOOK_BACK), index)
          .filter((one) => one.transaction === transaction);
  return [...earlier, statement]
    .flatMap(({ operations }) => operations)
    .findLast(
      (one): one is OperationOf<'addConstraint'> =>
        one.kind === 'addConstraint' &&
        one.constraint.name === operation.name &&
        one.constraint.notValid === true &&
        isSameTable(one.table, operation.table),
    );
}
