import type { Expression } from '../column.js';
import type { TableRef } from '../name.js';
import type { DataOperation, OperationOf, StatementHead } from '../operation.js';
import { columnName, isName, name, nameBehindPoint, nameList, objectName } from './name.js';
import { orderBy } from './order-by.js';
import { limit, selectItem } from './query.js';
import type { Reading } from './reading.js';
import { isQuery } from './subquery.js';
import { pointInTime, tableReferences } from './table-reference.js';
import type { TokenStream } from './token-stream.js';

function reading(head: string, operation: DataOperation): Reading {
  return { head, operations: [operation] };
}

type Insert = { -readonly [K in keyof OperationOf<'insert'>]: OperationOf<'insert'>[K] };

/** Reads INSERT and REPLACE, behind the verb. */
export function insert(s: TokenStream, verb: 'INSERT' | 'REPLACE'): Reading {
  s.acceptAny('LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY');
  const ignore = verb === 'INSERT' && s.accept('IGNORE');
  s.accept('INTO');
  const table = objectName(s);
  if (s.accept('PARTITION')) nameList(s, 'a partition name');
  const mode = verb === 'REPLACE' ? 'replace' : ignore ? 'ignore' : 'insert';
  const draft: Insert = {
    kind: 'insert',
    table,
    source: 'values',
    columns: [],
    mode,
    reads: [],
    span: s.spanFrom(0),
  };
  source(s, draft);
  if (verb === 'INSERT' && s.acceptAll('ON', 'DUPLICATE', 'KEY', 'UPDATE')) {
    if (!ignore) draft.mode = 'upsert';
    assignments(s);
  }
  returning(s);
  return reading(verb, { ...draft, reads: s.seen.tables, span: s.spanFrom(0) });
}

function source(s: TokenStream, draft: Insert): void {
  if (s.is('(') && !isQuery(s)) {
    draft.columns = s.parenthesised(() => (s.is(')') ? [] : s.list(() => columnName(s))));
  }
  if (s.accept('SET')) {
    draft.columns = assignments(s);
    draft.rows = 1;
    rowAlias(s);
  } else if (s.is('VALUE') || (s.is('VALUES') && s.peek(1).upper !== 'ROW')) {
    s.advance();
    draft.rows = rows(s);
    rowAlias(s);
  } else if (isQuery(s)) {
    const from = s.index;
    s.query();
    draft.source = 'query';
    if (!s.tokens.slice(from, s.index).some(({ upper }) => CHOOSING.has(upper))) draft.readsAllRows = true;
  } else s.refuse('VALUES, SET or a query');
}

/** Words of a query that leave rows out. */
const CHOOSING: ReadonlySet<string> = new Set(['WHERE', 'HAVING', 'LIMIT', 'FETCH', 'JOIN', 'STRAIGHT_JOIN']);

function rows(s: TokenStream): number {
  let count = 0;
  do {
    count++;
    s.expect('(');
    if (!s.is(')'))
      s.list(() => {
        valueOrDefault(s);
      });
    s.expect(')');
  } while (s.accept(','));
  return count;
}

/** A bare DEFAULT stands for the column's default. */
function valueOrDefault(s: TokenStream): void {
  if (s.is('DEFAULT') && s.peek(1).upper !== '(') s.advance();
  else s.expression();
}

/** `AS new(a, b)`: names for the row that ON DUPLICATE KEY UPDATE may use. */
function rowAlias(s: TokenStream): void {
  if (!s.accept('AS')) return;
  s.needs('a row alias', { mysql: '8.0.19' });
  name(s, 'an alias');
  if (s.is('(')) nameList(s);
}

/** Reads `a = 1, t.b = DEFAULT` and returns the columns. */
function assignments(s: TokenStream): string[] {
  return s.list(() => {
    const column = columnName(s);
    s.expectAny("'='", '=', ':=');
    valueOrDefault(s);
    return column;
  });
}

/** MariaDB: RETURNING gives rows back as SELECT does. */
function returning(s: TokenStream): void {
  if (!s.isMariadb || !s.accept('RETURNING')) return;
  s.needs('RETURNING', { mariadb: '10.5' });
  s.list(() => {
    if (!s.accept('*')) selectItem(s);
  });
}

function where(s: TokenStream): Expression | undefined {
  return s.accept('WHERE') ? s.expressionFacts() : undefined;
}

/** Reads UPDATE, behind the verb. */
export function update(s: TokenStream): Reading {
  s.accept('LOW_PRIORITY');
  const ignore = s.accept('IGNORE');
  tableReferences(s);
  if (s.isMariadb) portion(s);
  const sources = [...s.seen.tables];
  s.expect('SET');
  const from = s.index;
  const columns = assignments(s);
  const tables = changedTables(s, from, sources);
  const head = headOf(s, tables);
  const condition = where(s);
  const ordered = orderBy(s);
  const rowLimit = limit(s);
  returning(s);
  return reading('UPDATE', {
    kind: 'update',
    tables,
    columns,
    where: condition,
    limit: rowLimit,
    ...(ordered ? { orderBy: true } : {}),
    ...(ignore ? { ignore: true } : {}),
    head,
    reads: s.seen.tables.filter((table) => !tables.includes(table)),
    span: s.spanFrom(0),
  });
}

/** MariaDB: FOR PORTION OF period FROM a TO b. */
function portion(s: TokenStream): void {
  if (!s.acceptAll('FOR', 'PORTION', 'OF')) return;
  s.needs('FOR PORTION OF', { mariadb: '10.4.3' });
  name(s, 'a period name');
  s.expect('FROM');
  s.arithmetic();
  s.expect('TO');
  s.arithmetic();
}

