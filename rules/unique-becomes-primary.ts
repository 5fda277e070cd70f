import {
  code,
  defineRule,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const uniqueBecomesPrimary = defineRule({
  id: 'unique-becomes-primary',
  summary: 'The first UNIQUE key of a table without a primary key becomes what its rows are ordered by',
  question: 'How do I add a UNIQUE key to a table without a primary key?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['addIndex'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change, /^add-unique-index:becomes-clustered$/);
    if (!work) return undefined;
    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `This UNIQUE key becomes the order of ${code(table.name)}: all of it is rewritten, ${waitWords(work.impact)}`,
      message: `${code(table.name)} has no primary key, so InnoDB takes the first UNIQUE key over NOT NULL columns in its place and sorts the rows by it: more than an index is built. ${workSentence(server, table, work.impact)}`,
      remedy: `The table is rewritten once, whichever way: give it the primary key that it shall have for good in the same statement (${code('ADD PRIMARY KEY')} or an ${code('AUTO_INCREMENT')} id), and the UNIQUE key beside it. On a table of some gigabytes use an online schema change tool or a window.`,
    };
  },
});
