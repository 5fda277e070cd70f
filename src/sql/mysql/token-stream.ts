import type { Expression } from '../column.js';
import type { ServerVersion } from '../dialect.js';
import type { TableRef } from '../name.js';
import type { Span } from '../position.js';
import { reservedWords } from './reserved-words.js';
import { missingIn, type Since } from './since.js';
import type { Source } from './source.js';
import { NestedTooDeep, SyntaxRefusal } from './syntax-refusal.js';
import type { Token } from './token.js';

/** Deeper than any statement a person writes, and shallow enough for the smallest stack of a worker. */
const DEEPEST = 400;

/** What was seen on the way through expressions and queries. */
interface Seen {
  readonly columns: string[];
  readonly functions: string[];
  readonly tables: TableRef[];
}

/** Expressions hold queries and queries hold expressions: each reaches the other through the stream. */
export interface Grammar {
  /** With AND, OR and comparisons. */
  readonly expression: (s: TokenStream) => void;
  /** Without comparisons. */
  readonly arithmetic: (s: TokenStream) => void;
  /** One operand. */
  readonly simpleExpression: (s: TokenStream) => void;
  /** A whole SELECT, VALUES or TABLE with its WITH, UNION, ORDER BY and LIMIT. */
  readonly query: (s: TokenStream) => void;
}

/** A cursor over the tokens of one statement, and what the readers of all its parts share. */
export class TokenStream {
  readonly source: Source;
  readonly tokens: readonly Token[];
  readonly server: ServerVersion;
  /** Words that are no names on this server, upper case. */
  readonly reserved: ReadonlySet<string>;
  readonly isMariadb: boolean;
  readonly seen: Seen = { columns: [], functions: [], tables: [] };
  /** Table aliases, lower case, and the table each stands for; undefined for a derived table. */
  readonly aliases = new Map<string, TableRef | undefined>();
  /** Names of WITH, lower case: they are no tables. */
  readonly commonTables = new Set<string>();
  /** User variables that SELECT … INTO, := inside an expression or an argument of CALL may assign, lower case. */
  readonly assigned: string[] = [];
  /** A query locks the rows it reads. */
  locking = false;
  /** The first syntax met that the configured server does not know. */
  notInVersion: string | undefined;
  index = 0;
  private readonly grammar: Grammar;
  private depth = 0;
  private closings: Int32Array | undefined;
  private readonly last: Token;

  constructor(source: Source, tokens: readonly Token[], server: ServerVersion, grammar: Grammar) {
    this.source = source;
    this.tokens = tokens;
    this.server = server;
    this.reserved = reservedWords(server);
    this.isMariadb = server.dialect === 'mariadb';
    this.grammar = grammar;
    const at = tokens.at(-1)?.end ?? 0;
    this.last = { kind: 'end', start: at, end: at, upper: '', value: '' };
  }

  get current(): Token {
    return this.tokens[this.index] ?? this.last;
  }

  get atEnd(): boolean {
    return this.index >= this.tokens.length;
  }

  peek(distance: number): Token {
    return this.tokens[this.index + distance] ?? this.last;
  }

  /** The token read last. */
  get previous(): Token {
    return this.tokens[this.index - 1] ?? this.last;
  }

  advance(): Token {
    const token = this.current;
    this.index++;
    return token;
  }

  is(word: string): boolean {
    return this.current.upper === word;
  }

  isOneOf(words: ReadonlySet<string>): boolean {
    const { upper } = this.current;
    return upper !== '' && words.has(upper);
  }

  /** Takes the current word when it is in `words`. */
  acceptOneOf(words: ReadonlySet<string>): boolean {
    const found = this.isOneOf(words);
    if (found) this.index++;
    return found;
  }

  /** True when the words follow one another from here. */
  isAll(...words: readonly string[]): boolean {
    return words.every((word, distance) => this.peek(distance).upper === word);
  }

  accept(word: string): boolean {
    if (this.current.upper !== word) return false;
    this.index++;
    return true;
  }

  acceptAll(...words: readonly string[]): boolean {
    if (!this.isAll(...words)) return false;
    this.index += words.length;
    return true;
  }

