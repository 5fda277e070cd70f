/** What a token is. Comments are kept apart; `psql` is a client command such as `\set`, to the end of its line. */
export type TokenKind =
  'word' | 'quoted' | 'string' | 'dollar' | 'number' | 'symbol' | 'placeholder' | 'psql';

/** A token, as offsets in the text. */
export interface Token {
  readonly kind: TokenKind;
  /** The first character's code: enough to tell symbols apart. */
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

/** A comment, marks included. */
export interface CommentRange {
  readonly start: number;
  readonly end: number;
}

/** Codes of the symbols that readers of tokens look for. */
export const OPEN = 40;
export const CLOSE = 41;
export const COMMA = 44;
export const SEMICOLON = 59;
const NEWLINE = 10;
const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const MINUS = 45;
const SLASH = 47;
const STAR = 42;
const DOT = 46;
const COLON = 58;
const BACKSLASH = 92;
const BRACE = 123;

/** Template tools' marks are short; the bound keeps a file of open braces linear. */
const LONGEST_PLACEHOLDER = 200;

const SPACE = 1;
const LETTER = 2;
const DIGIT = 3;
const OPERATOR = 4;

const CLASS = new Uint8Array(128);
for (const code of [9, 10, 11, 12, 13, 32]) CLASS[code] = SPACE;
for (let code = 97; code <= 122; code++) CLASS[code] = CLASS[code - 32] = LETTER;
CLASS[95] = LETTER;
for (let code = 48; code <= 57; code++) CLASS[code] = DIGIT;
for (const character of '+-*/<>=~!@#%^&|`?') CLASS[character.charCodeAt(0)] = OPERATOR;

function classOf(code: number): number {
  return code < 128 ? (CLASS[code] ?? 0) : LETTER;
}

/** PostgreSQL's lexical rules (scan.l) with psql's and the templating tools' marks. One pass, never backwards. */
export class Lexer {
  readonly comments: CommentRange[] = [];
  /** The block comment that nothing closes, which the server refuses. */
  openComment: CommentRange | undefined;
  private readonly text: string;
  private readonly limit: number;
  private at: number;

  constructor(text: string, start = 0, limit = text.length) {
    this.text = text;
    this.limit = limit;
    this.at = start;
  }

  /** The next token, or undefined at the end. What is not closed reaches to the end. */
  next(): Token | undefined {
    const { text, limit } = this;
    while (this.at < limit) {
      const start = this.at;
      const code = text.charCodeAt(start);
      const kind = classOf(code);
      if (kind === SPACE) this.at++;
      else if (kind === LETTER) return this.word(start, code);
      else if (code === MINUS && text.charCodeAt(start + 1) === MINUS) this.lineComment(start);
      else if (code === SLASH && text.charCodeAt(start + 1) === STAR) this.blockComment(start);
      else return this.other(start, code, kind);
    }
    return undefined;
  }

  /** Goes on reading at `offset`, which lies behind what was read. */
  skipTo(offset: number): void {
    this.at = offset;
  }

  get position(): number {
    return this.at;
  }

  private token(kind: TokenKind, code: number, start: number, end: number): Token {
    this.at = end < this.limit ? end : this.limit;
    return { kind, code, start, end: this.at };
  }

  private word(start: number, code: number): Token {
    const { text, limit } = this;
    const next = text.charCodeAt(start + 1);
    if (next === QUOTE && (code | 32) === 101)
      return this.token('string', code, start, this.escaped(start + 2));
    if (next === QUOTE && 'bxnBXN'.includes(String.fromCharCode(code)))
      return this.token('string', code, start, this.quoted(start + 2, QUOTE));
    if ((code | 32) === 117 && next === 38) {
      const quote = text.charCodeAt(start + 2);
      if (quote === QUOTE) return this.token('string', code, start, this.quoted(start + 3, QUOTE));
      if (quote === DOUBLE_QUOTE) return this.token('quoted', code, start, this.quoted(start + 3, quote));
    }
    let end = start + 1;
    while (end < limit && isWordCode(text.charCodeAt(end))) end++;
    return this.token('word', code, start, end);
  }

  private other(start: number, code: number, kind: number): Token {
    const { text } = this;
    if (kind === DIGIT || (code === DOT && classOf(text.charCodeAt(start + 1)) === DIGIT))
      return this.token('number', code, start, this.number(start));
    if (kind === OPERATOR) return this.operator(start, code);
    switch (code) {
      case QUOTE:
        return this.token('string', code, start, this.quoted(start + 1, QUOTE));
      case DOUBLE_QUOTE:
        return this.token('quoted', code, start, this.quoted(start + 1, DOUBLE_QUOTE));
      case DOLLAR:
        return this.dollar(start);
      case BRACE:
        return this.placeholder(start, text.startsWith('{{', start) ? '}}' : '}');
      case BACKSLASH:
        return this.psql(start);
      case COLON: {
        const next = text.charCodeAt(start + 1);
        return this.token('symbol', code, start, start + (next === COLON || next === 61 ? 2 : 1));
      }
      default:
        return this.token('symbol', code, start, start + 1);
    }
  }

