import { handedIn } from './called-procedure.js';
import { quotedOffsets } from './quoted.js';
import type { Source } from './source.js';
import type { PreparedText, StatementContext } from './statement-context.js';
import type { Token } from './token.js';
import type { TokenStream } from './token-stream.js';

const STATEMENT_WORDS = new Set(
  `ALTER CREATE DROP RENAME TRUNCATE INSERT UPDATE DELETE REPLACE SELECT CALL SET GRANT REVOKE OPTIMIZE ANALYZE LOCK
   WITH DO`.split(/\s+/),
);
const LOOKS_LIKE_SQL = /^\s*([A-Za-z]+)\s+\S/;
const COMPUTES_TEXT = new Set(['CONCAT', 'CONCAT_WS', 'GROUP_CONCAT', 'REPLACE']);
const COMPARES = new Set('= <=> <> != < <= > >= LIKE IS IN REGEXP RLIKE'.split(' '));
/** In characters: a script could double what a variable holds with each statement. */
const LONGEST_TEXT = 65_536;

/** Remembers what the tokens from `from` to `to` may put into user variables. */
export function assignText(
  s: TokenStream,
  context: StatementContext,
  variables: readonly string[],
  from: number,
  to: number,
): void {
  const texts = textsIn(s, context, from, to);
  const isWhole = !context.isInBody && to > from && literalRun(s, context, from, to) === to;
  const value = isWhole ? joined(s.source, s.tokens.slice(from, to), context).text : undefined;
  for (const variable of variables) context.variables.set(variable.toLowerCase(), { ...texts, value });
}

/**
 * The SQL among the literals of an expression, and among what a call or an earlier assignment puts in. Strings side by
 * side and CONCAT of such parts are put together; what stands in a CONCAT with anything else is not complete.
 */
export function textsIn(s: TokenStream, context: StatementContext, from: number, to: number): PreparedText {
  const texts: Source[] = [];
  let computed = false;
  let computedUpTo = from;
  for (let at = from; at < to;) {
    const end = isNoText(s, at, from, to) ? at + 1 : literalRun(s, context, at, to);
    if (end > at) {
      const run = s.tokens.slice(at, end);
      const text = at >= computedUpTo ? joined(s.source, run, context) : undefined;
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

/** A variable that is compared, decides an IF or takes the result: its text does not become part of what is computed. */
function isNoText({ tokens, assigned }: TokenStream, at: number, from: number, to: number): boolean {
  const token = tokens[at];
  if (token?.kind !== 'variable') return false;
  const before = at > from ? (tokens[at - 1]?.upper ?? '') : '';
  const behind = at + 1 < to ? (tokens[at + 1]?.upper ?? '') : '';
  const decides = before === '(' && behind === ',' && at > from + 1 && tokens[at - 2]?.upper === 'IF';
  return (
    decides || COMPARES.has(before) || COMPARES.has(behind) || assigned.includes(token.value.toLowerCase())
  );
}

function looksLikeSql(text: string): boolean {
  const word = LOOKS_LIKE_SQL.exec(text)?.[1]?.toUpperCase();
  return word !== undefined && STATEMENT_WORDS.has(word);
}

/** Behind the part, the run of strings or the CONCAT of nothing but parts at `at`; `at` itself where none stands. */
function literalRun(s: TokenStream, context: StatementContext, at: number, to: number): number {
  const { tokens } = s;
  if (tokens[at]?.upper === 'CONCAT' && tokens[at + 1]?.upper === '(') {
    const close = s.closing(at + 1);
    let length = 0;
    for (const token of tokens.slice(at + 2, close)) {
      const part = token.kind === 'string' ? token.value : partOf(token, context);
      if (part === undefined && token.upper !== ',') return at;
      length += part?.length ?? 0;
    }
    return length <= LONGEST_TEXT && close < to ? close + 1 : at;
  }
  if (partOf(tokens[at], context) !== undefined) return at + 1;
  let end = at;
  while (end < to && tokens[end]?.kind === 'string') end++;
  return end;
}

/** What a parameter or a user variable holds; undefined where that is not known, and for any other token. */
function partOf(token: Token | undefined, context: StatementContext): string | undefined {
  return handedIn(token, context.call) ?? variableValue(token, context);
}

function variableValue(token: Token | undefined, context: StatementContext): string | undefined {
  if (token?.kind !== 'variable') return undefined;
  return context.variables.get(token.value.toLowerCase())?.value;
}

function joined(source: Source, tokens: readonly Token[], context: StatementContext): Source {
  if (tokens.some((token) => handedIn(token, context.call) !== undefined))
    return instantiated(tokens, context);
  let text = '';
  const offsets: number[] = [];
  for (const token of tokens) {
    const value = token.kind === 'string' ? token.value : variableValue(token, context);
    if (value === undefined) continue;
    offsets.pop();
    offsets.push(...(token.kind === 'string' ? quotedPlaces(source, token) : placesIn(token, value.length)));
    text += value;
  }
  return {
    text,
    spanOf(start, end) {
      const first = offsets[start] ?? 0;
      return source.spanOf(first, end > start ? (offsets[end - 1] ?? first) + 1 : first);
    },
  };
}

function quotedPlaces(source: Source, { start, value }: Token): readonly number[] {
  const quoteAt = /['"]/.test(source.text.charAt(start)) ? start : start + 1;
  return quotedOffsets(source.text, quoteAt, value.length);
}

/** What a variable holds stands where the variable is written. */
function placesIn({ start, end }: Token, length: number): readonly number[] {
  return Array.from({ length: length + 1 }, (_, index) => Math.min(start + index, end - 1));
}

/** A text that a call completes: it stands at the call, which is what an author can change. */
function instantiated(tokens: readonly Token[], context: StatementContext): Source {
  const parts = tokens.map((token) => (token.kind === 'string' ? token.value : partOf(token, context)));
  const place = context.call?.nextPlace();
  if (!place) throw new Error('Only a call hands something in.');
  return { text: parts.join(''), spanOf: () => place };
}
