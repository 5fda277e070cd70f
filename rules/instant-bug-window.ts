import { code, defineStatementRule, serverText, subjectOf } from '../src/engine/rule.js';

export const instantBugWindow = defineStatementRule({
  id: 'instant-bug-window',
  summary:
    'A column is added or dropped instantly on MySQL 8.0.29 to 8.0.31, whose instant columns have known defects',
  question: 'Is ALGORITHM=INSTANT safe on MySQL 8.0.29 to 8.0.31?',
  dialects: ['mysql'],
  severity: 'warning',
  supersedes: ['algorithm-clause', 'instant-versions-spent'],
  check({ statement, server, isNew }) {
    const [first] = statement.operations;
    const table = first && 'table' in first ? first.table : undefined;
    const whole = statement.impact.statement;
    const { major, minor, patch } = server;
    if (major !== 8 || minor !== 0 || patch < 29 || patch > 31) return undefined;
    if (!table || isNew(table) || whole.kind === 'undecided' || whole.impact.rowVersion !== true)
      return undefined;

    const name = code(table.name);
    return {
      subject: subjectOf(table),
      table,
      headline: `${name} gets an instant row version, which ${serverText(server)} may damage or not back up`,
      message: `MySQL 8.0.29 adds and drops columns instantly in a new way, and until 8.0.32 its redo log of such tables has defects: crash recovery may fail or corrupt ${name}, and Percona XtraBackup refuses to back the server up.`,
      remedy: `Upgrade to 8.0.32 or later first. Until then write ${code('ALGORITHM=INPLACE, LOCK=NONE')}: the table is rewritten, writes go on, and no row version is made.`,
      replacement:
        statement.algorithm === undefined && statement.lock === undefined
          ? { kind: 'append', text: ', ALGORITHM=INPLACE, LOCK=NONE' }
          : undefined,
    };
  },
});
