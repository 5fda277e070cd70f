import type { Operation } from '../operation.js';
import type { ScriptEntry } from '../statement.js';
import { name } from './name.js';
import { quotedOffsets } from './quoted.js';
import type { Reading } from './reading.js';
import type { Source } from './source.js';
import { handedIn } from './called-procedure.js';
import type { CallSite, PreparedText, StatementContext } from './statement-context.js';
import type { Token } from './token.js';
import type { TokenStream } from './token-stream.js';

const STATEMENT_WORDS = new Set(
  `ALTER CREATE DROP RENAME TRUNCATE INSERT UPDATE DELETE REPLACE SELECT CALL SET GRANT REVOKE OPTIMIZE ANALYZE LOCK
   WITH DO`.split(/\s+/),
);
const LOOKS_LIKE_SQL = /^\s*([A-Za-z]+)\s+\S/;

/** Reads PREPARE, behind the word. What a literal or a variable of this script holds is read as SQL. */
export function prepare(s: TokenStream, context: StatementContext): Reading {
  const statementName = name(s, 'a statement name');
  s.expect('FROM');
  const prepared = preparedText(s, context);
  return dynamic(s, context, 'PREPARE', prepared, statementName);
}

/** Reads EXECUTE, behind the word: of a prepared statement, or MariaDB's EXECUTE IMMEDIATE. */
export function execute(s: TokenStream, context: StatementContext): Reading {
  if (s.accept('IMMEDIATE')) {
    s.needs('EXECUTE IMMEDIATE', { mariadb: '10.2.3' });
    const prepared = preparedText(s, context);
    using(s);
    return dynamic(s, context, 'EXECUTE IMMEDIATE', prepared);
  }
  name(s, 'a statement name');
  using(s);
  return { head: 'EXECUTE', operations: [] };
}

function using(s: TokenStream): void {
  if (s.accept('USING')) s.expressions();
}

/** Reads DEALLOCATE PREPARE and DROP PREPARE, behind the first word. */
export function deallocate(s: TokenStream): Reading {
  s.expect('PREPARE');
  name(s, 'a statement name');
  return { head: 'DEALLOCATE PREPARE', operations: [] };
}

function dynamic(
  s: TokenStream,
  context: StatementContext,
  head: string,
  prepared: PreparedText,
  statementName?: string,
): Reading {
  const statements: ScriptEntry[] = prepared.texts.flatMap((text) => context.readText(text));
  const operation: Operation = {
    kind: 'executeDynamic',
    ...(statementName === undefined ? {} : { name: statementName }),
    span: s.spanFrom(0),
  };
  return {
    head,
    operations: prepared.complete ? [] : [operation],
    ...(statements.length > 0 ? { body: { runs: 'now', statements } } : {}),
  };
}

function preparedText(s: TokenStream, context: StatementContext): PreparedText {
  if (
    s.current.kind === 'variable' &&
    s.peek(1).upper !== ':=' &&
    (s.peek(1).kind === 'end' || s.peek(1).upper === 'USING')
  ) {
    return context.variables.get(s.advance().value.toLowerCase()) ?? { texts: [], complete: false };
  }
  const from = s.index;
  if (s.isMariadb || s.current.kind === 'string') s.expression();
  else s.refuse('a string or a user variable');
  return textsIn(s, from, s.index, context.call);
}

/** Remembers what the tokens from `from` to `to` may put into user variables. */
export function assignText(
  s: TokenStream,
  context: StatementContext,
  variables: readonly string[],
  from: number,
  to: number,
): void {
  const texts = textsIn(s, from, to, context.call);
  for (const variable of variables) context.variables.set(variable.toLowerCase(), texts);
}

/**
 * The SQL among the literals of an expression, and among what a call hands in. Strings side by side and CONCAT of such
 * parts are put together; what stands in a CONCAT with anything else is not complete.
 */
function textsIn(s: TokenStream, from: number, to: number, call: CallSite | undefined): PreparedText {
  const texts: Source[] = [];
  let computed = false;
  let computedUpTo = from;
  for (let at = from; at < to;) {
    const end = literalRun(s, at, to, call);
    if (end > at) {
      const text = at >= computedUpTo ? joined(s.source, s.tokens.slice(at, end), call) : undefined;
      if (text && looksLikeSql(text.text)) texts.push(text);
      at = end;
      continue;
    }
    const token = s.tokens[at];
    computed ||= token?.kind === 'variable';
    if (token !== undefined && COMPUTES_TEXT.has(token.upper)) {
      computed = true;
      computedUpTo = Math.max(computedUpTo, s.closing(at + 1));
    }
    at++;
  }
  return { texts, complete: texts.length > 0 && !computed };
}

const COMPUTES_TEXT = new Set(['CONCAT', 'CONCAT_WS', 'REPLACE']);

function looksLikeSql(text: string): boolean {
  const word = LOOKS_LIKE_SQL.exec(text)?.[1]?.toUpperCase();
  return word !== undefined && STATEMENT_WORDS.has(word);
}

/** Behind the part, the run of strings or the CONCAT of nothing but parts at `at`; `at` itself where none stands. */
function literalRun(s: TokenStream, at: number, to: number, call: CallSite | undefined): number {
  const { tokens } = s;
  if (tokens[at]?.upper === 'CONCAT' && tokens[at + 1]?.upper === '(') {
    const close = s.closing(at + 1);
    const inner = tokens.slice(at + 2, close);
    const plain = inner.every(
      (token) => token.kind === 'string' || token.upper === ',' || handedIn(token, call) !== undefined,
    );
    return plain && close < to ? close + 1 : at;
  }
  if (handedIn(tokens[at], call) !== undefined) return at + 1;
  let end = at;
  while (end < to && tokens[end]?.kind === 'string') end++;
  return end;
}

function joined(source: Source, tokens: readonly Token[], call: CallSite | undefined): Source {
  if (call && tokens.some((token) => handedIn(token, call) !== undefined)) return instantiated(tokens, call);
  let text = '';
  const offsets: number[] = [];
  for (const token of tokens) {
    if (token.kind !== 'string') continue;
    const quoteAt = /['"]/.test(source.text.charAt(token.start)) ? token.start : token.start + 1;
    offsets.pop();
    offsets.push(...quotedOffsets(source.text, quoteAt, token.value.length));
    text += token.value;
  }
  return {
    text,
    spanOf(start, end) {
      const first = offsets[start] ?? 0;
      return source.spanOf(first, end > start ? (offsets[end - 1] ?? first) + 1 : first);
    },
  };
}

/** A text that a call completes: it stands at the call, which is what an author can change. */
function instantiated(tokens: readonly Token[], call: CallSite): Source {
  const parts = tokens.map((token) => (token.kind === 'string' ? token.value : handedIn(token, call)));
  const place = call.nextPlace();
  return { text: parts.join(''), spanOf: () => place };
}
