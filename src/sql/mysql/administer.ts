import { columnName, isName, objectName } from './name.js';
import type { Reading } from './reading.js';
import { rest } from './session.js';
import { isQuery } from './subquery.js';
import type { TokenStream } from './token-stream.js';

/** First words of statements that change neither schema nor rows; what follows is not looked into. */
export const ADMINISTRATIVE: ReadonlySet<string> = new Set(
  `SHOW FLUSH KILL RESET PURGE STOP CHANGE HANDLER HELP INSTALL UNINSTALL CACHE BINLOG CLONE SHUTDOWN RESTART XA
   GET BACKUP IMPORT START`.split(/\s+/),
);
const ALONE = new Set(['SHUTDOWN', 'RESTART', 'HELP']);

/** Reads a statement that only administers, behind its first word. */
export function administer(s: TokenStream, word: string): Reading {
  const isReadLock = word === 'FLUSH' && READ_LOCKS.some((words) => s.isAll(...words));
  if (!(s.atEnd && ALONE.has(word))) rest(s);
  return isReadLock
    ? {
        head: word,
        operations: [{ kind: 'administer', what: 'flush tables with read lock', span: s.spanFrom(0) }],
      }
    : statement(s, word);
}

const READ_LOCKS = [
  ['TABLES', 'WITH', 'READ', 'LOCK'],
  ['LOCAL', 'TABLES', 'WITH', 'READ', 'LOCK'],
  ['NO_WRITE_TO_BINLOG', 'TABLES', 'WITH', 'READ', 'LOCK'],
];

function statement(s: TokenStream, word: string): Reading {
  return { head: word, operations: [{ kind: 'administer', what: word.toLowerCase(), span: s.spanFrom(0) }] };
}

/** Reads EXPLAIN, DESCRIBE and DESC, behind the word; the statement explained is not executed. */
export function explain(s: TokenStream, word: string): Reading {
  const isStatement = s.isOneOf(EXPLAINED) || isQuery(s);
  if (!isStatement && isName(s) && s.peek(1).upper !== '=') {
    objectName(s);
    if (s.current.kind === 'string') s.advance();
    else if (isName(s)) columnName(s);
  } else rest(s);
  return statement(s, word);
}

const EXPLAINED = new Set(
  'ANALYZE EXTENDED PARTITIONS FORMAT FOR INSERT REPLACE UPDATE DELETE TABLE'.split(' '),
);

/** Reads DO, behind the word. */
export function doStatement(s: TokenStream): Reading {
  s.expressions();
  const functions = [...new Set(s.seen.functions)];
  const operation = {
    kind: 'select',
    reads: s.seen.tables,
    locking: s.locking,
    functions,
    span: s.spanFrom(0),
  } as const;
  return { head: 'DO', operations: [operation] };
}
