import { INTERVAL_UNITS } from './interval-unit.js';
import { castType } from './cast-type.js';
import { functionCall, isFunctionCall } from './function-call.js';
import { name, nameBehindPoint, stringLiteral, stringLiterals } from './name.js';
import { isSubquery } from './subquery.js';
import type { TokenStream } from './token-stream.js';

const NOW_WITHOUT_PARENTHESES = new Set([
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_USER',
  'CURRENT_ROLE',
  'LOCALTIME',
  'LOCALTIMESTAMP',
  'UTC_DATE',
  'UTC_TIME',
  'UTC_TIMESTAMP',
]);
const UNARY = new Set(['+', '-', '~', '!', 'BINARY']);

/** Reads one operand, with its signs before and COLLATE or JSON paths behind. */
export function simpleExpression(s: TokenStream): void {
  while (s.isOneOf(UNARY)) s.advance();
  operand(s);
  while (s.accept('COLLATE')) {
    if (s.current.kind === 'string' || s.is('BINARY')) s.advance();
    else name(s, 'a collation');
  }
}

function operand(s: TokenStream): void {
  const { kind, upper } = s.current;
  if (kind === 'number' || kind === 'bits') s.advance();
  else if (kind === 'string') stringLiterals(s);
  else if (kind === 'variable') variable(s);
  else if (kind === 'quoted') column(s);
  else if (upper === '(') parenthesis(s);
  else if (upper === '?' || upper === 'NULL' || upper === 'TRUE' || upper === 'FALSE') s.advance();
  else if (upper === '{') odbcLiteral(s);
  else if (kind === 'word') wordOperand(s);
  else s.refuse('an expression');
}

function variable(s: TokenStream): void {
  const { value } = s.advance();
  if (!s.accept(':=')) return;
  s.assigned.push(value.toLowerCase());
  s.expression();
}

/** A scalar subquery, a row or an expression in parentheses. */
function parenthesis(s: TokenStream): void {
  if (isSubquery(s)) s.subquery();
  else {
    s.parenthesised(() => {
      s.expressions();
    });
  }
}

function odbcLiteral(s: TokenStream): void {
  s.expect('{');
  name(s, 'd, t, ts or an identifier');
  s.expression();
  s.expect('}');
}

function wordOperand(s: TokenStream): void {
  const { upper } = s.current;
  const following = s.peek(1);
  if (upper.startsWith('_') && (following.kind === 'string' || following.kind === 'bits')) introduced(s);
  else if (['DATE', 'TIME', 'TIMESTAMP'].includes(upper) && following.kind === 'string') {
    s.advance();
    stringLiteral(s);
  } else if (upper === 'CASE') caseExpression(s);
  else if (upper === 'EXISTS') {
    s.advance();
    s.subquery();
  } else if (upper === 'INTERVAL') interval(s);
  else if (upper === 'MATCH') matchAgainst(s);
  else if (
    (upper === 'NEXT' || upper === 'PREVIOUS') &&
    s.peek(1).upper === 'VALUE' &&
    s.peek(2).upper === 'FOR'
  )
    sequenceValue(s);
  else if (upper === 'ROW' && following.upper === '(') {
    s.advance();
    s.parenthesised(() => {
      s.expressions();
    });
  } else if ((upper === 'CAST' || upper === 'CONVERT') && following.upper === '(') conversion(s);
  else if (upper === 'DEFAULT') defaultOfColumn(s);
  else if (NOW_WITHOUT_PARENTHESES.has(upper) && following.upper !== '(') {
    s.seen.functions.push(upper.toLowerCase());
    s.advance();
  } else if (isFunctionCall(s)) functionCall(s);
  else column(s);
}

/** `DEFAULT(a)`: the default of a column. */
function defaultOfColumn(s: TokenStream): void {
  s.expect('DEFAULT');
  s.parenthesised(() => {
    column(s);
  });
}

function introduced(s: TokenStream): void {
  s.advance();
  if (s.current.kind === 'string') stringLiterals(s);
  else s.advance();
}

/** Reads a column, whose dotted name may end in a function call: `db.f(1)`. */
function column(s: TokenStream): void {
  let last = name(s, 'an expression');
  // At most database, table and column.
  for (let points = 0; points < 2 && s.is('.') && s.peek(1).upper !== '*'; points++) {
    s.advance();
    last = nameBehindPoint(s, 'a column name');
  }
  if (s.is('(')) {
    functionCall(s, last);
    return;
  }
  s.seen.columns.push(last);
  while (s.acceptAny('->', '->>') !== undefined) {
    s.needs(`the operator ${s.previous.upper}`, { mysql: s.previous.upper === '->' ? '5.7.9' : '5.7.13' });
    stringLiteral(s, 'a JSON path');
  }
}

function caseExpression(s: TokenStream): void {
  s.expect('CASE');
  if (!s.is('WHEN')) s.expression();
  do {
    s.expect('WHEN');
    s.expression();
    s.expect('THEN');
    s.expression();
  } while (s.is('WHEN'));
  if (s.accept('ELSE')) s.expression();
  s.expect('END');
}

/** `INTERVAL 1 DAY`, or the function INTERVAL(a, b). */
function interval(s: TokenStream): void {
  s.expect('INTERVAL');
  if (s.is('(')) {
    let values = 0;
    s.parenthesised(() => {
      values = s.list(() => {
        s.expression();
      }).length;
    });
    if (values > 1) return;
    if (!s.isOneOf(INTERVAL_UNITS)) {
      s.expectAny('a unit of INTERVAL', '+', '-', '*', '/', '%', 'DIV');
      s.expression();
    }
  } else s.expression();
  if (!s.isOneOf(INTERVAL_UNITS)) s.refuse('a unit of INTERVAL');
  s.advance();
}

function matchAgainst(s: TokenStream): void {
  s.expect('MATCH');
  const columns = (): void => {
    s.list(() => {
      column(s);
    });
  };
  if (s.is('(')) s.parenthesised(columns);
  else columns();
  s.expect('AGAINST');
  s.parenthesised(() => {
    simpleExpression(s);
    if (s.acceptAll('IN', 'BOOLEAN', 'MODE')) return;
    s.acceptAll('IN', 'NATURAL', 'LANGUAGE', 'MODE');
    s.acceptAll('WITH', 'QUERY', 'EXPANSION');
  });
}

function sequenceValue(s: TokenStream): void {
  s.seen.functions.push(`${s.advance().value.toLowerCase()} value for`);
  s.expect('VALUE', 'FOR');
  name(s, 'a sequence');
  if (s.accept('.')) nameBehindPoint(s);
}

function conversion(s: TokenStream): void {
  const isCast = s.advance().upper === 'CAST';
  s.seen.functions.push(isCast ? 'cast' : 'convert');
  s.parenthesised(() => {
    s.expression();
    if (isCast) {
      if (s.acceptAll('AT', 'TIME', 'ZONE')) {
        s.accept('INTERVAL');
        stringLiteral(s);
      }
      s.expect('AS');
      castType(s);
    } else if (s.accept('USING')) {
      if (s.current.kind === 'string' || s.is('BINARY') || s.is('DEFAULT')) s.advance();
      else name(s, 'a character set');
    } else {
      s.expect(',');
      castType(s);
    }
  });
}
