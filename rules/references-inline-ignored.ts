import {
  code,
  defineRule,
  findTable,
  isKeyIgnored,
  serverText,
  sqlNameOf,
  columnsSql,
  subjectOf,
} from '../src/engine/rule.js';

export const referencesInlineIgnored = defineRule({
  id: 'references-inline-ignored',
  summary: 'REFERENCES behind a column makes no foreign key on this server',
  question: 'How do I write a foreign key that the server keeps?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['addConstraint'],
  check({ operation, after, server, isRollback }) {
    const { constraint, table: name } = operation;
    if (constraint.kind !== 'foreign-key' || constraint.inline !== true || isRollback) return undefined;
    const child = findTable(after, name);
    if (child?.engine !== 'innodb' || !isKeyIgnored(server, constraint, child)) return undefined;
    const subject = subjectOf(name, constraint.columns[0]);
    const target = `${sqlNameOf(server, constraint.references)}${constraint.referencedColumns.length > 0 ? ` ${columnsSql(server, constraint.referencedColumns)}` : ' (…)'}`;
    return {
      subject,
      headline: `No foreign key is made: ${serverText(server)} ignores REFERENCES behind ${code(subject)}`,
      message: `${serverText(server)} reads REFERENCES behind a column and forgets it, without a warning: nothing keeps rows without a parent out of ${code(subject)}. MySQL 9.0 and MariaDB 10.5 and later make the key, so that the same file builds another schema there.`,
      remedy: `Where the key is wanted, write it as a line of its own: ${code(`FOREIGN KEY ${columnsSql(server, constraint.columns)} REFERENCES ${target}`)}. Where it is not, leave REFERENCES away.`,
    };
  },
});
