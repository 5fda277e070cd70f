import {
  code,
  codeList,
  defineRule,
  droppedIndex,
  findTable,
  isAtLeast,
  isAtStake,
  primaryKeyOf,
  quoteName,
  quoteString,
  sqlNameOf,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { Change, RecipeStep, Table } from '../src/engine/rule.js';

type Index = Table['indexes'][number];

export const indexDroppedUnverified = defineRule({
  id: 'index-dropped-unverified',
  summary: 'An index is dropped before anybody saw that nothing uses it',
  question: 'How do I find out whether anything still uses an index?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  supersedes: ['dropped-with-cascade'],
  on: ['dropIndex'],
  check(change) {
    const { start, end } = change;
    const found = droppedIndex(change.before, change.operation);
    if (!found || !isAtStake(change, found.table.name)) return undefined;
    const { index, table } = found;
    const left = findTable(end, table.name);
    const was = findTable(start, table.name)?.indexes.find(({ name }) => name === index.name);
    // Made by this pull request, or switched off by an earlier one and nobody missed it.
    if (!left || !was || was.invisible) return undefined;
    const columns = index.parts.map(({ column, expression }) => column ?? expression?.text ?? '');
    const [first = ''] = columns;
    if (isServed(left, index, columns) || isFoundAnyway(left, columns)) return undefined;
    if (!isThere(left, table, columns)) return undefined;

    const subject = subjectOf(table.name, index.name);
    const rest = left.indexes.find(({ parts }) => parts.some(({ column }) => column === first));
    const next = left.indexes.find(({ parts }) => (parts[0]?.column ?? parts[0]?.expression?.text) === first);
    const unique = next && findsOne(left, columns);
    const [shown = ''] = tableNames(change.before, [table.name]);
    const name = code(shown);
    return {
      subject,
      table: table.name,
      severity: change.statement.conditional ? 'advice' : 'warning',
      headline: unique
        ? `Queries that read ${name} in the order of ${code(index.name)} sort the rows once it is gone`
        : next
          ? `Queries that use ${code(index.name)} read many more rows of ${name} once it is gone`
          : `Queries that use ${code(index.name)} read all of ${name} once it is gone`,
      message: unique
        ? `A lookup by ${codeList(columns)} together finds its row by ${code(unique.name)}. But no remaining index begins with ${codeList(columns)}: a query that wants the rows of one ${code(first)} in that order, or a page of them, is left with ${code(next.name)}, reads every row of one ${code(first)} and sorts them. To build the index again under that load takes long.`
        : next
          ? `No remaining index begins with ${codeList(columns)}. A query that still relies on it is left with ${code(next.name)}, which narrows by ${code(first)} alone: it reads every row of one ${code(first)}, or sorts them. To build the index again under that load takes long.`
          : `No remaining index begins with ${code(first)}${rest ? `: ${code(rest.name)} holds it further back, where a lookup by it finds nothing` : ''}. A query that still relies on it becomes a scan of the whole table, and to build the index again under that load takes long.`,
      remedy: remedyOf(change),
      recipe: recipeOf(change, table, index.name),
    };
  },
});

/** Another index of the same method begins with all its columns: it answers the same lookups. */
function isServed(left: Table, { method, where }: Index, columns: readonly string[]): boolean {
  return left.indexes.some(
    (one) =>
      one.method === method &&
      !one.invisible &&
      (one.where === undefined || one.where.text === where?.text) &&
      columns.every((name, place) => {
        const part = keptParts(left, one)[place];
        return (
          part !== undefined && part.prefix === undefined && (part.column ?? part.expression?.text) === name
        );
      }),
  );
}

/** InnoDB keeps the primary key behind the columns of every other index, in its order too. */
function keptParts(table: Table, { primary, parts, method }: Index): Index['parts'] {
  if (table.engine !== 'innodb' || primary || method !== 'btree') return parts;
  const key = primaryKeyOf(table)?.parts ?? [];
  return [...parts, ...key.filter(({ column }) => !parts.some((part) => part.column === column))];
}

/** A unique index over its first columns names the one row already: what stands behind them narrows nothing. */
function isFoundAnyway(left: Table, columns: readonly string[]): boolean {
  return left.indexes.some(
    ({ unique, primary, where, invisible, parts }) =>
      (unique || primary) &&
      !where &&
      !invisible &&
      parts.length <= columns.length &&
      parts.every(({ column, prefix }, place) => prefix === undefined && column === columns[place]),
  );
}

/** A unique index over some of its columns: a lookup by all of them finds its row there. */
function findsOne(left: Table, columns: readonly string[]): Index | undefined {
  return left.indexes.find(
    ({ unique, primary, where, invisible, parts }) =>
      (unique || primary) &&
      !where &&
      !invisible &&
      parts.every(
        ({ column, prefix }) => column !== undefined && prefix === undefined && columns.includes(column),
      ),
  );
}

function isThere(left: Table, before: Table, columns: readonly string[]): boolean {
  const has = (table: Table, name: string): boolean => table.columns.some((column) => column.name === name);
  return columns.every((name) => has(left, name) || !has(before, name));
}

function canHide({ server }: Change<'dropIndex'>): boolean {
  return server.dialect === 'mysql'
    ? isAtLeast(server, 8, 0, 0)
    : server.dialect === 'mariadb' && isAtLeast(server, 10, 6, 0);
}

function remedyOf(change: Change<'dropIndex'>): string {
  if (!canHide(change))
    return 'First see on every server, replicas too, that nothing uses it for as long as the rarest job takes (a month end, a report); then drop it, and say in the pull request what you saw.';
  const word = change.server.dialect === 'mysql' ? 'INVISIBLE' : 'IGNORED';
  return `Make it ${word} first: the optimizer leaves it alone while the server keeps it up to date, and one statement brings it back at once. Drop it in a later pull request, when nothing became slow.`;
}

function recipeOf(change: Change<'dropIndex'>, table: Table, name: string): readonly RecipeStep[] {
  const { server } = change;
  const index = quoteName(server, name);
  const target = sqlNameOf(server, table.name);
  const hide: RecipeStep = {
    kind: 'migration',
    title: 'Switch the index off; it changes only metadata',
    text:
      server.dialect === 'mysql'
        ? `ALTER TABLE ${target} ALTER INDEX ${index} INVISIBLE, ALGORITHM=INPLACE, LOCK=NONE;`
        : `ALTER TABLE ${target} ALTER INDEX ${index} IGNORED, ALGORITHM=INSTANT;`,
  };
  return [usageQuery(change, table, name), ...(canHide(change) ? [hide] : [])];
}

function usageQuery({ server }: Change<'dropIndex'>, table: Table, name: string): RecipeStep {
  const text = (value: string): string => quoteString(server.dialect, value);
  const title = 'On every server, see whether the index was used since the counters began';
  if (server.dialect === 'postgres')
    return {
      kind: 'query',
      title,
      text: `SELECT idx_scan, idx_tup_read FROM pg_stat_user_indexes WHERE relid = ${text(sqlNameOf(server, table.name))}::regclass AND indexrelname = ${text(name)};`,
    };
  return {
    kind: 'query',
    title,
    text: `SELECT count_read FROM performance_schema.table_io_waits_summary_by_index_usage WHERE object_name = ${text(table.name.name)} AND index_name = ${text(name)}${table.name.schema === undefined ? ' AND object_schema = DATABASE()' : ` AND object_schema = ${text(table.name.schema)}`};`,
  };
}
