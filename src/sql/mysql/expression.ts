import { simpleExpression } from './simple-expression.js';
import { isSubquery } from './subquery.js';
import type { TokenStream } from './token-stream.js';

const LOGICAL = new Set(['AND', 'OR', 'XOR', '&&', '||']);
const COMPARISON = new Set(['=', '<=>', '<', '>', '<=', '>=', '<>', '!=']);
const ARITHMETIC = new Set(['+', '-', '*', '/', '%', 'DIV', 'MOD', '|', '&', '<<', '>>', '^']);

/** The levels below follow the server's grammar (sql_yacc.yy: expr, bool_pri, predicate, bit_expr); chains are loops. */
export function expression(s: TokenStream): void {
  condition(s);
  while (s.acceptOneOf(LOGICAL)) condition(s);
}

function condition(s: TokenStream): void {
  while (s.accept('NOT'));
  comparison(s);
  while (s.accept('IS')) {
    s.accept('NOT');
    s.expectAny('NULL, TRUE, FALSE or UNKNOWN', 'NULL', 'TRUE', 'FALSE', 'UNKNOWN');
    comparisonTail(s);
  }
}

function comparison(s: TokenStream): void {
  predicate(s);
  comparisonTail(s);
}

function comparisonTail(s: TokenStream): void {
  while (s.acceptOneOf(COMPARISON)) {
    if (s.acceptAny('ALL', 'ANY', 'SOME') !== undefined) s.subquery();
    else predicate(s);
  }
}

function predicate(s: TokenStream): void {
  arithmetic(s);
  while (predicateTail(s) && s.isMariadb);
}

function predicateTail(s: TokenStream): boolean {
  const negated = s.is('NOT') && ['IN', 'BETWEEN', 'LIKE', 'REGEXP', 'RLIKE'].includes(s.peek(1).upper);
  if (negated) s.advance();
  if (s.accept('IN')) inList(s);
  else if (s.accept('BETWEEN')) {
    arithmetic(s);
    s.expect('AND');
    predicate(s);
  } else if (s.accept('LIKE')) {
    simpleOrArithmetic(s);
    if (s.accept('ESCAPE')) simpleExpression(s);
  } else if (s.acceptAny('REGEXP', 'RLIKE') !== undefined || s.acceptAll('SOUNDS', 'LIKE')) arithmetic(s);
  else if (s.is('MEMBER') && !s.isMariadb && (s.peek(1).upper === 'OF' || s.peek(1).upper === '(')) {
    s.advance();
    s.accept('OF');
    s.needs('MEMBER OF', { mysql: '8.0.17' });
    s.parenthesised(() => {
      simpleExpression(s);
    });
  } else return false;
  return true;
}

/** MySQL takes only a simple expression behind LIKE, MariaDB any arithmetic. */
function simpleOrArithmetic(s: TokenStream): void {
  if (s.isMariadb) arithmetic(s);
  else simpleExpression(s);
}

function inList(s: TokenStream): void {
  if (s.is('(') && isSubquery(s)) {
    s.subquery();
    return;
  }
  s.parenthesised(() => {
    s.expressions();
  });
}

/** Reads a chain of arithmetic, without comparisons: what may stand as a bound of BETWEEN. */
export function arithmetic(s: TokenStream): void {
  simpleExpression(s);
  while (s.acceptOneOf(ARITHMETIC)) simpleExpression(s);
}
