import {
  alterActionSql,
  code,
  defineRule,
  serverText,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const columnPositionRebuilds = defineRule({
  id: 'column-position-rebuilds',
  summary: 'FIRST or AFTER, for which the table is written anew',
  question: 'How do I add or move a column without rewriting the table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['addColumn', 'redefineColumn'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change, /^add-column:(.*:)?not-last|^move-/);
    const isAdded = operation.kind === 'addColumn';
    if (!work) return undefined;

    const subject = subjectOf(table, isAdded ? operation.column.name : operation.column);
    const text = alterActionSql(server, { ...operation, position: undefined });
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `The place of ${code(subject)} costs a rewrite of the table: ${waitWords(work.impact)}`,
      message: `${isAdded ? `${serverText(server)} adds a column instantly at the end of the table only.` : 'The order of the columns is the order in which each row is stored.'} ${workSentence(server, table, work.impact)}`,
      remedy:
        'Leave out FIRST and AFTER. The order of columns matters to nothing but `SELECT *`, and to INSERT without a column list: name the columns there.',
      replacement: text === undefined ? undefined : { kind: 'operation', text },
    };
  },
});
