import {
  causeOf,
  code,
  defineStatementRule,
  isAtLeast,
  serverText,
  sqlNameOf,
  subjectOf,
  workSentence,
} from '../src/engine/rule.js';

/** Where the warning starts, of the versions that a table may have. */
const SHARE = 0.8;

export const instantVersionsSpent = defineStatementRule({
  id: 'instant-versions-spent',
  summary: 'The instant row versions of a table are used up, or nearly so',
  question: 'What do I do when a table has used up its instant changes?',
  dialects: ['mysql'],
  severity: 'warning',
  scale: 'size',
  supersedes: ['table-rebuilt', 'table-copied', 'table-blocked'],
  check({ statement, isNew, table: find, server }) {
    const [first] = statement.operations;
    const table = first && 'table' in first ? first.table : undefined;
    const known = table && find(table);
    const whole = statement.impact.statement;
    if (!known || isNew(table) || whole.kind === 'undecided' || whole.impact.refused) return undefined;
    const limit = isAtLeast(server, 9, 1) ? 255 : 64;
    const used = known.past.instantRowVersions;
    const isSpent = statement.impact.operations.some((one) => causeOf(one)?.includes('row-versions-spent'));
    const isNear = whole.impact.rowVersion === true && used + 1 >= limit * SHARE;
    if (!isSpent && !isNear) return undefined;

    const name = code(table.name);
    const count = `${String(isSpent ? limit : used + 1)} of ${String(limit)}`;
    const rebuild = code(`ALTER TABLE ${sqlNameOf(server, table)} FORCE, ALGORITHM=INPLACE, LOCK=NONE`);
    return {
      subject: subjectOf(table),
      table,
      severity: isSpent ? 'warning' : 'advice',
      headline: isSpent
        ? `${name} has used up its ${String(limit)} instant row versions: it is rewritten now`
        : `${name} uses ${count} instant row versions with this change`,
      message: isSpent
        ? `Each ALTER that adds or drops columns instantly uses up one row version since the last rebuild, and ${serverText(server)} keeps ${String(limit)}. None is left, so without a word ${workSentence(server, table, whole.impact)}`
        : `Each ALTER that adds or drops columns instantly uses up one row version since the last rebuild, and ${serverText(server)} keeps ${String(limit)}. The history shows ${count} with this one; at the limit the server rewrites the table without a word.`,
      remedy: `Rewrite the table at a quiet hour (${rebuild}, or an online schema change tool): the count starts again. Add or drop several columns in one ALTER: it counts once. The server's own count is ${code('TOTAL_ROW_VERSIONS')} in ${code('INFORMATION_SCHEMA.INNODB_TABLES')}.`,
    };
  },
});
