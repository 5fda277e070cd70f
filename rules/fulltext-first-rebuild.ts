import {
  code,
  defineRule,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const fulltextFirstRebuild = defineRule({
  id: 'fulltext-first-rebuild',
  summary: 'The first FULLTEXT index of a table, for which the whole table is rewritten while writers wait',
  question: 'How do I add the first FULLTEXT index to a busy table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['addIndex'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change, /^add-fulltext-index$/);
    if (!work) return undefined;
    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `The first FULLTEXT index rewrites all of ${code(table.name)}: ${waitWords(work.impact)}`,
      message: `Each row gets a hidden column ${code('FTS_DOC_ID')} with the first FULLTEXT index. ${workSentence(server, table, work.impact)} The column stays when the index goes, and makes later changes of ${code(table.name)} dearer.`,
      remedy: `Keep what is searched in a table of its own, created with its FULLTEXT index and filled in batches: ${code(table.name)} stays as cheap to change as it is. Or build the index in a window, or with an online schema change tool outside the deploy.`,
    };
  },
});
