import {
  causeOf,
  code,
  defineRule,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const fulltextTableCopied = defineRule({
  id: 'fulltext-table-copied',
  summary: 'A change that is online on other tables holds up writers on one with a FULLTEXT index',
  question: 'How do I change a table that has a FULLTEXT index?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: [
    'table-copied',
    'table-blocked',
    'table-rebuilt',
    'column-nullability-rebuilds',
    'column-position-rebuilds',
    'primary-key-rebuilt',
    'table-option-rebuilds',
    'enum-append-rebuilds',
  ],
  on: ['addColumn', 'dropColumn', 'redefineColumn', 'addConstraint', 'setTableOption', 'rebuildTable'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change);
    const fulltext = change.table(table)?.indexes.filter(({ method }) => method === 'fulltext') ?? [];
    const [index] = fulltext;
    if (!work || !index || work.impact.blocks === 'nobody') return undefined;
    const cause = causeOf(change.impact) ?? '';
    // MariaDB names what rebuilds, and adds the lock; MySQL names the copy that becomes of it.
    const isRebuild = server.dialect === 'mariadb' && work.impact.work === 'rebuild';
    if (cause !== 'rebuild-of-fulltext-table' && !isRebuild) return undefined;

    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `${code(table.name)} has a FULLTEXT index, which makes this change block: ${waitWords(work.impact)}`,
      message: `A table with the FULLTEXT index ${code(index.name)} has a hidden ${code('FTS_DOC_ID')} column, with which no column is added or dropped instantly and no rebuild is online. ${workSentence(server, table, work.impact)}`,
      remedy: `Put what is new into a table of its own beside ${code(table.name)}, or run the change in a window or with an online schema change tool outside the deploy. If the table changes often, move what is searched, with the index, to a table of its own.`,
    };
  },
});
