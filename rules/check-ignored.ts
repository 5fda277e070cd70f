import { code, defineRule, isAtLeast, serverText, subjectOf } from '../src/engine/rule.js';

export const checkIgnored = defineRule({
  id: 'check-ignored',
  summary: 'A CHECK on a MySQL that reads it and forgets it',
  question: 'How do I enforce a condition on a MySQL that forgets CHECK?',
  dialects: ['mysql'],
  severity: 'warning',
  on: ['addConstraint'],
  check({ operation, server, isRollback }) {
    const { table, constraint } = operation;
    if (constraint.kind !== 'check' || isRollback || isAtLeast(server, 8, 0, 16)) return undefined;
    const subject = subjectOf(table, constraint.name);
    const what = constraint.name === undefined ? 'The CHECK' : `CHECK ${code(constraint.name)}`;
    return {
      subject,
      headline: `${what} on ${code(table.name)} is ignored by ${serverText(server)}`,
      message: `MySQL before 8.0.16 reads ${code(`CHECK (${constraint.expression.text})`)} and forgets it without a word: rows that break it are taken, and the constraint is not there either after an upgrade.`,
      remedy: `Keep the rule in the code, or in BEFORE INSERT and BEFORE UPDATE triggers with ${code('SIGNAL')}. Add the CHECK when the server is 8.0.16 or later.`,
    };
  },
});
