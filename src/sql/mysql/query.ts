import { isAtLeast } from '../dialect.js';
import { objectName, isName, name, nameList, wholeNumber } from './name.js';
import { orderBy, orderByList } from './order-by.js';
import { tableReferences } from './table-reference.js';
import type { TokenStream } from './token-stream.js';
import { windowSpecification } from './function-call.js';

const SELECT_OPTIONS = new Set(
  `ALL DISTINCT DISTINCTROW HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT SQL_CACHE
   SQL_NO_CACHE SQL_CALC_FOUND_ROWS`.split(/\s+/),
);

/** Reads a query: WITH, SELECT or VALUES or TABLE, joined by UNION, EXCEPT, INTERSECT, then ORDER BY, LIMIT, locking. */
export function query(s: TokenStream): void {
  if (s.is('WITH')) withClause(s);
  do queryTerm(s);
  while (setOperator(s));
  queryTail(s);
}

/** Reads `WITH [RECURSIVE] name [(columns)] AS (query), …`. Names of the expressions are no tables. */
export function withClause(s: TokenStream): void {
  s.expect('WITH');
  s.needs('WITH', { mysql: '8.0', mariadb: '10.2' });
  s.accept('RECURSIVE');
  s.list(() => {
    s.commonTables.add(name(s, 'the name of a common table expression').toLowerCase());
    if (s.is('(')) nameList(s);
    s.expect('AS');
    s.subquery();
    if (s.isMariadb && s.accept('CYCLE')) {
      s.list(() => name(s));
      s.expect('RESTRICT');
    }
  });
}

function setOperator(s: TokenStream): boolean {
  const operator = s.acceptAny('UNION', 'EXCEPT', 'INTERSECT', 'MINUS');
  if (operator === undefined) return false;
  if (operator !== 'UNION') s.needs(operator, { mysql: '8.0.31', mariadb: '10.3' });
  s.acceptAny('ALL', 'DISTINCT');
  return true;
}

function queryTerm(s: TokenStream): void {
  if (s.is('(')) s.subquery();
  else if (s.is('SELECT')) select(s);
  else if (s.is('VALUES')) tableValues(s);
  else if (s.accept('TABLE')) {
    s.needs('TABLE', { mysql: '8.0.19' });
    s.seesTable(objectName(s));
  } else s.refuse('SELECT');
}

/** MySQL writes VALUES ROW(1), ROW(2), MariaDB VALUES (1), (2). */
function tableValues(s: TokenStream): void {
  s.expect('VALUES');
  s.needs('VALUES as a query', { mysql: '8.0.19', mariadb: '10.3' });
  s.list(() => {
    if (!s.isMariadb) s.expect('ROW');
    s.parenthesised(() => {
      s.expressions();
    });
  });
}

function select(s: TokenStream): void {
  s.expect('SELECT');
  if (s.isMariadb) s.accept('UNIQUE');
  while (s.isOneOf(SELECT_OPTIONS) || (s.is('SQL_CACHE') && s.peek(1).upper !== ',')) s.advance();
  if (!s.accept('*') || s.accept(',')) {
    s.list(() => {
      selectItem(s);
    });
  }
  into(s);
  if (s.accept('FROM') && !s.accept('DUAL')) tableReferences(s);
  if (s.accept('WHERE')) s.expression();
  if (s.acceptAll('GROUP', 'BY')) groupBy(s);
  if (s.accept('HAVING')) s.expression();
  if (s.is('WINDOW')) windows(s);
}

/** Reads one item of SELECT or RETURNING with its alias. */
export function selectItem(s: TokenStream): void {
  if (isStarred(s)) {
    while (!s.accept('*')) s.advance();
    return;
  }
  s.expression();
  alias(s);
}

/** `t.*` or `db.t.*` */
function isStarred(s: TokenStream): boolean {
  if (!isName(s) || s.peek(1).upper !== '.') return false;
  return s.peek(2).upper === '*' || (s.peek(3).upper === '.' && s.peek(4).upper === '*');
}

function alias(s: TokenStream): void {
  if (s.accept('AS')) {
    if (s.current.kind === 'string') s.advance();
    else name(s, 'an alias');
  } else if (s.current.kind === 'string' || (isName(s) && !s.is('INTERSECT') && !s.is('WINDOW'))) s.advance();
}

function groupBy(s: TokenStream): void {
  if (s.accept('ROLLUP')) {
    s.parenthesised(() => {
      s.expressions();
    });
    return;
  }
  const from = s.index;
  orderByList(s);
  if (s.server.dialect === 'mysql' && /\b(?:ASC|DESC)$/i.test(s.textFrom(Math.max(from, s.index - 1)))) {
    if (isAtLeast(s.server, 8, 0, 13))
      s.notInVersion ??= 'ASC and DESC of GROUP BY were removed in MySQL 8.0.13';
  }
  s.acceptAll('WITH', 'ROLLUP');
}

