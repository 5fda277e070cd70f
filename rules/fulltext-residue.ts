import {
  causeOf,
  code,
  defineRule,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const fulltextResidue = defineRule({
  id: 'fulltext-residue',
  summary: 'A column cannot be added or dropped instantly because the table once had a FULLTEXT index',
  question: 'How do I get rid of what a dropped FULLTEXT index left behind?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt', 'column-position-rebuilds'],
  on: ['addColumn', 'dropColumn', 'redefineColumn'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change);
    const known = change.table(table);
    if (!work || causeOf(change.impact)?.includes(':fulltext-past') !== true) return undefined;
    if (known?.indexes.some(({ method }) => method === 'fulltext')) return undefined;

    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `A FULLTEXT index of the past makes this change rewrite ${code(table.name)}: ${waitWords(work.impact)}`,
      message: `The history shows that ${code(table.name)} once had a FULLTEXT index. Its hidden ${code('FTS_DOC_ID')} column stays when the index is dropped, and with it no column is added or dropped instantly. ${workSentence(server, table, work.impact)}`,
      remedy: `The rewrite takes the hidden column away, so it is paid once: make it at a quiet hour (${code(`ALTER TABLE ${sqlNameOf(server, table)} FORCE`)}, or this statement as it is); changes after it are instant again.`,
    };
  },
});
