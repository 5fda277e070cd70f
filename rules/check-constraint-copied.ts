import {
  causeOf,
  code,
  constraintSql,
  defineRule,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const checkConstraintCopied = defineRule({
  id: 'check-constraint-copied',
  summary: 'A CHECK is added or enforced, for which the table is copied',
  question: 'How do I add a CHECK constraint without copying the table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['addConstraint', 'alterConstraint'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change);
    if (!work || !/^(add|enforce)-check/.test(causeOf(change.impact) ?? '')) return undefined;

    const target = sqlNameOf(server, table);
    const added =
      operation.kind === 'addConstraint' && operation.constraint.kind === 'check'
        ? operation.constraint
        : undefined;
    const name = added?.name ?? (operation.kind === 'alterConstraint' ? operation.name : undefined);
    const what = name === undefined ? 'A CHECK' : `CHECK ${code(name)}`;
    const isMysql = server.dialect === 'mysql';
    const isOfNewColumn = change.statement.operations.some(({ kind }) => kind === 'addColumn');
    return {
      subject: subjectOf(table, name),
      severity: workSeverity(work.impact),
      headline: `${what} on ${code(table.name)} is checked by copying the table: ${waitWords(work.impact)}`,
      message: `The server evaluates a new CHECK for every row that is there, and does so by copying them. ${workSentence(server, table, work.impact)} One row that breaks it makes the statement fail (error ${isMysql ? '3819' : '4025'}) after the time was spent.`,
      remedy: isMysql
        ? 'Have the code keep the rule; add the CHECK as NOT ENFORCED, which is instant and documents it; enforce it (`ALTER CHECK … ENFORCED`, a copy too) in a window, once no row breaks it, or with an online schema change tool.'
        : 'Have the code keep the rule, and add the CHECK in a window or with an online schema change tool, once no row breaks it. On MariaDB 11.2 and later the copy lets writes go on.',
      recipe: added
        ? [
            ...(isOfNewColumn
              ? []
              : [
                  {
                    kind: 'query' as const,
                    title: 'Look for rows that break it; there must be none',
                    text: `SELECT * FROM ${target} WHERE NOT (${added.expression.text}) LIMIT 10;`,
                  },
                ]),
            ...(isMysql && added.inline !== true
              ? [
                  {
                    kind: 'migration' as const,
                    title: 'Write the rule down without checking it',
                    text: `ALTER TABLE ${target} ADD ${constraintSql(server, added)} NOT ENFORCED, ALGORITHM=INSTANT;`,
                  },
                ]
              : []),
          ]
        : [],
    };
  },
});
