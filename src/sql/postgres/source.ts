import type { ServerVersion } from '../dialect.js';
import type { Span } from '../position.js';
import type { LineTable } from '../source-text.js';
import { CLOSE, COMMA, isWord, OPEN, type CommentRange, type Token } from './lexer.js';
import { Locations } from './utf8.js';

/** The file that statements are read from. */
export interface SourceFile {
  readonly text: string;
  readonly lines: LineTable;
  readonly version: ServerVersion;
  /** Whether a template's marks stand anywhere in it. */
  readonly hasPlaceholders: boolean;
  /** How far DML and bodies are read. */
  readonly dml: 'head' | 'full';
  /** Comments met so far, those inside of bodies too. */
  readonly comments: CommentRange[];
  /** Bodies and literals that this text stands inside of. */
  readonly depth: number;
}

/** Tokens of a statement, by index: from the first to the last, both included. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** One statement's text, by tokens and by libpg-query's locations. */
export class Source {
  readonly file: SourceFile;
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
  /** What is handed to the parser: the text with psql commands blanked. */
  readonly sql: string;
  private readonly locations: Locations;
  private missing: { readonly major: number; readonly what: string } | undefined;

  /** `locations` of the text that the tree was parsed from, when that is not `sql` at `start`. */
  constructor(
    file: SourceFile,
    tokens: readonly Token[],
    start: number,
    end: number,
    sql: string,
    locations = new Locations(sql, start),
  ) {
    this.file = file;
    this.tokens = tokens;
    this.start = start;
    this.end = end;
    this.sql = sql;
    this.locations = locations;
  }

  /** The whole statement. */
  get span(): Span {
    return this.file.lines.spanOf(this.start, this.end);
  }

  /** The index of the first token at or behind `offset`; the number of tokens when there is none. */
  indexAt(offset: number): number {
    const { tokens } = this;
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index of the token at a location of the tree. */
  indexOf(location: number | undefined): number {
    return this.indexAt(this.locations.offsetOf(location));
  }

  get all(): TokenRange {
    return { from: 0, to: this.tokens.length - 1 };
  }

  is(index: number, upper: string): boolean {
    return isWord(this.file.text, this.tokens[index], upper);
  }

  symbol(index: number, code: number): boolean {
    const token = this.tokens[index];
    return token?.kind === 'symbol' && token.code === code;
  }

  spanOf(range: TokenRange): Span {
    const first = this.tokens[range.from];
    const last = this.tokens[range.to];
    if (!first || !last || last.end < first.start) return this.span;
    return this.file.lines.spanOf(first.start, last.end);
  }

  /** From a location of the tree to the last token of `range`. */
  spanFrom(location: number | undefined, range: TokenRange): Span {
    return this.spanOf({ from: this.indexOf(location), to: range.to });
  }

  /** The text of tokens with white space folded and comments left out. */
  text(range: TokenRange): string {
    const { tokens } = this;
    const { text } = this.file;
    let result = '';
    let previousEnd = -1;
    for (let index = range.from; index <= range.to; index++) {
      const token = tokens[index];
      if (!token) break;
      if (previousEnd !== -1 && previousEnd < token.start) result += ' ';
      result += text.slice(token.start, token.end);
      previousEnd = token.end;
    }
    return result;
  }

  /** The first of `range` that is the word, outside of any parentheses opened in it. */
  find(upper: string, range: TokenRange): number | undefined {
    let depth = 0;
    for (let index = range.from; index <= range.to; index++) {
      const token = this.tokens[index];
      if (token?.kind === 'symbol') {
        if (token.code === OPEN) depth++;
        else if (token.code === CLOSE) depth--;
      } else if (depth === 0 && isWord(this.file.text, token, upper)) return index;
    }
    return undefined;
  }

  /** What stands between the next opening parenthesis in `range` and the one that closes it. */
  group(range: TokenRange): TokenRange | undefined {
    let open = range.from;
    while (open <= range.to && !this.symbol(open, OPEN)) open++;
    let depth = 0;
    for (let index = open; index <= range.to; index++) {
      const token = this.tokens[index];
      if (token?.kind !== 'symbol') continue;
      if (token.code === OPEN) depth++;
      else if (token.code === CLOSE && --depth === 0) return { from: open + 1, to: index - 1 };
    }
    return undefined;
  }

  /** The parts of `range` between commas outside of parentheses and brackets. */
  elements(range: TokenRange): readonly TokenRange[] {
    const parts: TokenRange[] = [];
    let depth = 0;
    let from = range.from;
    for (let index = range.from; index <= range.to; index++) {
      const token = this.tokens[index];
      if (token?.kind !== 'symbol') continue;
      if (token.code === OPEN || token.code === 91) depth++;
      else if (token.code === CLOSE || token.code === 93) depth--;
      else if (token.code === COMMA && depth === 0) {
        parts.push({ from, to: index - 1 });
        from = index + 1;
      }
    }
    if (from <= range.to) parts.push({ from, to: range.to });
    return parts;
  }

  /** Notes syntax that servers older than `major` refuse. */
  needs(major: number, what: string): void {
    if (this.file.version.major < major && (this.missing?.major ?? 0) < major) this.missing = { major, what };
  }

  /** "MERGE needs PostgreSQL 15", when the configured server is older. */
  get notInVersion(): string | undefined {
    return this.missing && `${this.missing.what} needs PostgreSQL ${this.missing.major}`;
  }
}
