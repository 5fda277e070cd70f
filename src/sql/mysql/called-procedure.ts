import type { ObjectName } from '../name.js';
import { nameText } from '../name.js';
import type { Span } from '../position.js';
import type { ScriptEntry } from '../statement.js';
import { objectName } from './name.js';
import type { Reading } from './reading.js';
import type { CallSite, StatementContext } from './statement-context.js';
import type { Token } from './token.js';
import type { TokenStream } from './token-stream.js';

/** Reads CALL, behind the word. What a procedure of the same script does stands in the body, with the arguments put in. */
export function call(s: TokenStream, context: StatementContext): Reading {
  const routine = objectName(s, 'a procedure name');
  const given: (string | undefined)[] = [];
  if (s.is('('))
    s.parenthesised(() => {
      if (s.is(')')) return;
      s.list(() => {
        given.push(argument(s, context));
      });
    });
  const span = s.spanFrom(0);
  const statements = called(context, routine, given, span);
  return {
    head: 'CALL',
    operations: [{ kind: 'call', routine, ...(statements ? { isRead: true } : {}), span }],
    ...(statements ? { body: { runs: 'now', statements } } : {}),
  };
}

/** Remembers a procedure for the calls of this script. `parameters`: undefined where a call hands nothing in. */
export function rememberProcedure(
  s: TokenStream,
  context: StatementContext,
  routine: ObjectName,
  { parameters, bodyAt }: { readonly parameters: readonly (string | undefined)[]; readonly bodyAt: number },
): void {
  const body = s.tokens.slice(bodyAt);
  const changed = changedNames(body);
  context.procedures.set(keyOf(routine), {
    parameters: parameters.map((one) => (one !== undefined && changed.has(one) ? undefined : one)),
    source: s.source,
    body,
  });
}

/** What a single token hands over: a literal, a variable, or a parameter of the procedure that makes the call. */
function argument(s: TokenStream, context: StatementContext): string | undefined {
  const from = s.index;
  s.expression();
  const token = s.tokens[from];
  if (s.index !== from + 1 || token === undefined) return undefined;
  if (token.kind === 'variable') {
    const variable = token.value.toLowerCase();
    s.assigned.push(variable);
    return context.variables.get(variable)?.value;
  }
  return token.kind === 'string' || token.kind === 'number' ? token.value : handedIn(token, context.call);
}

/** The text of a parameter whose value the call tells; undefined for any other token. */
export function handedIn(token: Token | undefined, site: CallSite | undefined): string | undefined {
  if (token?.kind !== 'word' && token?.kind !== 'quoted') return undefined;
  return site?.values.get(token.value.toLowerCase());
}

function called(
  context: StatementContext,
  routine: ObjectName,
  given: readonly (string | undefined)[],
  span: Span,
): readonly ScriptEntry[] | undefined {
  const procedure = context.procedures.get(keyOf(routine));
  if (!procedure) return undefined;
  const values = new Map<string, string>();
  procedure.parameters.forEach((parameter, index) => {
    const value = given[index];
    if (parameter !== undefined && value !== undefined) values.set(parameter, value);
  });
  return context.readCalled(procedure, { values, nextPlace: context.call?.nextPlace ?? placesIn(span) });
}

/** Statements are told apart by where they start. */
function placesIn(span: Span): () => Span {
  let given = 0;
  return () => {
    given++;
    const start = Math.min(span.start + given, span.end - 1);
    return { ...span, start, column: span.column + start - span.start };
  };
}

/** Names that a body sets or declares anew: what the call handed in is not what they hold. */
function changedNames(body: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  let isTarget = false;
  body.forEach(({ kind, upper, value }, index) => {
    if (upper === 'INTO' || upper === 'DECLARE') {
      isTarget = true;
      return;
    }
    const isName = kind === 'word' || kind === 'quoted';
    isTarget &&= isName || kind === 'variable' || upper === ',';
    if (isName && (isTarget || isAssigned(body, index))) names.add(value.toLowerCase());
  });
  return names;
}

function isAssigned(body: readonly Token[], index: number): boolean {
  const before = body[index - 1]?.upper;
  const behind = body[index + 1]?.upper;
  return (before === 'SET' || before === ',') && (behind === '=' || behind === ':=');
}

function keyOf(routine: ObjectName): string {
  return nameText(routine).toLowerCase();
}