  private number(start: number): number {
    const { text, limit } = this;
    let end = start;
    while (end < limit) {
      const code = text.charCodeAt(end);
      const isExponentSign =
        (code === 43 || code === MINUS) && (text.charCodeAt(end - 1) | 32) === 101 && end > start;
      if (code === DOT && text.charCodeAt(end + 1) === DOT) break;
      if (!isWordCode(code) && code !== DOT && !isExponentSign) break;
      end++;
    }
    return end;
  }

  private operator(start: number, code: number): Token {
    const { text, limit } = this;
    if (code === 60 && text.charCodeAt(start + 1) === 37) return this.placeholder(start, '%>');
    let end = start + 1;
    while (end < limit && CLASS[text.charCodeAt(end)] === OPERATOR) {
      const next = text.charCodeAt(end);
      const after = text.charCodeAt(end + 1);
      if ((next === MINUS && after === MINUS) || (next === SLASH && after === STAR)) break;
      end++;
    }
    return this.token('symbol', code, start, end);
  }

  private dollar(start: number): Token {
    const { text, limit } = this;
    if (text.charCodeAt(start + 1) === BRACE) return this.placeholder(start, '}');
    let end = start + 1;
    const first = classOf(text.charCodeAt(end));
    if (first === DIGIT) {
      while (classOf(text.charCodeAt(end)) === DIGIT) end++;
      return this.token('symbol', DOLLAR, start, end);
    }
    while (end < limit && text.charCodeAt(end) !== DOLLAR && isWordCode(text.charCodeAt(end))) end++;
    if (text.charCodeAt(end) !== DOLLAR) return this.token('symbol', DOLLAR, start, start + 1);
    const tag = text.slice(start, end + 1);
    const close = text.indexOf(tag, end + 1);
    return this.token('dollar', DOLLAR, start, close === -1 ? limit : close + tag.length);
  }

  private placeholder(start: number, close: string): Token {
    const near = this.text.slice(start, Math.min(start + LONGEST_PLACEHOLDER, this.limit));
    const end = near.indexOf(close, 1);
    const lineEnd = near.indexOf('\n');
    if (end === -1 || (lineEnd !== -1 && lineEnd < end))
      return this.token('placeholder', BRACE, start, start + 1);
    return this.token('placeholder', BRACE, start, start + end + close.length);
  }

  private psql(start: number): Token {
    const { text, limit } = this;
    if (text.charCodeAt(start + 1) === SEMICOLON) return this.token('psql', BACKSLASH, start, start + 2);
    const newline = text.indexOf('\n', start);
    const end = newline === -1 || newline > limit ? limit : newline;
    const separator = text.slice(start + 1, end).indexOf('\\\\');
    return this.token('psql', BACKSLASH, start, separator === -1 ? end : start + separator + 3);
  }

  private quoted(from: number, quote: number): number {
    const { text, limit } = this;
    const mark = quote === QUOTE ? "'" : '"';
    for (let at = from; ; at += 2) {
      at = text.indexOf(mark, at);
      if (at === -1) return limit;
      if (text.charCodeAt(at + 1) !== quote) return at + 1;
    }
  }

  private escaped(from: number): number {
    const { text, limit } = this;
    for (let at = from; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) {
        if (text.charCodeAt(at + 1) !== QUOTE) return at + 1;
        at++;
      }
    }
    return limit;
  }

  private lineComment(start: number): void {
    let end = start + 2;
    const { text, limit } = this;
    while (end < limit && text.charCodeAt(end) !== NEWLINE && text.charCodeAt(end) !== 13) end++;
    this.comments.push({ start, end });
    this.at = end;
  }

  private blockComment(start: number): void {
    const { text, limit } = this;
    let depth = 1;
    let at = start + 2;
    for (; at < limit && depth > 0; at++) {
      const code = text.charCodeAt(at);
      const next = text.charCodeAt(at + 1);
      if (code === STAR && next === SLASH) depth--;
      else if (code === SLASH && next === STAR) depth++;
      else continue;
      at++;
    }
    const end = Math.min(at, limit);
    if (depth > 0) this.openComment = { start, end };
    this.comments.push({ start, end });
    this.at = end;
  }
}

function isWordCode(code: number): boolean {
  const kind = classOf(code);
  return kind === LETTER || kind === DIGIT || code === DOLLAR;
}

/** True when the token is the key word `upper`, in any case. */
export function isWord(text: string, token: Token | undefined, upper: string): boolean {
  if (token?.kind !== 'word' || token.end - token.start !== upper.length) return false;
  if ((token.code & ~32) !== upper.charCodeAt(0)) return false;
  return text.slice(token.start, token.end).toUpperCase() === upper;
}
