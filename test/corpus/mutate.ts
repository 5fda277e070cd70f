import type { ServerVersion } from '../../src/sql/dialect.js';
import { Lexer as MysqlLexer } from '../../src/sql/mysql/lexer.js';
import { Lexer as PostgresLexer } from '../../src/sql/postgres/lexer.js';

/** Numbers from 0 (included) to 1 (excluded), the same ones for the same seed: mulberry32. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the edits of a run follow from; CORPUS_SEED gives another run. */
export const SEED = Number(process.env['CORPUS_SEED'] ?? 1);

export function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** Where a token stands in the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The tokens of one statement, in the dialect's own sense. */
export function tokensOf(version: ServerVersion, text: string): readonly Place[] {
  const tokens: Place[] = [];
  if (version.dialect === 'postgres') {
    const lexer = new PostgresLexer(text);
    for (let token = lexer.next(); token; token = lexer.next()) tokens.push(token);
  } else {
    const lexer = new MysqlLexer(text, version);
    for (let token = lexer.next(true); token.kind !== 'end'; token = lexer.next()) tokens.push(token);
  }
  return tokens;
}

/** The text with one of its tokens dropped, doubled, or swapped with the next; undefined when that changes nothing. */
export function editOnce(text: string, tokens: readonly Place[], random: Random): string | undefined {
  const at = below(random, tokens.length);
  const token = tokens[at];
  const next = tokens[at + 1];
  if (!token || tokens.length < 2) return undefined;
  const before = text.slice(0, token.start);
  const word = text.slice(token.start, token.end);
  const after = text.slice(token.end);
  switch (below(random, 3)) {
    case 0:
      return before + after;
    case 1:
      return `${before}${word} ${word}${after}`;
    default: {
      if (!next) return undefined;
      const other = text.slice(next.start, next.end);
      const between = text.slice(token.end, next.start);
      return other === word ? undefined : `${before} ${other} ${between}${word} ${text.slice(next.end)}`;
    }
  }
}

const INTERESTING = [
  "'", '"', '`', '(', ')', ';', '/*', '*/', '/*!', '--', '--\n', '#', '\\', '$$', '$a$', '${x', '{{', '}}', '@', '\0',
  '\ufeff', '\ud83d', 'é', '\n', '\r\n', 'BEGIN', 'END', 'CASE', 'DELIMITER //\n', '\\copy t from stdin\n', 'E\'', 'U&"',
  '0x', '1e', '::', ':=', '->>', '/*M!', '\\.\n', 'BEGIN ATOMIC', 'AS', 'SELECT', '1.', '..', '<%',
]; // prettier-ignore

/** The text after up to four edits of any kind: of tokens, of stretches of characters, of marks that open something. */
export function scramble(text: string, tokens: readonly Place[], random: Random): string {
  let result = random() < 0.5 ? (editOnce(text, tokens, random) ?? text) : text;
  for (let edits = below(random, 4); edits >= 0; edits--) {
    const from = below(random, result.length + 1);
    const to = Math.min(result.length, from + below(random, 12));
    const kind = below(random, 4);
    const mark = INTERESTING[below(random, INTERESTING.length)] ?? '';
    if (kind === 0) result = result.slice(0, from) + mark + result.slice(from);
    else if (kind === 1) result = result.slice(0, from) + result.slice(to);
    else if (kind === 2) result = result.slice(0, to) + result.slice(from);
    else result = result.slice(0, from);
  }
  return result;
}
