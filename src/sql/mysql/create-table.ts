import type { TableRef } from '../name.js';
import type { Operation, OperationOf, TableOptions } from '../operation.js';
import { objectName } from './name.js';
import { partitioning } from './partition.js';
import { ifNotExists, type Reading } from './reading.js';
import { isQuery, isSubquery } from './subquery.js';
import { tableElement } from './table-element.js';
import { tableOption } from './table-option.js';
import type { TokenStream } from './token-stream.js';

type Draft = { -readonly [K in keyof OperationOf<'createTable'>]: OperationOf<'createTable'>[K] };

/** Reads CREATE TABLE from behind the word TABLE. */
export function createTable(s: TokenStream, temporary: boolean, replaces: boolean): Reading {
  const exists = ifNotExists(s, 'CREATE TABLE', '5.0');
  const table = objectName(s);
  const draft: Draft = {
    kind: 'createTable',
    table,
    ifNotExists: exists,
    temporary,
    options: {},
    span: s.spanFrom(0),
    ...(replaces ? { orReplace: true } : {}),
  };
  const parts = body(s, table, draft);
  draft.span = s.spanFrom(0);
  return { head: 'CREATE TABLE', operations: [draft, ...parts] };
}

function body(s: TokenStream, table: TableRef, draft: Draft): Operation[] {
  const like = likeClause(s);
  if (like) {
    draft.like = like;
    return [];
  }
  const parts = s.is('(') && !isSubquery(s) ? elements(s, table) : [];
  draft.options = options(s, draft);
  if (s.is('PARTITION')) draft.partitioning = partitioning(s);
  if (asQuery(s)) draft.asQuery = { reads: s.seen.tables };
  else if (parts.length === 0) s.refuse('column definitions');
  return parts;
}

function elements(s: TokenStream, table: TableRef): Operation[] {
  return s.parenthesised(() => s.list(() => tableElement(s, table))).flat();
}

/** `LIKE t` or `(LIKE t)`. */
function likeClause(s: TokenStream): TableRef | undefined {
  if (s.accept('LIKE')) return objectName(s);
  if (!s.isAll('(', 'LIKE')) return undefined;
  s.advance();
  s.advance();
  const like = objectName(s);
  s.expect(')');
  return like;
}

function options(s: TokenStream, draft: Draft): TableOptions {
  const read = new Map<string, string>();
  for (;;) {
    if (s.acceptAll('WITH', 'SYSTEM', 'VERSIONING')) {
      s.needs('system versioning', { mariadb: '10.3.4' });
      draft.systemVersioned = true;
    } else if (s.acceptAll('START', 'TRANSACTION'))
      s.needs('START TRANSACTION in CREATE TABLE', { mysql: '8.0.21' });
    else {
      const option = tableOption(s);
      if (!option) return Object.fromEntries(read);
      read.set(option.option, option.value);
    }
    if (s.is(',')) {
      s.advance();
      if (s.atEnd) s.refuse('a table option');
    }
  }
}

function asQuery(s: TokenStream): boolean {
  const duplicates = s.acceptAny('IGNORE', 'REPLACE') !== undefined;
  const as = s.accept('AS');
  if (!isQuery(s)) {
    if (duplicates || as) s.refuse('a query');
    return false;
  }
  s.query();
  return true;
}
