import { name } from './name.js';
import type { Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

const ITEMS = new Set(
  `CLASS_ORIGIN SUBCLASS_ORIGIN MESSAGE_TEXT MYSQL_ERRNO CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME
   CATALOG_NAME SCHEMA_NAME TABLE_NAME COLUMN_NAME CURSOR_NAME ROW_NUMBER`.split(/\s+/),
);

/** Reads SIGNAL and RESIGNAL, behind the word. */
export function signal(s: TokenStream, word: 'SIGNAL' | 'RESIGNAL'): Reading {
  if (s.accept('SQLSTATE')) {
    s.accept('VALUE');
    if (s.current.kind !== 'string') s.refuse('a state in quotes');
    s.advance();
  } else if (word === 'SIGNAL' || (!s.atEnd && !s.is('SET'))) name(s, 'a condition');
  if (s.accept('SET')) items(s);
  return { head: word, operations: [{ kind: 'administer', what: word.toLowerCase(), span: s.spanFrom(0) }] };
}

function items(s: TokenStream): void {
  const set = new Set<string>();
  s.list(() => {
    if (!s.isOneOf(ITEMS) || set.has(s.current.upper)) s.refuse('another item of the condition');
    set.add(s.advance().upper);
    s.expect('=');
    s.simpleExpression();
  });
}
