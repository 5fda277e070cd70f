/**
 * What a token is. `word`: an unquoted name or keyword; `quoted`: a name in backticks; `string`: in either quote;
 * `bits`: x'…', b'…', 0x…, 0b…; `variable`: @x and @@x; `bad`: what the server's lexer refuses; `end`: behind the last.
 */
export type TokenKind =
  'word' | 'quoted' | 'string' | 'number' | 'bits' | 'variable' | 'symbol' | 'bad' | 'delimiter' | 'end';

/** One token; offsets are of the text that was lexed. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
  /** Words: upper case. Symbols and delimiters: as written. Others: empty, so that no string is taken for a keyword. */
  readonly upper: string;
  /** Words as written; names, strings and variables without their marks and unescaped; for `bad`, what is wrong. */
  readonly value: string;
}