function windows(s: TokenStream): void {
  s.expect('WINDOW');
  s.list(() => {
    name(s, 'a window');
    s.expect('AS');
    windowSpecification(s);
  });
}

function queryTail(s: TokenStream): void {
  orderBy(s);
  limit(s);
  if (s.accept('PROCEDURE')) {
    s.expect('ANALYSE');
    s.skipParentheses();
  }
  into(s);
  while (locking(s));
  into(s);
}

/** Reads LIMIT when there is one; the number when it is one. */
export function limit(s: TokenStream): number | undefined {
  if (fetchClause(s)) return undefined;
  if (!s.accept('LIMIT')) return undefined;
  if (s.acceptAll('ROWS', 'EXAMINED')) {
    limitNumber(s);
    return undefined;
  }
  const first = limitNumber(s);
  let rows = first;
  if (s.accept(',')) rows = limitNumber(s);
  else if (s.accept('OFFSET')) limitNumber(s);
  if (s.isMariadb && s.acceptAll('ROWS', 'EXAMINED')) limitNumber(s);
  return rows;
}

/** MariaDB: [OFFSET n ROWS] FETCH FIRST n ROWS ONLY. */
function fetchClause(s: TokenStream): boolean {
  if (!s.isMariadb || !(s.is('FETCH') || (s.is('OFFSET') && s.peek(1).kind === 'number'))) return false;
  s.needs('FETCH FIRST', { mariadb: '10.6' });
  if (s.accept('OFFSET')) {
    limitNumber(s);
    s.expectAny('ROW or ROWS', 'ROW', 'ROWS');
  }
  if (!s.accept('FETCH')) return true;
  s.expectAny('FIRST or NEXT', 'FIRST', 'NEXT');
  if (s.current.kind === 'number') s.advance();
  s.expectAny('ROW or ROWS', 'ROW', 'ROWS');
  if (!s.accept('ONLY')) s.expect('WITH', 'TIES');
  return true;
}

/** A number, a parameter or a routine's variable. */
function limitNumber(s: TokenStream): number | undefined {
  if (s.current.kind === 'number') return wholeNumber(s);
  if (!s.accept('?')) name(s, 'a number of rows');
  return undefined;
}

function into(s: TokenStream): void {
  if (!s.accept('INTO')) return;
  if (s.acceptAny('OUTFILE', 'DUMPFILE') !== undefined) {
    outfile(s);
    return;
  }
  s.list(() => {
    if (s.current.kind === 'variable') s.assigned.push(s.advance().value.toLowerCase());
    else name(s, 'a variable');
  });
}

function outfile(s: TokenStream): void {
  if (s.current.kind !== 'string') s.refuse('a file name');
  s.advance();
  if (s.acceptAll('CHARACTER', 'SET')) name(s);
  fieldsAndLines(s);
}

/** Reads FIELDS … and LINES … of OUTFILE and LOAD DATA. */
export function fieldsAndLines(s: TokenStream): void {
  if (s.acceptAny('FIELDS', 'COLUMNS') !== undefined) {
    while (s.is('TERMINATED') || s.is('OPTIONALLY') || s.is('ENCLOSED') || s.is('ESCAPED')) {
      if (s.accept('OPTIONALLY') && !s.is('ENCLOSED')) s.refuse('ENCLOSED');
      s.advance();
      s.expect('BY');
      textLiteral(s);
    }
  }
  if (s.accept('LINES')) {
    while (s.acceptAny('STARTING', 'TERMINATED') !== undefined) {
      s.expect('BY');
      textLiteral(s);
    }
  }
}

function textLiteral(s: TokenStream): void {
  if (s.current.kind !== 'string' && s.current.kind !== 'bits') s.refuse('a string');
  s.advance();
}

/** FOR UPDATE, FOR SHARE, LOCK IN SHARE MODE, with OF, NOWAIT, SKIP LOCKED and MariaDB's WAIT. */
function locking(s: TokenStream): boolean {
  if (s.acceptAll('LOCK', 'IN', 'SHARE', 'MODE')) {
    s.locking = true;
    wait(s);
    return true;
  }
  if (!s.acceptAll('FOR', 'UPDATE') && !s.acceptAll('FOR', 'SHARE')) return false;
  if (s.previous.upper === 'SHARE') s.needs('FOR SHARE', { mysql: '8.0.1' });
  s.locking = true;
  if (s.accept('OF')) {
    s.needs('FOR UPDATE OF', { mysql: '8.0.1' });
    s.list(() => objectName(s));
  }
  wait(s);
  return true;
}

function wait(s: TokenStream): void {
  if (s.accept('NOWAIT') || s.acceptAll('SKIP', 'LOCKED')) return;
  if (s.isMariadb && s.accept('WAIT')) wholeNumber(s);
}
