import { hasAnsiQuotes, type ServerVersion } from '../dialect.js';
import type { ReadRequest, ScriptEntry, Statement } from '../statement.js';
import { bodyStatement } from './compound.js';
import { dmlHead } from './dml-head.js';
import { GRAMMAR } from './grammar.js';
import { Lexer } from './lexer.js';
import { refusal } from './refusal.js';
import type { Reading } from './reading.js';
import type { Source } from './source.js';
import { split } from './split.js';
import type { CallSite, PreparedText, Procedure, StatementContext } from './statement-context.js';
import { readStatement } from './statement-reader.js';
import { NestedTooDeep, SyntaxRefusal } from './syntax-refusal.js';
import type { Token } from './token.js';
import { TokenStream } from './token-stream.js';

/** True when another parser takes the text for a statement: asked about DML that this reader refuses. */
export type AcceptsDml = (text: string) => boolean;

/** How deep SQL in strings in SQL is followed. */
const DEEPEST_TEXT = 3;
/** How deep calls in called procedures are followed. */
const DEEPEST_CALL = 3;
/** Tokens of called procedures that are read for one script: calls in calls could multiply without end. */
const MOST_CALLED_TOKENS = 200_000;

/** Reads the statements of one script, and those inside its statements. */
export class ScriptReader {
  private readonly version: ServerVersion;
  private readonly context: StatementContext;
  private readonly headsOnly: boolean;
  private readonly acceptsDml: AcceptsDml;
  private readonly beginsAnsi: boolean;
  /** Of the session where the reading stands: text that PREPARE takes is read in it, too. */
  private ansiQuotes: boolean;
  private textDepth = 0;
  private callDepth = 0;
  private bodyDepth = 0;
  private calledTokens = 0;
  private call: CallSite | undefined;

  constructor({ version, dml, ansiQuotes = false }: ReadRequest, acceptsDml: AcceptsDml) {
    this.version = version;
    this.headsOnly = dml === 'head';
    this.beginsAnsi = ansiQuotes;
    this.ansiQuotes = ansiQuotes;
    this.acceptsDml = acceptsDml;
    const activeCall = (): CallSite | undefined => this.call;
    const isInBody = (): boolean => this.bodyDepth > 0;
    this.context = {
      variables: new Map<string, PreparedText>(),
      procedures: new Map<string, Procedure>(),
      get call() {
        return activeCall();
      },
      get isInBody() {
        return isInBody();
      },
      readTokens: (source, tokens) => this.readInBody(source, tokens),
      readText: (source) => this.readText(source),
      readCalled: (procedure, call) => this.readCalled(procedure, call),
    };
  }

  /** Reads all that `lexer` yields; its comments stay with it. */
  readAll(source: Source, lexer: Lexer): ScriptEntry[] {
    const entries: ScriptEntry[] = [];
    lexer.ansiQuotes = this.ansiQuotes;
    for (const piece of split(lexer, this.version.dialect === 'mariadb')) {
      if (piece.kind === 'source') entries.push(otherFile(source, piece.start, piece.end));
      else {
        const entry = this.readTokens(source, piece.tokens);
        entries.push(entry);
        if (entry.kind === 'statement') this.applySqlMode(entry.statement);
        lexer.ansiQuotes = this.ansiQuotes;
      }
    }
    return entries;
  }

  /** What a value that is computed says is unknown: it restores what the session began with, as a dump's last lines do. */
  private applySqlMode({ operations }: Statement): void {
    for (const operation of operations) {
      if (operation.kind === 'setVariable' && operation.name === 'sql_mode' && operation.scope === 'session')
        this.ansiQuotes = operation.value === undefined ? this.beginsAnsi : hasAnsiQuotes(operation.value);
    }
  }

  private readText(source: Source): readonly ScriptEntry[] {
    if (this.textDepth >= DEEPEST_TEXT) return [];
    this.textDepth++;
    const entries = this.readAll(source, new Lexer(source.text, this.version));
    this.textDepth--;
    return entries;
  }

  private readCalled({ source, body }: Procedure, call: CallSite): readonly ScriptEntry[] | undefined {
    this.calledTokens += body.length;
    if (this.callDepth >= DEEPEST_CALL || this.calledTokens > MOST_CALLED_TOKENS) return undefined;
    const outer = this.call;
    const found: ScriptEntry[] = [];
    this.callDepth++;
    this.call = call;
    bodyStatement(new TokenStream(source, body, this.version, GRAMMAR), this.context, found);
    this.call = outer;
    this.callDepth--;
    return found;
  }

  private readInBody(source: Source, tokens: readonly Token[]): ScriptEntry {
    this.bodyDepth++;
    const entry = this.readTokens(source, tokens);
    this.bodyDepth--;
    return entry;
  }

  private readTokens(source: Source, tokens: readonly Token[]): ScriptEntry {
    const isDml = DML.has(tokens[0]?.upper ?? '');
    const result = this.attempt(source, tokens, isDml && this.headsOnly ? dmlHead : readStatement);
    if (!(result instanceof SyntaxRefusal)) return result;
    const isGood = isDml && (result instanceof NestedTooDeep || this.acceptsDml(textOf(source, tokens)));
    const head = isGood ? this.attempt(source, tokens, dmlHead) : result;
    if (!(head instanceof SyntaxRefusal)) return head;
    return { kind: 'unreadable', unreadable: refusal(source, tokens, result.message) };
  }

  private attempt(source: Source, tokens: readonly Token[], readOne: ReadOne): ScriptEntry | SyntaxRefusal {
    const s = new TokenStream(source, tokens, this.version, GRAMMAR);
    try {
      const reading = readOne(s, this.context);
      return { kind: 'statement', statement: statementOf(s, reading) };
    } catch (error) {
      if (error instanceof SyntaxRefusal) return error;
      throw error;
    }
  }
}

type ReadOne = (s: TokenStream, context: StatementContext) => Reading;

const DML = new Set(['INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'SELECT', 'WITH', '(', 'TABLE', 'VALUES']);

function textOf(source: Source, tokens: readonly Token[]): string {
  return source.text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

function statementOf(s: TokenStream, reading: Reading): Statement {
  const span = s.spanFrom(0);
  return {
    span,
    text: textOf(s.source, s.tokens),
    ...reading,
    ...(s.notInVersion === undefined ? {} : { notInVersion: s.notInVersion }),
  };
}

function otherFile(source: Source, start: number, end: number): ScriptEntry {
  return {
    kind: 'unreadable',
    unreadable: {
      gap: 'statement-unreadable',
      span: source.spanOf(start, end),
      text: source.text.slice(start, end),
      head: 'SOURCE',
      reason: 'the client command reads another file, whose statements are not in this text',
    },
  };
}
