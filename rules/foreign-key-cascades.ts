import { code, defineRule, subjectOf } from '../src/engine/rule.js';

export const foreignKeyCascades = defineRule({
  id: 'foreign-key-cascades',
  summary: 'ON DELETE CASCADE: one DELETE takes as many rows of other tables along as there are',
  question: 'How do I delete a parent without one huge DELETE of children?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['addConstraint'],
  check({ operation, server, isRollback, sizeOf }) {
    const { constraint, table } = operation;
    if (isRollback || constraint.kind !== 'foreign-key' || sizeOf(table) === 'small') return undefined;
    const event =
      constraint.onDelete === 'cascade' ? 'DELETE' : constraint.onUpdate === 'cascade' ? 'UPDATE' : undefined;
    if (event === undefined) return undefined;
    const child = code(subjectOf(table));
    const parent = code(subjectOf(constraint.references));
    return {
      subject: subjectOf(table, constraint.columns.join(', ')),
      headline: `One ${event} in ${parent} may change any number of rows of ${child}`,
      message: `Whoever ${event === 'DELETE' ? 'deletes' : 'renumbers'} one row of ${parent} waits until its rows of ${child} are done, in one transaction that locks them all. ${server.dialect === 'postgres' ? 'Without an index on the key each of them costs a scan of the table.' : 'Each replica does the same work once more, in one transaction as well.'}`,
      remedy: `Where a row of ${parent} may have thousands in ${child}, write ON ${event} RESTRICT and let the code ${event === 'DELETE' ? 'delete the children in batches first' : 'keep the key as it is'}.`,
    };
  },
});
