import { code, codeList, defineRule, subjectOf } from '../src/engine/rule.js';

export const foreignKeyUsed = defineRule({
  id: 'foreign-key-used',
  summary: 'A foreign key is added, for teams that do without',
  question: 'How do I keep references intact without foreign keys?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['addConstraint'],
  check({ operation, server, isRollback }) {
    const { constraint, table } = operation;
    if (isRollback || constraint.kind !== 'foreign-key') return undefined;
    const child = code(subjectOf(table));
    const parent = code(subjectOf(constraint.references));
    return {
      subject: subjectOf(table, constraint.columns.join(', ')),
      headline: `${child} gets a foreign key to ${parent}`,
      message: `Each INSERT into ${child} looks up and locks a row of ${parent}, a change of one table locks the other, and the two cannot be moved to different servers. ${server.dialect === 'postgres' ? 'A bulk load checks every row.' : 'gh-ost refuses tables with foreign keys, and pt-online-schema-change renames them.'}`,
      remedy: `Keep ${codeList(constraint.columns)} with an index and check it in the code, with a job that looks for rows without a parent.`,
    };
  },
});
