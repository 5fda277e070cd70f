import {
  code,
  columnsSql,
  defineRule,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const primaryKeyRebuilt = defineRule({
  id: 'primary-key-rebuilt',
  summary: 'A primary key is added or changed, which writes the table and all its indexes anew',
  question: 'How do I change a primary key without stopping writes?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['addConstraint'],
  check(change) {
    const { operation, server, statement } = change;
    const { table, constraint } = operation;
    const work = tableWork(change, /^add-primary-key/);
    if (!work || constraint.kind !== 'primary-key') return undefined;
    // A key over a new AUTO_INCREMENT column is the business of auto-increment-added.
    if (statement.operations.some((one) => one.kind === 'addColumn' && one.column.autoIncrement))
      return undefined;

    const subject = subjectOf(table);
    const columns = constraint.index.parts.flatMap(({ column }) => column ?? []);
    const known = change.table(table);
    const isChange = known?.indexes.some(({ primary }) => primary) ?? false;
    const list = columnsSql(server, columns);
    const target = sqlNameOf(server, table);
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${isChange ? 'Another' : 'A'} primary key for ${code(table.name)}: all of it is rewritten, ${waitWords(work.impact)}`,
      message: `InnoDB keeps the rows in the order of the primary key, and every secondary index holds that key: the table and all its indexes are written anew. ${workSentence(server, table, work.impact)}`,
      remedy: `On a table of some gigabytes run it with an online schema change tool outside the deploy. Make other changes that rewrite ${code(table.name)} in the same statement. Rows that share a key, or hold NULL in it, make it fail: look for them first.`,
      recipe: [
        {
          kind: 'query',
          title: 'Look for values that more than one row holds; there must be none',
          text: `SELECT ${list.slice(1, -1)}, COUNT(*) FROM ${target} GROUP BY ${list.slice(1, -1)} HAVING COUNT(*) > 1 LIMIT 10;`,
        },
      ],
    };
  },
});
