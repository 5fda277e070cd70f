import { code, defineRule, findTable, subjectOf } from '../src/engine/rule.js';

export const rowSecurityWithoutPolicy = defineRule({
  id: 'row-security-without-policy',
  summary: 'Row security is switched on and no policy lets anybody see a row',
  question: 'How do I switch on row security without hiding every row?',
  dialects: ['postgres'],
  severity: 'warning',
  on: ['setTableAttribute'],
  check({ operation, isNew, isRollback, end, before, statement, statements, index }) {
    if (operation.attribute !== 'row-security' || !['enable', 'force'].includes(operation.value))
      return undefined;
    const left = findTable(end, operation.table);
    if (isRollback || !left || left.uncertain.length > 0) return undefined;
    const hasPolicy = (one: typeof left | undefined): boolean =>
      one?.dependents.some(({ object }) => object === 'policy') === true;
    const name = subjectOf(operation.table);
    if (!hasPolicy(left))
      return {
        subject: name,
        headline: `${code(name)} looks empty to everybody but its owner: row security has no policy`,
        message: `With row security and no policy PostgreSQL refuses every row: SELECT finds nothing, UPDATE and DELETE change nothing, INSERT fails with ${code('42501')}. Only the owner${operation.value === 'force' ? ', and with FORCE not even the owner,' : ''} and superusers see the rows, so a migration run as the owner notices nothing.`,
        remedy: `Create the policies first, in the same transaction, one for each command that the application uses, and try them as the application's role.`,
      };
    // The policy comes in a later transaction: until then nobody sees a row.
    const here = findTable(before, operation.table);
    if (isNew(operation.table) || hasPolicy(here) || statement.transaction !== undefined) return undefined;
    const isLater = statements
      .slice(index + 1)
      .some(({ after }) => hasPolicy(findTable(after, operation.table)));
    return isLater
      ? {
          subject: name,
          headline: `${code(name)} looks empty until its first policy is there`,
          message: `Each statement of this file commits by itself. Between this one and the first CREATE POLICY the application's role sees no row of ${code(name)}, and its INSERTs fail with ${code('42501')}.`,
          remedy: 'Create the policies before row security is switched on: they wait until it is.',
        }
      : undefined;
  },
});
