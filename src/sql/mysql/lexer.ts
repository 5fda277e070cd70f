import type { ServerVersion } from '../dialect.js';
import type { Comment } from '../statement.js';
import { executableComment } from './executable-comment.js';
import { readQuoted } from './quoted.js';
import type { Token, TokenKind } from './token.js';

/** A comment before its place in the file is known. */
export type RawComment = Pick<Comment, 'text'> & { readonly start: number; readonly end: number };

const NUMBER = /(?:0x[0-9a-fA-F]+|0b[01]+|(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/y;
const HAS_POINT_OR_EXPONENT = /[.+-]/;
const VARIABLE = /@@?[\w$.\u0080-\uffff]*/y;
const SYMBOL = /<=>|->>|:=|<<|>>|<=|>=|<>|!=|\|\||&&|->|\.\.|[-+*/%^|&~!<>=(),;.?:{}[\]]/y;
const BREAKPOINT = '--> statement-breakpoint';

/** Letters, digits, `_`, `$` and all beyond ASCII make names. */
const IS_WORD = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$') {
  IS_WORD[character.charCodeAt(0)] = 1;
}

/** Symbols that no other symbol begins with. */
const SINGLE = new Set(['(', ')', ',', ';', '=', '+', '*', '/', '%', '?', '{', '}']);

function wordLength(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code < 128 && IS_WORD[code] === 0) break;
  }
  return end - at;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/**
 * Yields the tokens of a MySQL or MariaDB text one by one, so that the splitter can change the delimiter and let client
 * commands pass. Every method is linear in what it consumes.
 */
export class Lexer {
  readonly comments: RawComment[] = [];
  readonly text: string;
  position: number;
  /** sql_mode ANSI_QUOTES: double quotes make names. */
  ansiQuotes = false;
  private readonly version: ServerVersion;
  private delimiter = ';';
  private nextDelimiter = -1;
  private insideExecutable = false;

