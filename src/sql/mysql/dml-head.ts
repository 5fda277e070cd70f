import type { TableRef } from '../name.js';
import type { DataOperation } from '../operation.js';
import { isName, objectName } from './name.js';
import type { Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

const MODIFIERS = new Set(['LOW_PRIORITY', 'HIGH_PRIORITY', 'DELAYED', 'QUICK', 'IGNORE', 'INTO', 'FROM']);
const BEFORE_TABLE = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN', 'UPDATE', 'INTO', 'USING', 'TABLE']);

/**
 * Reads INSERT, UPDATE, DELETE and queries no further than the tables they name: for history, where no more is asked,
 * and for statements too large or too deep to be parsed. Parentheses must match; a WHERE is told from its word.
 */
export function dmlHead(s: TokenStream): Reading {
  const head = s.current.upper === '(' ? 'SELECT' : s.current.upper;
  const from = s.index;
  const target =
    head === 'INSERT' || head === 'REPLACE' || head === 'UPDATE' || head === 'DELETE'
      ? firstTable(s)
      : undefined;
  s.index = from;
  balanced(s);
  const tables = mentioned(s, from);
  s.index = s.tokens.length;
  return { head, operations: [operation(s, head, from, target, tables)] };
}

function firstTable(s: TokenStream): TableRef | undefined {
  s.advance();
  while (s.isOneOf(MODIFIERS)) s.advance();
  return isName(s) ? objectName(s) : undefined;
}

function balanced(s: TokenStream): void {
  let open = 0;
  for (; !s.atEnd; s.advance()) {
    if (s.current.kind === 'bad') s.refuse('a statement');
    if (s.is('(')) open++;
    else if (s.is(')') && --open < 0) s.refuse('the end of the statement');
  }
  if (open > 0) s.refuse("')'");
}

function mentioned(s: TokenStream, from: number): TableRef[] {
  const tables = new Map<string, TableRef>();
  for (let at = from; at < s.tokens.length; at++) {
    if (!BEFORE_TABLE.has(s.tokens[at]?.upper ?? '')) continue;
    s.index = at + 1;
    const table = isName(s) && s.peek(1).upper !== '(' ? objectName(s) : undefined;
    if (table) tables.set(`${table.schema ?? ''}.${table.name}`, table);
  }
  return [...tables.values()];
}

function has(s: TokenStream, from: number, word: string): boolean {
  for (let at = from; at < s.tokens.length; at++) {
    const upper = s.tokens[at]?.upper;
    if (upper === word) return true;
    if (upper === '(') at = s.closing(at);
  }
  return false;
}

function operation(
  s: TokenStream,
  head: string,
  from: number,
  target: TableRef | undefined,
  tables: readonly TableRef[],
): DataOperation {
  const span = s.spanFrom(0);
  const reads = target ? tables.filter(({ name }) => name !== target.name) : tables;
  const where = has(s, from, 'WHERE') ? { text: '', columns: [], functions: [] } : undefined;
  if (target && (head === 'INSERT' || head === 'REPLACE')) {
    const source = has(s, from, 'SELECT') ? 'query' : 'values';
    const mode = head === 'REPLACE' ? 'replace' : 'insert';
    return { kind: 'insert', table: target, source, columns: [], mode, reads, span };
  }
  if (target && head === 'UPDATE')
    return { kind: 'update', tables: [target], columns: [], where, reads, span };
  if (target && head === 'DELETE') return { kind: 'delete', tables: [target], where, reads, span };
  return { kind: 'select', reads: tables, locking: has(s, from, 'FOR'), functions: [], span };
}