  /** Takes the current word when it is one of those given. */
  acceptAny(...words: readonly string[]): string | undefined {
    const { upper } = this.current;
    if (upper === '' || !words.includes(upper)) return undefined;
    this.index++;
    return upper;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) this.refuse(word.length > 1 ? word : `'${word}'`);
  }

  expectAny(expected: string, ...words: readonly string[]): string {
    return this.acceptAny(...words) ?? this.refuse(expected);
  }

  /** Ends the reading of this statement. */
  refuse(expected: string): never {
    const { current } = this;
    const line = this.source.spanOf(current.start, Math.max(current.end, current.start + 1)).line;
    if (current.kind === 'bad') throw new SyntaxRefusal(`met ${current.value} at line ${line}`);
    const met =
      current.kind === 'end'
        ? 'the end of the statement'
        : `'${this.source.text.slice(current.start, current.end).slice(0, 40)}'`;
    throw new SyntaxRefusal(`expected ${expected}, met ${met} at line ${line}`);
  }

  /** Ends the reading for a reason that is not the next token's. */
  refuseBecause(reason: string): never {
    const { line } = this.source.spanOf(this.current.start, this.current.start + 1);
    throw new SyntaxRefusal(`${reason} at line ${line}`);
  }

  expectEnd(): void {
    if (!this.atEnd) this.refuse('the end of the statement');
  }

  /** Notes syntax that only some releases know. */
  needs(feature: string, since: Since): void {
    this.notInVersion ??= missingIn(this.server, feature, since);
  }

  /** Reads `one` until no comma follows. */
  list<T>(one: () => T): T[] {
    const items = [one()];
    while (this.accept(',')) items.push(one());
    return items;
  }

  parenthesised<T>(inner: () => T): T {
    this.expect('(');
    const result = inner();
    this.expect(')');
    return result;
  }

  expression(): void {
    this.nested(() => {
      this.grammar.expression(this);
    });
  }

  /** Expressions between commas. */
  expressions(): void {
    this.list(() => {
      this.expression();
    });
  }

  arithmetic(): void {
    this.grammar.arithmetic(this);
  }

  simpleExpression(): void {
    this.grammar.simpleExpression(this);
  }

  query(): void {
    this.nested(() => {
      this.grammar.query(this);
    });
  }

  /** `(SELECT …)` */
  subquery(): void {
    this.parenthesised(() => {
      this.query();
    });
  }

  /** An expression and what it mentions. */
  expressionFacts(): Expression {
    return this.collect(() => {
      this.expression();
    });
  }

  /** `(expression)`; the parentheses are not part of the text. */
  parenthesisedExpression(): Expression {
    return this.parenthesised(() => this.expressionFacts());
  }

  /** Runs `inner` one level deeper, so that hostile nesting ends in a refusal and not in a stack overflow. */
  nested<T>(inner: () => T): T {
    if (++this.depth > DEEPEST) {
      throw new NestedTooDeep(`the statement nests deeper than ${DEEPEST} levels`);
    }
    const result = inner();
    this.depth--;
    return result;
  }

  /** Skips to behind the parenthesis that closes the one at the cursor. */
  skipParentheses(): void {
    this.expect('(');
    for (let open = 1; open > 0;) {
      if (this.atEnd) this.refuse("')'");
      const { upper } = this.advance();
      if (upper === '(') open++;
      else if (upper === ')') open--;
    }
  }

  /** The index of the parenthesis that closes the one at `index`; that of the last token when none does. */
  closing(index: number): number {
    this.closings ??= matchParentheses(this.tokens);
    return this.closings[index] ?? this.tokens.length;
  }

  /** Notes a table that the statement names, unless it is a name of WITH. */
  seesTable(table: TableRef): void {
    if (table.schema !== undefined || !this.commonTables.has(table.name.toLowerCase()))
      this.seen.tables.push(table);
  }

  /** From the token at `index` to the one read last. */
  spanFrom(index: number): Span {
    const first = this.tokens[index] ?? this.last;
    return this.source.spanOf(first.start, Math.max(first.end, this.previous.end));
  }

  /** The text from the token at `index` to the one read last, white space folded, comments removed. */
  textFrom(index: number): string {
    let text = '';
    let before: Token | undefined;
    for (const token of this.tokens.slice(index, this.index)) {
      if (before && before.end < token.start) text += ' ';
      text += this.source.text.slice(token.start, token.end);
      before = token;
    }
    return text;
  }

  /** Reads an expression with `read` and collects what it mentions. */
  collect(read: () => void): Expression {
    const { columns, functions } = this.seen;
    const marks = { index: this.index, columns: columns.length, functions: functions.length };
    read();
    return {
      text: this.textFrom(marks.index),
      columns: [...new Set(columns.slice(marks.columns))],
      functions: [...new Set(functions.slice(marks.functions))],
    };
  }
}

function matchParentheses(tokens: readonly Token[]): Int32Array {
  const closings = new Int32Array(tokens.length).fill(tokens.length);
  const open: number[] = [];
  tokens.forEach(({ upper }, index) => {
    if (upper === '(') open.push(index);
    else if (upper === ')') closings[open.pop() ?? index] = index;
  });
  return closings;
}