/** The tables whose columns SET names; all of them where a column stands without its table. */
function changedTables(s: TokenStream, from: number, sources: readonly TableRef[]): readonly TableRef[] {
  if (sources.length < 2) return sources;
  const changed = new Set<TableRef>();
  let depth = 0;
  for (let at = from; at < s.index; at++) {
    const { upper } = s.tokens[at] ?? s.previous;
    if (upper === '(') depth++;
    else if (upper === ')') depth--;
    if (depth > 0 || (at > from && s.tokens[at - 1]?.upper !== ',')) continue;
    const table = qualifier(s, at, sources);
    if (!table) return sources;
    changed.add(table);
  }
  return [...changed];
}

function qualifier(s: TokenStream, at: number, sources: readonly TableRef[]): TableRef | undefined {
  if (s.tokens[at + 1]?.upper !== '.') return undefined;
  const isDeep = s.tokens[at + 3]?.upper === '.';
  const written = s.tokens[isDeep ? at + 2 : at]?.value ?? '';
  return resolveTable(s, { name: written }, sources);
}

function resolveTable(s: TokenStream, written: TableRef, sources: readonly TableRef[]): TableRef | undefined {
  const lower = written.name.toLowerCase();
  if (written.schema === undefined && s.aliases.has(lower)) return s.aliases.get(lower);
  return sources.find(({ name: source }) => source.toLowerCase() === lower);
}

/** Reads DELETE, behind the verb: of one table, or of several with FROM or USING. */
export function deleteRows(s: TokenStream): Reading {
  while (s.acceptAny('LOW_PRIORITY', 'QUICK', 'IGNORE') !== undefined);
  if (s.isAll('HISTORY', 'FROM') && s.isMariadb) return deleteHistory(s);
  const fromFirst = s.accept('FROM');
  const targets = s.list(() => target(s));
  const several = fromFirst ? s.accept('USING') : s.accept('FROM');
  if (!fromFirst && !several) s.refuse('FROM');
  const tables = several ? joinedTargets(s, targets) : singleTarget(s, targets);
  const head = headOf(s, tables);
  const condition = where(s);
  const ordered = !several && orderBy(s);
  const rowLimit = several && !s.isMariadb ? undefined : limit(s);
  returning(s);
  return reading('DELETE', {
    kind: 'delete',
    tables,
    where: condition,
    limit: rowLimit,
    ...(ordered ? { orderBy: true } : {}),
    head,
    reads: s.seen.tables.filter((table) => !tables.includes(table)),
    span: s.spanFrom(0),
  });
}

/** What was read so far, where that is the statement from its verb on. */
function headOf(s: TokenStream, [table, ...more]: readonly TableRef[]): StatementHead | undefined {
  const isWhole = /^(?:UPDATE|DELETE)$/.test(s.tokens[0]?.upper ?? '');
  if (!isWhole || !table || more.length > 0) return undefined;
  const alias = [...s.aliases].find(([, aliased]) => aliased === table)?.[0];
  // On many servers an alias is case-sensitive, and the key is not as it was written.
  const written = s.tokens.find(({ value }) => value.toLowerCase() === alias)?.value;
  return { text: s.textFrom(0), table: written ?? table.name };
}

/** MariaDB: old row versions of a system-versioned table. */
function deleteHistory(s: TokenStream): Reading {
  s.expect('HISTORY', 'FROM');
  s.needs('DELETE HISTORY', { mariadb: '10.3.4' });
  const table = objectName(s);
  if (s.accept('PARTITION')) nameList(s, 'a partition name');
  if (s.accept('BEFORE')) {
    s.expect('SYSTEM_TIME');
    pointInTime(s);
  }
  return reading('DELETE', { kind: 'delete', tables: [table], reads: [], span: s.spanFrom(0) });
}

/** `t`, `db.t`, each perhaps with `.*` behind. */
function target(s: TokenStream): TableRef {
  const first = name(s, 'a table name');
  if (!s.accept('.') || s.accept('*')) return { name: first };
  const table = { schema: first, name: nameBehindPoint(s) };
  if (s.accept('.')) s.expect('*');
  return table;
}

function joinedTargets(s: TokenStream, targets: readonly TableRef[]): readonly TableRef[] {
  tableReferences(s);
  const sources = [...s.seen.tables];
  return targets.map((written) => resolveTable(s, written, sources) ?? written);
}

function singleTarget(s: TokenStream, targets: readonly TableRef[]): readonly TableRef[] {
  if (targets.length > 1) s.refuse('USING');
  if (s.isMariadb) portion(s);
  if (s.accept('PARTITION')) nameList(s, 'a partition name');
  if (s.accept('AS') || (isName(s) && !s.is('RETURNING'))) {
    s.aliases.set(name(s, 'an alias').toLowerCase(), targets[0]);
    s.needs('an alias in DELETE', { mysql: '8.0.16', mariadb: '11.6' });
  }
  return targets;
}

/** Reads SELECT, VALUES, TABLE and queries in parentheses, from their first token. */
export function select(s: TokenStream, head: string): Reading {
  s.query();
  return reading(head, {
    kind: 'select',
    reads: s.seen.tables,
    locking: s.locking,
    functions: [...new Set(s.seen.functions)],
    span: s.spanFrom(0),
  });
}
