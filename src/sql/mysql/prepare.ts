import type { Operation } from '../operation.js';
import type { ScriptEntry } from '../statement.js';
import { name } from './name.js';
import { textsIn } from './prepared-text.js';
import type { Reading } from './reading.js';
import type { PreparedText, StatementContext } from './statement-context.js';
import type { TokenStream } from './token-stream.js';

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
  return textsIn(s, context, from, s.index);
}