  constructor(text: string, version: ServerVersion) {
    this.text = text;
    this.version = version;
    this.position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** Sets the mysql client's delimiter; `;` separates statements in any case. */
  setDelimiter(delimiter: string): void {
    this.delimiter = delimiter;
    this.nextDelimiter = -1;
  }

  /** Passes white space and comments. At the start of a statement the client drops a line that begins with `--`. */
  skipBlank(atStatementStart: boolean): void {
    while (this.skipSpace() || this.skipComment(atStatementStart));
  }

  /** The next token, behind white space and comments. */
  next(atStatementStart = false): Token {
    this.skipBlank(atStatementStart);
    const { text, position: at } = this;
    if (at >= text.length) return { kind: 'end', start: at, end: at, upper: '', value: '' };
    if (this.delimiter !== ';' && this.delimiterFrom(at) === at) {
      return this.token('delimiter', this.delimiter.length, this.delimiter);
    }
    if (text.charCodeAt(at) === 92 && /[gG]/.test(text.charAt(at + 1)))
      return this.token('delimiter', 2, '\\g');
    if (text.startsWith(BREAKPOINT, at)) return this.token('delimiter', BREAKPOINT.length, BREAKPOINT);
    return this.quotedToken() ?? this.wordOrNumber() ?? this.symbolToken();
  }

  private skipSpace(): boolean {
    const from = this.position;
    while (isSpace(this.text.charCodeAt(this.position))) this.position++;
    return this.position > from;
  }

  private skipComment(atStatementStart: boolean): boolean {
    const { text, position: at } = this;
    const code = text.charCodeAt(at);
    if (code === 35) return this.skipLine(at, 1);
    if (code === 45 && text.charCodeAt(at + 1) === 45) return this.skipDashes(at, atStatementStart);
    if (code === 47 && text.charCodeAt(at + 1) === 42) return this.skipBlockComment(at);
    if (this.insideExecutable && code === 42 && text.charCodeAt(at + 1) === 47) {
      this.insideExecutable = false;
      this.position = at + 2;
      return true;
    }
    return false;
  }

  private skipDashes(at: number, atStatementStart: boolean): boolean {
    if (this.text.startsWith(BREAKPOINT, at)) return false;
    const following = this.text.charCodeAt(at + 2);
    // The server wants white space, a control character or the end behind the dashes: "5--3" is eight.
    const isComment = Number.isNaN(following) || following <= 32 || following === 127;
    return (isComment || atStatementStart) && this.skipLine(at, 2);
  }

  private skipLine(at: number, marks: number): boolean {
    const lineEnd = this.text.indexOf('\n', at);
    const end = lineEnd === -1 ? this.text.length : lineEnd;
    this.comments.push({ start: at, end, text: this.text.slice(at + marks, end).trim() });
    this.position = end;
    return true;
  }

  private skipBlockComment(at: number): boolean {
    const { text } = this;
    const executable = executableComment(text, at, this.version);
    if (executable?.executed === true) {
      this.insideExecutable = true;
      this.position = at + executable.length;
      return true;
    }
    const close = executable ? this.closeOfSkipped(at + executable.length) : text.indexOf('*/', at + 2);
    if (close === -1) return false;
    this.comments.push({ start: at, end: close + 2, text: text.slice(at + 2, close).trim() });
    this.position = close + 2;
    return true;
  }

  /** A comment that is skipped for its version may hold one level of ordinary comments. */
  private closeOfSkipped(from: number): number {
    let close = this.text.indexOf('*/', from);
    let inner = this.text.indexOf('/*', from);
    while (close !== -1 && inner !== -1 && inner < close) {
      const innerEnd = this.text.indexOf('*/', inner + 2);
      if (innerEnd === -1) return -1;
      close = this.text.indexOf('*/', innerEnd + 2);
      inner = this.text.indexOf('/*', innerEnd + 2);
    }
    return close;
  }

  private delimiterFrom(at: number): number {
    if (this.nextDelimiter < at) {
      const found = this.text.indexOf(this.delimiter, at);
      this.nextDelimiter = found === -1 ? Infinity : found;
    }
    return this.nextDelimiter;
  }

  private token(kind: TokenKind, length: number, upper: string, value = upper): Token {
    const start = this.position;
    this.position = start + length;
    return { kind, start, end: this.position, upper, value };
  }

  private bad(length: number, what: string): Token {
    return this.token('bad', length, '', what);
  }

  private quotedToken(): Token | undefined {
    const { text, position: at } = this;
    const code = text.charCodeAt(at);
    if (code === 39 || (code === 34 && !this.ansiQuotes)) return this.string(at);
    if (code === 96 || code === 34) {
      const name = readQuoted(text, at, false);
      return name ? this.token('quoted', name.end - at, '', name.value) : this.unterminated('a quoted name');
    }
    if (text.charCodeAt(at + 1) !== 39) return undefined;
    if (code === 110 || code === 78) return this.string(at + 1);
    if (code === 120 || code === 88 || code === 98 || code === 66) return this.bitString(at);
    return undefined;
  }

  private bitString(at: number): Token {
    const allowed = /[xX]/.test(this.text.charAt(at)) ? /^(?:[0-9a-fA-F]{2})*$/ : /^[01]*$/;
    const literal = readQuoted(this.text, at + 1, false);
    if (!literal) return this.unterminated('a string');
    if (!allowed.test(literal.value))
      return this.bad(literal.end - at, 'a malformed hexadecimal or bit literal');
    return this.token('bits', literal.end - at, '', literal.value);
  }

  private string(quoteAt: number): Token {
    const literal = readQuoted(this.text, quoteAt, true);
    if (!literal) return this.unterminated('a string');
    return this.token('string', literal.end - this.position, '', literal.value);
  }

  private unterminated(what: string): Token {
    return this.bad(this.text.length - this.position, `${what} that is not closed`);
  }

  private wordOrNumber(): Token | undefined {
    const { text, position: at } = this;
    const code = text.charCodeAt(at);
    if (code === 64) return this.variable();
    const startsNumber = (code >= 48 && code <= 57) || (code === 46 && /\d/.test(text.charAt(at + 1)));
    const number = startsNumber ? this.number() : undefined;
    if (number) return number;
    const length = wordLength(text, at);
    if (length === 0) return undefined;
    const end = this.delimiter === ';' ? at + length : Math.min(at + length, this.delimiterFrom(at));
    const word = text.slice(at, end);
    return this.token('word', end - at, word.toUpperCase(), word);
  }

  private number(): Token | undefined {
    const { text, position: at } = this;
    const digits = matchAt(NUMBER, text, at);
    if (digits === undefined) return undefined;
    // A name may begin with digits (2fa, 1e2x); behind a point it always is a name.
    const isName = wordLength(text, at) > digits.length && !HAS_POINT_OR_EXPONENT.test(digits);
    if (isName) return undefined;
    return this.token(/^0[xb]/.test(digits) ? 'bits' : 'number', digits.length, '', digits);
  }

  private variable(): Token {
    const { text, position: at } = this;
    const quote = text.charAt(at + 1);
    if (quote === '`' || quote === "'" || quote === '"') {
      const name = readQuoted(text, at + 1, quote !== '`');
      return name
        ? this.token('variable', name.end - at, '', name.value)
        : this.unterminated('a variable name');
    }
    const name = matchAt(VARIABLE, text, at) ?? '@';
    return this.token('variable', name.length, '', name.startsWith('@@') ? name : name.slice(1));
  }

  private symbolToken(): Token {
    const { text, position: at } = this;
    if (text.startsWith('/*', at)) return this.unterminated('a comment');
    const character = text.charAt(at);
    const symbol = SINGLE.has(character) ? character : matchAt(SYMBOL, text, at);
    if (symbol === undefined) return this.bad(1, `the character ${JSON.stringify(text.charAt(at))}`);
    return this.token('symbol', symbol.length, symbol);
  }
}
