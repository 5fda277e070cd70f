import {
  code,
  codeList,
  defineRule,
  droppedIndex,
  findTable,
  isAtStake,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { ObjectName, Table } from '../src/engine/rule.js';

export const uniqueDropped = defineRule({
  id: 'unique-dropped',
  summary: 'A unique index or constraint is dropped: duplicates are accepted from then on',
  question: 'What should I make sure of before I drop a unique index?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  supersedes: ['index-dropped-unverified', 'dropped-with-cascade'],
  on: ['dropIndex', 'dropConstraint'],
  check(change) {
    const { operation, server, end } = change;
    const found = droppedIndex(change.before, operation);
    if (!found || !isAtStake(change, found.table.name)) return undefined;
    const { index, table } = found;
    const left = findTable(end, table.name);
    if (!index.unique || index.primary || !left) return undefined;
    const columns = index.parts.map(({ column, expression }) => column ?? expression?.text ?? '');
    if (columns.some((name) => isGone(left, table, name)) || isKept(left, columns)) return undefined;

    const ref: ObjectName = table.name;
    const partial = left.indexes.find((one) => one.unique && one.where && isSame(one.parts, columns));
    const subject = subjectOf(ref, index.name);
    const [shown = ''] = tableNames(change.before, [ref]);
    const isPerhaps = change.statement.conditional;
    return {
      subject,
      severity: isPerhaps ? 'advice' : 'warning',
      headline: `${isPerhaps ? 'Perhaps ' : ''}${code(shown)} accepts duplicates of ${codeList(columns)} once ${code(index.name)} is gone`,
      message: `${isPerhaps ? 'The statement runs under a condition that was not evaluated, which may see to it that another index takes its place. As far as the history shows, ' : ''}${code(index.name)} is the only unique index on ${codeList(columns)}. Without it two requests at the same time insert the same value twice, and ${server.dialect === 'postgres' ? `${code(`INSERT … ON CONFLICT (${columns.join(', ')})`)} of running code fails with ${code('42P10')}` : `${code('INSERT … ON DUPLICATE KEY UPDATE')} and REPLACE of running code insert a second row without a word`}.${partial ? ` The partial index ${code(partial.name)} does not take its place: an upsert has to repeat its WHERE.` : ''}${leads(left, columns[0]) ? '' : ` Lookups by ${code(columns[0] ?? '')} lose the index too.`}`,
      remedy: `Release code that does not rely on it first. To replace it by another unique index, add that one before this one is dropped. It cannot come back while duplicates are in the table.`,
      table: ref,
    };
  },
});

/** Another unique index over the same columns or fewer of them keeps duplicates out. */
function isKept(table: Table, columns: readonly string[]): boolean {
  return table.indexes.some(
    ({ unique, where, parts }) =>
      unique && !where && parts.every(({ column }) => column !== undefined && columns.includes(column)),
  );
}

function isSame(
  parts: readonly { readonly column?: string | undefined }[],
  columns: readonly string[],
): boolean {
  return (
    parts.length === columns.length &&
    parts.every(({ column }) => column !== undefined && columns.includes(column))
  );
}

/** Another index begins with the column: lookups by it keep one. */
function leads(table: Table, first: string | undefined): boolean {
  return table.indexes.some(
    ({ where, parts }) => !where && (parts[0]?.column ?? parts[0]?.expression?.text) === first,
  );
}

/** A column that goes as well: the rule about that speaks. */
function isGone(left: Table, before: Table, name: string): boolean {
  const has = (table: Table): boolean => table.columns.some((column) => column.name === name);
  return has(before) && !has(left);
}
