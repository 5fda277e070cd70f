import type { TokenStream } from './token-stream.js';

/** Reads the list behind ORDER BY or GROUP BY. */
export function orderByList(s: TokenStream): void {
  s.list(() => {
    s.expression();
    s.acceptAny('ASC', 'DESC');
  });
}

/** Reads the list behind ORDER BY when there is one. */
export function orderBy(s: TokenStream): boolean {
  if (!s.acceptAll('ORDER', 'BY')) return false;
  orderByList(s);
  return true;
}
