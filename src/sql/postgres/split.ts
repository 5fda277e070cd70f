import { isWord, Lexer, SEMICOLON, type CommentRange, type Token } from './lexer.js';

/** One statement of a script, or what stands in the place of one. */
export interface Piece {
  /**
   * `include`: psql reads another file here; `copy`: psql's `\copy`; `open-copy`: COPY data that nothing ends;
   * `open-comment`: a comment that nothing ends.
   */
  readonly kind: 'sql' | 'include' | 'copy' | 'open-copy' | 'open-comment';
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  /** psql commands inside the statement, which are blanked before it is parsed. */
  readonly blanks: readonly Token[];
  /** psql's `\gexec` sends the result of the statement as SQL. */
  readonly executesResult: boolean;
  /** What the parser needs before the text: PL/pgSQL's PERFORM is a SELECT. */
  readonly prefix?: string | undefined;
}

/** A script cut into statements, and its comments, in their order. */
export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly comments: readonly CommentRange[];
}

/** psql commands that send the statement before them. */
const SENDING = new Set(['g', 'gx', 'gexec', 'gset', 'gdesc', 'crosstabview', 'watch', ';']);
const INCLUDING = new Set(['i', 'ir', 'include', 'include_relative']);
const DRIZZLE_BREAK = '--> statement-breakpoint';

/** Cuts `text` between `start` and `end` into statements as psql does, in one pass. */
export function split(text: string, start = 0, end = text.length): Pieces {
  const splitter = new Splitter(text, start, end);
  return { pieces: splitter.run(), comments: splitter.comments };
}

class Splitter {
  private readonly text: string;
  private readonly end: number;
  private readonly lexer: Lexer;
  private readonly pieces: Piece[] = [];
  private tokens: Token[] = [];
  private blanks: Token[] = [];
  /** Only in these two does a semicolon stand inside a statement. */
  private form: 'plain' | 'routine' | 'rule' = 'plain';
  private parentheses = 0;
  /** Open BEGIN ATOMIC and the CASEs in it. */
  private atomic = 0;
  private seenComments = 0;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.lexer = new Lexer(text, start, end);
  }

  get comments(): readonly CommentRange[] {
    return this.lexer.comments;
  }

  run(): readonly Piece[] {
    for (let token = this.lexer.next(); token; token = this.lexer.next()) {
      if (this.lexer.comments.length > this.seenComments) this.breakAtMarkers();
      if (token.kind === 'psql') this.psql(token);
      else if (
        token.code === SEMICOLON &&
        token.kind === 'symbol' &&
        this.parentheses === 0 &&
        this.atomic === 0
      )
        this.semicolon();
      else this.add(token);
    }
    this.finish();
    const { openComment } = this.lexer;
    if (openComment) this.pieces.push(this.pieceOf('open-comment', openComment));
    return this.pieces;
  }

  /** drizzle separates statements by a comment; the semicolon before it is usual but not needed. */
  private breakAtMarkers(): void {
    const { comments } = this.lexer;
    for (; this.seenComments < comments.length; this.seenComments++) {
      const comment = comments[this.seenComments];
      if (comment && this.text.startsWith(DRIZZLE_BREAK, comment.start)) this.finish();
    }
  }

  private add(token: Token): void {
    const { text, tokens } = this;
    tokens.push(token);
    if (this.form === 'plain') {
      if (tokens.length <= 4 && token.kind === 'word' && isWord(text, tokens[0], 'CREATE')) {
        if (isWord(text, token, 'FUNCTION') || isWord(text, token, 'PROCEDURE')) this.form = 'routine';
        else if (isWord(text, token, 'RULE')) this.form = 'rule';
      }
    } else if (this.form === 'rule') {
      if (token.kind !== 'symbol') return;
      if (token.code === 40) this.parentheses++;
      else if (token.code === 41 && this.parentheses > 0) this.parentheses--;
    } else if (token.kind === 'word') this.routineWord(token);
  }

  private routineWord(token: Token): void {
    const { text, tokens } = this;
    if (this.atomic === 0) {
      if (isWord(text, token, 'ATOMIC') && isWord(text, tokens[tokens.length - 2], 'BEGIN')) this.atomic = 1;
    } else if (isWord(text, token, 'CASE')) this.atomic++;
    else if (isWord(text, token, 'END')) this.atomic--;
  }

  private semicolon(): void {
    const readsData = this.copiesFromStdin();
    this.finish();
    if (readsData) this.skipData();
  }

  private psql(token: Token): void {
    const command = /^[a-z_]+|^[;!?]/.exec(this.text.slice(token.start + 1, token.start + 24))?.[0] ?? '';
    if (SENDING.has(command)) this.finish(command === 'gexec');
    else if (INCLUDING.has(command)) this.pieces.push(this.pieceOf('include', token));
    else if (command === 'copy') {
      this.pieces.push(this.pieceOf('copy', token));
      if (/\bfrom\s+p?stdin\b/i.test(this.text.slice(token.start, token.end))) this.skipData();
    } else if (this.tokens.length > 0) this.blanks.push(token);
  }

  private pieceOf(kind: Piece['kind'], range: { readonly start: number; readonly end: number }): Piece {
    const { start, end } = range;
    return { kind, start, end, tokens: [], blanks: [], executesResult: false };
  }

  private copiesFromStdin(): boolean {
    const { text, tokens } = this;
    if (!isWord(text, tokens[0], 'COPY')) return false;
    return tokens.some((token, at) => isWord(text, token, 'STDIN') && isWord(text, tokens[at - 1], 'FROM'));
  }

  /** COPY data runs from the next line to a line with `\.` alone. */
  private skipData(): void {
    const newline = this.text.indexOf('\n', this.lexer.position);
    const from = newline === -1 || newline >= this.end ? this.end : newline;
    const close = /\n\\\.\r?(?=\n|$)/g;
    close.lastIndex = from;
    const match = close.exec(this.text);
    if (match && match.index < this.end) this.lexer.skipTo(match.index + match[0].length);
    else {
      this.pieces.push(this.pieceOf('open-copy', { start: Math.min(from + 1, this.end), end: this.end }));
      this.lexer.skipTo(this.end);
    }
  }

  private finish(executesResult = false): void {
    const { tokens, blanks } = this;
    const first = tokens[0];
    const last = tokens[tokens.length - 1];
    if (first && last)
      this.pieces.push({ kind: 'sql', start: first.start, end: last.end, tokens, blanks, executesResult });
    this.tokens = [];
    this.blanks = [];
    this.form = 'plain';
    this.parentheses = 0;
    this.atomic = 0;
  }
}
