import type { TokenStream } from './token-stream.js';

/** Deeper nesting is refused in any case. */
const DEEPEST = 1000;
const QUERY_CONTINUES = new Set(['UNION', 'EXCEPT', 'INTERSECT', 'MINUS', 'ORDER', 'LIMIT', 'FOR', 'LOCK']);

/** True when the cursor stands before a query, in parentheses or not. */
export function isQuery(s: TokenStream): boolean {
  return s.is('(') ? isSubquery(s) : startsQuery(s, s.index);
}

/**
 * True when the parenthesis at the cursor holds a query, and not an expression that begins with a subquery. Looks
 * ahead and never reads twice, so that nesting costs no more than its length.
 */
export function isSubquery(s: TokenStream): boolean {
  for (let at = s.index; at - s.index < DEEPEST; at++) {
    if (s.tokens[at + 1]?.upper !== '(') return startsQuery(s, at + 1);
    const behind = s.tokens[s.closing(at + 1) + 1]?.upper ?? '';
    if (behind !== ')') return QUERY_CONTINUES.has(behind);
  }
  return false;
}

/** VALUES(a) alone is a function. */
function startsQuery(s: TokenStream, at: number): boolean {
  const upper = s.tokens[at]?.upper ?? '';
  if (upper === 'VALUES')
    return (
      s.tokens[at + 1]?.upper === 'ROW' || (s.isMariadb && s.tokens[s.closing(at + 1) + 1]?.upper === ',')
    );
  return upper === 'SELECT' || upper === 'WITH' || upper === 'TABLE';
}
