import type { ColumnDefault, Expression } from '../column.js';
import { stringLiterals, wholeNumber } from './name.js';
import type { TokenStream } from './token-stream.js';

/** CURRENT_TIMESTAMP and its synonyms. */
export const NOW: ReadonlySet<string> = new Set(['CURRENT_TIMESTAMP', 'NOW', 'LOCALTIME', 'LOCALTIMESTAMP']);

/** Reads CURRENT_TIMESTAMP or a synonym with its optional precision. */
export function now(s: TokenStream): Expression | undefined {
  if (!NOW.has(s.current.upper) || (s.is('NOW') && s.peek(1).upper !== '(')) return undefined;
  return s.collect(() => {
    s.seen.functions.push(s.advance().value.toLowerCase());
    if (!s.is('(')) return;
    s.parenthesised(() => {
      if (!s.is(')')) wholeNumber(s, 'a precision');
    });
  });
}

/** Reads what stands behind DEFAULT. */
export function columnDefault(s: TokenStream): ColumnDefault {
  const { kind, upper } = s.current;
  if (upper === 'NULL') {
    s.advance();
    return { kind: 'null' };
  }
  const timestamp = now(s);
  if (timestamp) return { kind: 'now', text: timestamp.text };
  if (upper === '(') {
    s.needs('an expression as a default', { mysql: '8.0.13', mariadb: '10.2.1' });
    return { kind: 'expression', expression: s.parenthesisedExpression() };
  }
  const from = s.index;
  if (isSignedLiteral(s)) {
    const text = kind === 'string' ? stringLiterals(s) : literalText(s, from);
    return { kind: 'literal', text };
  }
  if (!s.isMariadb) s.refuse('a literal, CURRENT_TIMESTAMP or an expression in parentheses');
  return {
    kind: 'expression',
    expression: s.collect(() => {
      s.simpleExpression();
    }),
  };
}

function isSignedLiteral(s: TokenStream): boolean {
  const { kind, upper } = s.current;
  if (kind === 'string' || kind === 'number' || kind === 'bits' || upper === 'TRUE' || upper === 'FALSE')
    return true;
  if (upper === '-' || upper === '+') return s.peek(1).kind === 'number';
  if (kind !== 'word') return false;
  const literalFollows = s.peek(1).kind === 'string' || s.peek(1).kind === 'bits';
  return literalFollows && (upper.startsWith('_') || ['DATE', 'TIME', 'TIMESTAMP'].includes(upper));
}

function literalText(s: TokenStream, from: number): string {
  s.simpleExpression();
  return s.textFrom(from);
}
