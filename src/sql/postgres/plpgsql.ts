import { isWord, Lexer, OPEN, CLOSE, SEMICOLON, type CommentRange, type Token } from './lexer.js';

/** One SQL statement or EXECUTE in a PL/pgSQL body. */
export interface BodyPart {
  readonly kind: 'sql' | 'perform' | 'execute';
  /** Its tokens; without the word EXECUTE or PERFORM, without what follows the expression of EXECUTE. */
  readonly tokens: readonly Token[];
  /** The target of INTO, which belongs to PL/pgSQL and not to the statement. */
  readonly blanks: readonly Token[];
  /** Inside IF, CASE, a loop or an exception handler, or behind a RETURN in one. */
  readonly conditional: boolean;
}

/** What of a PL/pgSQL body is SQL, and its comments, in their order. */
export interface Body {
  readonly parts: readonly BodyPart[];
  readonly comments: readonly CommentRange[];
}

/** Statements of PL/pgSQL that run no SQL of their own beyond an expression. */
const QUIET = new Set(['EXIT', 'CONTINUE', 'RAISE', 'ASSERT', 'NULL', 'GET', 'FETCH', 'MOVE', 'CLOSE']);

const QUERIES = new Set(['SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'VALUES', 'TABLE']);

/** Finds the SQL in the PL/pgSQL between `start` and `end`. */
export function readBody(text: string, start: number, end: number): Body {
  const lexer = new Lexer(text, start, end);
  const tokens: Token[] = [];
  for (let token = lexer.next(); token; token = lexer.next()) tokens.push(token);
  return { parts: new Walker(text, tokens).run(), comments: lexer.comments };
}

class Walker {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly parts: BodyPart[] = [];
  /** Open blocks; true where what follows may not run. */
  private readonly open: boolean[] = [];
  private returned = false;
  private at = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  run(): readonly BodyPart[] {
    while (this.at < this.tokens.length) this.step();
    return this.parts;
  }

  private step(): void {
    const word = this.wordAt(this.at);
    switch (word) {
      case 'DECLARE':
        this.skipDeclarations();
        return;
      case 'BEGIN':
        this.enter(false);
        return;
      case 'IF':
      case 'ELSIF':
      case 'ELSEIF':
      case 'WHEN':
        if (word === 'IF') this.open.push(true);
        this.at = this.find('THEN', this.at + 1) + 1;
        return;
      case 'CASE':
        this.open.push(true);
        this.at = this.find('WHEN', this.at + 1);
        return;
      case 'LOOP':
        this.enter(true);
        return;
      case 'WHILE':
      case 'FOR':
      case 'FOREACH':
        this.loop();
        return;
      case 'ELSE':
        this.at++;
        return;
      case 'EXCEPTION':
        this.open.pop();
        this.enter(true);
        return;
      case 'END':
        this.open.pop();
        this.skipStatement();
        return;
      default:
        this.statement(word);
    }
  }

  private enter(conditional: boolean): void {
    this.open.push(conditional);
    this.at++;
  }

  private statement(word: string): void {
    const token = this.tokens[this.at];
    if (token?.kind === 'symbol' && this.text.startsWith('<<', token.start)) {
      // A label: << name >>, which may touch the name.
      this.at += 3;
      return;
    }
    const from = this.at;
    const to = this.skipStatement();
    if (to < from || QUIET.has(word) || this.isAssignment(from, to)) return;
    if (word === 'PERFORM') this.add('perform', from + 1, to);
    else if (word === 'EXECUTE') this.execute(from + 1, to);
    else if (word === 'RETURN') this.returns(from, to);
    else if (word === 'OPEN') this.opens(from, to);
    else this.add('sql', from, to);
  }

  private returns(from: number, to: number): void {
    const isQuery = this.wordAt(from + 1) === 'QUERY';
    if (!isQuery && this.wordAt(from + 1) !== 'NEXT' && this.open.includes(true)) this.returned = true;
    if (isQuery) this.query(from + 2, to);
  }

  private opens(from: number, to: number): void {
    const query = this.find('FOR', from, to);
    if (query <= to) this.query(query + 1, to);
  }

  /** A query of its own, which may be in parentheses, or EXECUTE of one; else an expression or a cursor. */
  private query(from: number, to: number): void {
    if (this.wordAt(from) === 'EXECUTE') {
      this.execute(from + 1, to);
      return;
    }
    let first = from;
    while (first < to && this.isSymbol(first, '(')) first++;
    if (QUERIES.has(this.wordAt(first))) this.add('sql', from, to);
  }

  private loop(): void {
    const end = this.find('LOOP', this.at + 1);
    const source = this.find('IN', this.at + 1, end);
    if (source < end) this.query(source + 1, end - 1);
    this.open.push(true);
    this.at = end + 1;
  }

  private execute(from: number, to: number): void {
    const end = Math.min(this.find('USING', from, to), this.find('INTO', from, to), to + 1) - 1;
    this.add('execute', from, end);
  }

  private add(kind: BodyPart['kind'], from: number, to: number): void {
    const tokens = this.tokens.slice(from, to + 1);
    if (tokens.length === 0) return;
    const blanks = kind === 'execute' ? [] : this.target(from, to);
    this.parts.push({ kind, tokens, blanks, conditional: this.returned || this.open.includes(true) });
  }

  /** INTO [STRICT] name, name … of a query; INSERT INTO and MERGE INTO are SQL's own. */
  private target(from: number, to: number): readonly Token[] {
    let into = this.find('INTO', from, to);
    while (into <= to && ['INSERT', 'MERGE'].includes(this.wordAt(into - 1)))
      into = this.find('INTO', into + 1, to);
    if (into > to) return [];
    let end = into + 1;
    if (this.wordAt(end) === 'STRICT') end++;
    for (;;) {
      end++;
      while (this.isSymbol(end, '.')) end += 2;
      while (this.isSymbol(end, '[')) {
        while (end <= to && !this.isSymbol(end, ']')) end++;
        end++;
      }
      if (!this.isSymbol(end, ',')) break;
      end++;
    }
    return this.tokens.slice(into, Math.min(end, to + 1));
  }

  private isAssignment(from: number, to: number): boolean {
    let at = from + 1;
    while (at <= to && (this.isSymbol(at, '.') || this.isSymbol(at, '['))) {
      if (this.isSymbol(at, '.')) at += 2;
      else {
        while (at <= to && !this.isSymbol(at, ']')) at++;
        at++;
      }
    }
    return this.isSymbol(at, ':=') || this.isSymbol(at, '=');
  }

  /** Declarations end where a statement begins with BEGIN. */
  private skipDeclarations(): void {
    this.at++;
    while (this.at < this.tokens.length && this.wordAt(this.at) !== 'BEGIN') this.skipStatement();
  }

  /** Goes behind the next semicolon and returns the index of the token before it. */
  private skipStatement(): number {
    while (this.at < this.tokens.length) {
      const token = this.tokens[this.at++];
      if (token?.kind === 'symbol' && token.code === SEMICOLON) return this.at - 2;
    }
    return this.at - 1;
  }

  /** The next place of the word outside of parentheses and CASE expressions; behind `to` when there is none. */
  private find(word: string, from: number, to = this.tokens.length - 1): number {
    let depth = 0;
    for (let index = from; index <= to; index++) {
      const token = this.tokens[index];
      if (token?.kind === 'symbol') {
        if (token.code === OPEN) depth++;
        else if (token.code === CLOSE) depth--;
      } else if (depth === 0 && isWord(this.text, token, word)) return index;
      else if (isWord(this.text, token, 'CASE')) depth++;
      else if (isWord(this.text, token, 'END')) depth--;
    }
    return to + 1;
  }

  private wordAt(index: number): string {
    const token = this.tokens[index];
    return token?.kind === 'word' ? this.text.slice(token.start, token.end).toUpperCase() : '';
  }

  private isSymbol(index: number, symbol: string): boolean {
    const token = this.tokens[index];
    return token?.kind === 'symbol' && this.text.slice(token.start, token.end) === symbol;
  }
}
