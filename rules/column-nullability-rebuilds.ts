import {
  causeOf,
  code,
  codeList,
  defineRule,
  findColumn,
  findTable,
  isOnlyMadeNullable,
  quoteName,
  sameCause,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

const CAUSE = /^set-(not-null|nullable)/;

export const columnNullabilityRebuilds = defineRule({
  id: 'column-nullability-rebuilds',
  summary: 'NULL becomes NOT NULL or the other way round, for which the table is written anew',
  question: 'How do I switch between NULL and NOT NULL on a busy MySQL table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['redefineColumn'],
  check(change) {
    const { operation, server, impact } = change;
    const { table } = operation;
    const work = tableWork(change);
    const cause = causeOf(impact) ?? '';
    const nullable = nullabilityIn(change);
    if (!work || !CAUSE.test(cause) || nullable === undefined) return undefined;

    // One rewrite serves them all: one finding, on the first.
    const alike = sameCause(change.statement, 'redefineColumn', CAUSE);
    const isServed = (one: typeof operation): boolean =>
      nullabilityIn({ ...change, operation: one }) === nullable;
    if (alike.find(isServed) !== operation) return undefined;
    const all = alike.filter(isServed);
    const subject = subjectOf(table, operation.column);
    const names = codeList(all.map((one) => subjectOf(table, one.column)));
    const nulls = all.map((one) => `${quoteName(server, one.column)} IS NULL`).join(' OR ');
    const target = sqlNameOf(server, table);
    const words = nullable ? 'nullable' : code('NOT NULL');
    const why =
      cause === 'set-not-null:not-strict'
        ? 'The session has no strict `sql_mode`, in which the server may turn NULL into a default, and that it only does by copying.'
        : 'Whether a column may be NULL is part of how each row is stored.';
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${names} ${all.length > 1 ? 'become' : 'becomes'} ${words}: the whole table is written anew, ${waitWords(work.impact)}`,
      message: `${why} ${workSentence(server, table, work.impact)}${nullable ? '' : ' A single row that holds NULL makes it fail, after the time was spent.'}`,
      remedy: `${cause === 'set-not-null:not-strict' ? "Run it with strict `sql_mode` (`SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')`), where it works in place. " : ''}On a table of some gigabytes run it with an online schema change tool, which slows down when replicas lag. Put all such changes of the table into one statement: it is rebuilt once for all of them.`,
      recipe: nullable
        ? []
        : [
            {
              kind: 'query',
              title: 'Look for rows that would make it fail; there must be none',
              text: `SELECT COUNT(*) FROM ${target} WHERE ${nulls};`,
            },
          ],
    };
  },
});

/** What the column becomes; undefined where a NOT NULL was only forgotten, which is the business of column-attributes-reset. */
function nullabilityIn(change: Change<'redefineColumn'>): boolean | undefined {
  const { table, column, definition } = change.operation;
  if (definition.nullable !== undefined) return definition.nullable;
  const before = change.column(table, column);
  const next = findTable(change.after, table);
  const after = next && findColumn(next, definition.name);
  return before && after && isOnlyMadeNullable(change, before, after) ? true : undefined;
}
