import {
  code,
  defaultSql,
  defineRule,
  findColumn,
  findTable,
  isAtStake,
  quoteName,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, Column } from '../src/engine/rule.js';

export const defaultChanged = defineRule({
  id: 'default-changed',
  summary: 'A column loses its default, or gets one where NULL was stored so far',
  question: 'What changes for new rows when a default comes or goes?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  on: ['setColumnDefault'],
  check(change) {
    const { operation, column, statement } = change;
    const before = column(operation.table, operation.column);
    // CREATE TABLE and ADD COLUMN bring their defaults along as operations of their own.
    if (!before || statement.head !== 'ALTER TABLE' || !isAtStake(change, operation.table)) return undefined;
    if (change.isNewColumn(operation.table, operation.column)) return undefined;
    const table = findTable(change.end, operation.table);
    const end = table && findColumn(table, operation.column);
    const had = before.default !== undefined && before.default.kind !== 'null';
    const has = operation.default !== undefined && operation.default.kind !== 'null';
    // A default that comes back later in the pull request was taken away for the change in between.
    if (had && !has) return end?.default ? undefined : dropped(change, before, end?.nullable);
    return !had && has && before.nullable ? given(change) : undefined;
  },
});

function dropped(
  { operation, server }: Change<'setColumnDefault'>,
  before: Column,
  nullable: boolean = before.nullable,
) {
  const subject = subjectOf(operation.table, operation.column);
  const error = server.dialect === 'postgres' ? code('23502') : 'error 1364 in strict mode';
  return {
    subject,
    headline: nullable
      ? `New rows hold NULL in ${code(subject)} where running code leaves it out`
      : `INSERTs of running code that leave out ${code(subject)} fail once it has no default`,
    message: nullable
      ? `Each INSERT that does not name ${code(operation.column)} stores NULL from now on instead of ${defaultWords(before, server)}. Code that counts on the value reads NULL.`
      : `${code(subject)} is NOT NULL. Each INSERT that does not name it relied on the default ${defaultWords(before, server)} and fails with ${error}: the old version of the code during the deploy, jobs, scripts.`,
    remedy:
      'First release code that always writes the column; drop the default in a later migration. A default that nobody needs costs nothing.',
  };
}

function given({ operation, server }: Change<'setColumnDefault'>) {
  const { default: value } = operation;
  if (!value) return undefined;
  const subject = subjectOf(operation.table, operation.column);
  const text = code(defaultSql(server, value));
  const isStamp = value.kind === 'now' || value.kind === 'expression';
  return {
    subject,
    severity: isStamp ? ('warning' as const) : ('advice' as const),
    headline: `New rows get ${text} in ${code(subject)}, where NULL was stored so far`,
    message: `${code(subject)} had no default: an INSERT that leaves it out stored NULL, and code that asks ${code(`${operation.column} IS NULL`)} read that as "not yet". From now on new rows hold ${text} from the start${isStamp ? ', as if it had happened when the row was made' : ''}; the rows that are there keep NULL.`,
    remedy: `Leave the default out where NULL means something, and let the code write the value. If every row is to have one, fill the NULLs too, and say so.`,
    recipe: [
      {
        kind: 'query' as const,
        title: 'See whether NULL means something: how many rows hold it',
        text: `SELECT COUNT(*) FROM ${sqlNameOf(server, operation.table)} WHERE ${quoteName(server, operation.column)} IS NULL;`,
      },
    ],
  };
}

function defaultWords({ default: value }: Column, server: Change['server']): string {
  return value ? code(defaultSql(server, value)) : 'NULL';
}
