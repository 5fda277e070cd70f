import { isName, name, nameList, objectName, wholeNumber } from './name.js';
import { fieldsAndLines } from './query.js';
import type { Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads LOAD DATA and LOAD XML, behind the word LOAD. */
export function loadData(s: TokenStream): Reading {
  const what = s.expectAny('DATA or XML', 'DATA', 'XML');
  s.acceptAny('LOW_PRIORITY', 'CONCURRENT');
  s.accept('LOCAL');
  s.expect('INFILE');
  if (s.current.kind !== 'string') s.refuse('a file name');
  s.advance();
  s.acceptAny('REPLACE', 'IGNORE');
  s.expect('INTO', 'TABLE');
  const table = objectName(s);
  if (s.accept('PARTITION')) nameList(s, 'a partition name');
  if (s.acceptAll('CHARACTER', 'SET')) name(s, 'a character set');
  if (s.acceptAll('ROWS', 'IDENTIFIED', 'BY')) s.advance();
  fieldsAndLines(s);
  if (s.accept('IGNORE')) {
    wholeNumber(s);
    s.expectAny('LINES or ROWS', 'LINES', 'ROWS');
  }
  if (s.is('(')) targets(s);
  if (s.accept('SET')) {
    s.list(() => {
      name(s, 'a column name');
      s.expect('=');
      s.expression();
    });
  }
  return { head: `LOAD ${what}`, operations: [{ kind: 'loadData', table, span: s.spanFrom(0) }] };
}

function targets(s: TokenStream): void {
  s.parenthesised(() =>
    s.list(() => {
      if (s.current.kind === 'variable') s.advance();
      else if (isName(s)) name(s);
      else s.refuse('a column name');
    }),
  );
}
