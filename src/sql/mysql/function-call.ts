import { name } from './name.js';
import { orderByList } from './order-by.js';
import { INTERVAL_UNITS } from './interval-unit.js';
import type { TokenStream } from './token-stream.js';
import { castType } from './cast-type.js';
import { lookUp } from '../../look-up.js';

/** Reserved words that are functions when a parenthesis follows. */
const RESERVED_FUNCTIONS = new Set(
  `CHAR CURRENT_DATE CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CUME_DIST DATABASE DENSE_RANK FIRST_VALUE
   GROUPING IF INSERT LAG LAST_VALUE LEAD LEFT LOCALTIME LOCALTIMESTAMP MOD NTH_VALUE NTILE PERCENT_RANK RANK REPEAT
   REPLACE RIGHT ROW_NUMBER SCHEMA UTC_DATE UTC_TIME UTC_TIMESTAMP VALUES`.split(/\s+/),
);

/** True when the cursor stands on a function's name and its parenthesis. */
export function isFunctionCall(s: TokenStream): boolean {
  const { kind, upper } = s.current;
  if (kind !== 'word' || s.peek(1).upper !== '(') return false;
  return RESERVED_FUNCTIONS.has(upper) || !s.reserved.has(upper);
}

/** Arguments that are more than expressions between commas. */
const SPECIAL_ARGUMENTS: Readonly<Record<string, (s: TokenStream) => void>> = {
  count: countArguments,
  if: (s) => {
    exactly(s, 3);
  },
  left: (s) => {
    exactly(s, 2);
  },
  right: (s) => {
    exactly(s, 2);
  },
  group_concat: groupConcatArguments,
  json_arrayagg: groupConcatArguments,
  extract: (s) => {
    unit(s);
    s.expect('FROM');
    s.expression();
  },
  timestampadd: unitFirst,
  timestampdiff: unitFirst,
  get_format: (s) => {
    s.expectAny('DATE, TIME or DATETIME', 'DATE', 'TIME', 'DATETIME', 'TIMESTAMP');
    s.expect(',');
    s.expression();
  },
  trim: trimArguments,
  substring: substringArguments,
  substr: substringArguments,
  mid: substringArguments,
  position: (s) => {
    s.arithmetic();
    s.expect('IN');
    s.expression();
  },
  char: (s) => {
    s.expressions();
    if (s.accept('USING') && !s.accept('BINARY')) name(s, 'a character set');
  },
  weight_string: (s) => {
    s.expression();
    if (s.accept('AS')) castType(s);
    if (s.accept('LEVEL')) s.expressions();
  },
  json_value: jsonValueArguments,
  nextval: sequenceArgument,
  lastval: sequenceArgument,
};

/** Functions of the grammar itself, which does not let their arguments be missing. */
const NEEDS_ARGUMENTS = new Set(
  'avg count group_concat if left max min mod repeat replace right sum'.split(' '),
);

/** Reads a function call; `called` is the name already read behind a point. */
export function functionCall(s: TokenStream, called?: string): void {
  const functionName = (called ?? s.advance().value).toLowerCase();
  s.seen.functions.push(functionName);
  s.parenthesised(() => {
    if (!s.is(')') || NEEDS_ARGUMENTS.has(functionName))
      (lookUp(SPECIAL_ARGUMENTS, functionName) ?? plainArguments)(s);
  });
  windowClause(s);
}

function plainArguments(s: TokenStream): void {
  if (s.acceptAny('DISTINCT', 'ALL') === 'DISTINCT') s.accept('ALL');
  s.expressions();
}

function exactly(s: TokenStream, count: number): void {
  for (let read = 0; read < count; read++) {
    if (read > 0) s.expect(',');
    s.expression();
  }
}

function countArguments(s: TokenStream): void {
  if (!s.accept('*')) plainArguments(s);
}

function groupConcatArguments(s: TokenStream): void {
  s.acceptAny('DISTINCT', 'ALL');
  s.expressions();
  if (s.acceptAll('ORDER', 'BY')) orderByList(s);
  if (s.accept('SEPARATOR')) s.simpleExpression();
  if (s.accept('LIMIT')) s.expressions();
}

function unit(s: TokenStream): void {
  if (!s.isOneOf(INTERVAL_UNITS)) s.refuse('a unit of time');
  s.advance();
}

function unitFirst(s: TokenStream): void {
  unit(s);
  s.expect(',');
  s.expression();
  s.expect(',');
  s.expression();
}

function trimArguments(s: TokenStream): void {
  const sided = s.acceptAny('BOTH', 'LEADING', 'TRAILING') !== undefined;
  if (!(sided && s.is('FROM'))) s.expression();
  if (s.accept('FROM')) s.expression();
  else if (sided) s.refuse('FROM');
}

function substringArguments(s: TokenStream): void {
  s.expression();
  const word = s.expectAny("',' or FROM", ',', 'FROM');
  s.expression();
  if (s.accept(word === ',' ? ',' : 'FOR')) s.expression();
}

function jsonValueArguments(s: TokenStream): void {
  s.expressions();
  if (s.accept('RETURNING')) castType(s);
  while (s.acceptAny('NULL', 'ERROR', 'DEFAULT') !== undefined) {
    if (s.previous.upper === 'DEFAULT') s.simpleExpression();
    s.expect('ON');
    s.expectAny('EMPTY or ERROR', 'EMPTY', 'ERROR');
  }
}

function sequenceArgument(s: TokenStream): void {
  s.expression();
}

function windowClause(s: TokenStream): void {
  if (s.acceptAll('FROM', 'FIRST') || s.acceptAll('RESPECT', 'NULLS') || s.acceptAll('IGNORE', 'NULLS')) {
    if (!s.is('OVER')) s.refuse('OVER');
  }
  if (s.acceptAll('WITHIN', 'GROUP')) {
    s.parenthesised(() => {
      s.expect('ORDER', 'BY');
      orderByList(s);
    });
  }
  if (!s.is('OVER')) return;
  s.advance();
  s.needs('a window function', { mysql: '8.0', mariadb: '10.2' });
  if (s.is('(')) windowSpecification(s);
  else name(s, 'a window');
}

/** Reads `([name] [PARTITION BY …] [ORDER BY …] [frame])`. */
export function windowSpecification(s: TokenStream): void {
  s.parenthesised(() => {
    if (!s.is(')') && !s.is('PARTITION') && !s.is('ORDER') && !s.is('ROWS') && !s.is('RANGE'))
      name(s, 'a window');
    if (s.acceptAll('PARTITION', 'BY')) s.expressions();
    if (s.acceptAll('ORDER', 'BY')) orderByList(s);
    if (s.acceptAny('ROWS', 'RANGE', 'GROUPS') === undefined) return;
    if (s.accept('BETWEEN')) {
      frameBound(s);
      s.expect('AND');
    }
    frameBound(s);
    if (s.accept('EXCLUDE') && !s.acceptAll('CURRENT', 'ROW') && !s.acceptAll('NO', 'OTHERS'))
      s.expectAny('GROUP or TIES', 'GROUP', 'TIES');
  });
}

function frameBound(s: TokenStream): void {
  if (s.acceptAll('CURRENT', 'ROW')) return;
  if (!s.accept('UNBOUNDED')) s.arithmetic();
  s.expectAny('PRECEDING or FOLLOWING', 'PRECEDING', 'FOLLOWING');
}
