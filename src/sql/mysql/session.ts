import type { Operation, OperationOf } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { isName, name, nameBehindPoint, nameOrString, objectName } from './name.js';
import type { Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

type Scope = OperationOf<'setVariable'>['scope'];

const SCOPES: Readonly<Record<string, Scope>> = {
  GLOBAL: 'global',
  SESSION: 'session',
  LOCAL: 'session',
  PERSIST: 'persist',
  PERSIST_ONLY: 'persist',
};

/** Reads SET in all its forms but MariaDB's SET STATEMENT, behind the word SET. */
export function setStatement(s: TokenStream): Reading {
  const special = specialSet(s);
  const operations = special ? [special] : s.list(() => assignment(s));
  return { head: 'SET', operations };
}

function setVariable(
  s: TokenStream,
  from: number,
  scope: Scope,
  variable: string,
  value?: string,
): Operation {
  const span = s.spanFrom(from);
  return {
    kind: 'setVariable',
    scope,
    name: variable.toLowerCase(),
    ...(value === undefined ? {} : { value }),
    span,
  };
}

function specialSet(s: TokenStream): Operation | undefined {
  const transaction =
    s.is('TRANSACTION') ||
    (lookUp(SCOPES, s.current.upper) !== undefined && s.peek(1).upper === 'TRANSACTION');
  if (transaction) return setTransaction(s);
  if (s.is('PASSWORD') || s.is('ROLE') || s.isAll('DEFAULT', 'ROLE') || s.isAll('RESOURCE', 'GROUP')) {
    const what = s.current.upper === 'PASSWORD' ? 'set password' : 'set role';
    rest(s);
    return { kind: 'administer', what, span: s.spanFrom(0) };
  }
  return undefined;
}

/** Takes what is left where Precheck has no use for it; only the parentheses must match. */
export function rest(s: TokenStream): void {
  do {
    const { kind } = s.current;
    if (kind === 'bad' || kind === 'end' || s.is(')') || s.is(';')) s.refuse('the rest of the statement');
    if (s.is('(')) s.skipParentheses();
    else s.advance();
  } while (!s.atEnd);
}

function setTransaction(s: TokenStream): Operation {
  const scope = lookUp(SCOPES, s.current.upper);
  if (scope !== undefined) s.advance();
  s.expect('TRANSACTION');
  const from = s.index;
  s.list(() => {
    if (s.accept('READ')) s.expectAny('ONLY or WRITE', 'ONLY', 'WRITE');
    else {
      s.expect('ISOLATION', 'LEVEL');
      isolation(s);
    }
  });
  return setVariable(s, 0, scope ?? 'session', 'transaction', s.textFrom(from).toLowerCase());
}

function isolation(s: TokenStream): void {
  if (s.accept('SERIALIZABLE') || s.acceptAll('REPEATABLE', 'READ')) return;
  s.expect('READ');
  s.expectAny('COMMITTED or UNCOMMITTED', 'COMMITTED', 'UNCOMMITTED');
}

function assignment(s: TokenStream): Operation {
  const from = s.index;
  if (s.accept('NAMES')) return setNames(s, from);
  if (s.acceptAll('CHARACTER', 'SET') || s.accept('CHARSET') || s.acceptAll('CHAR', 'SET')) {
    const charset = s.accept('DEFAULT') ? undefined : nameOrString(s, 'a character set');
    return setVariable(s, from, 'session', 'character set', charset);
  }
  const { scope, variable } = variableName(s);
  s.expectAny("'='", '=', ':=');
  const value = variableValue(s);
  return setVariable(s, from, scope, variable, value);
}

function setNames(s: TokenStream, from: number): Operation {
  if (s.accept('DEFAULT')) return setVariable(s, from, 'session', 'names');
  const charset = nameOrString(s, 'a character set');
  if (s.accept('COLLATE')) nameOrString(s, 'a collation');
  return setVariable(s, from, 'session', 'names', charset);
}

function variableName(s: TokenStream): { scope: Scope; variable: string } {
  if (s.current.kind === 'variable') {
    const { value } = s.advance();
    if (!value.startsWith('@@')) return { scope: 'user', variable: value };
    const [first = '', ...behind] = value.slice(2).split('.');
    const scope = lookUp(SCOPES, first.toUpperCase());
    if (value === '@@' || behind.includes('')) s.refuse('a variable');
    return { scope: scope ?? 'session', variable: scope === undefined ? value.slice(2) : behind.join('.') };
  }
  const scope =
    s.peek(1).kind === 'word' || s.peek(1).kind === 'quoted' ? lookUp(SCOPES, s.current.upper) : undefined;
  if (scope !== undefined) s.advance();
  let variable = s.accept('DEFAULT') ? 'default' : name(s, 'a variable');
  while (s.accept('.')) variable += `.${nameBehindPoint(s)}`;
  return { scope: scope ?? 'session', variable };
}

const WORD_VALUES = new Set(['ON', 'ALL', 'BINARY', 'ROW', 'SYSTEM', 'FORCE']);

/** The value when it is written out; undefined for DEFAULT and for anything that is computed. */
function variableValue(s: TokenStream): string | undefined {
  const from = s.index;
  const { kind, upper, value } = s.current;
  if (upper === 'DEFAULT' || WORD_VALUES.has(upper)) {
    s.advance();
    return upper === 'DEFAULT' ? undefined : value;
  }
  s.expression();
  const length = s.index - from;
  if (kind === 'string' && length === 1) return value;
  if (length === 1 && (kind === 'number' || kind === 'word')) return value;
  return length === 2 && (upper === '-' || upper === '+') ? s.textFrom(from) : undefined;
}

/** Reads START TRANSACTION, BEGIN, COMMIT, ROLLBACK, SAVEPOINT and RELEASE, from their first word. */
export function transaction(s: TokenStream): Reading {
  const word = s.advance().upper;
  const action = transactionAction(s, word);
  return {
    head: word === 'START' ? 'START TRANSACTION' : word,
    operations: [{ kind: 'transaction', action, span: s.spanFrom(0) }],
  };
}

function transactionAction(s: TokenStream, word: string): OperationOf<'transaction'>['action'] {
  if (word === 'START') return start(s);
  if (word === 'SAVEPOINT') return named(s, 'savepoint');
  if (word === 'RELEASE') {
    s.expect('SAVEPOINT');
    return named(s, 'release');
  }
  s.accept('WORK');
  if (word === 'BEGIN') return 'begin';
  if (word === 'ROLLBACK' && s.accept('TO')) {
    s.accept('SAVEPOINT');
    return named(s, 'rollback-to');
  }
  if (s.accept('AND')) {
    s.accept('NO');
    s.expect('CHAIN');
  }
  if (s.accept('NO')) s.expect('RELEASE');
  else s.accept('RELEASE');
  return word === 'COMMIT' ? 'commit' : 'rollback';
}

function start(s: TokenStream): 'begin' {
  s.expect('TRANSACTION');
  if (s.atEnd) return 'begin';
  s.list(() => {
    if (s.accept('READ')) s.expectAny('ONLY or WRITE', 'ONLY', 'WRITE');
    else s.expect('WITH', 'CONSISTENT', 'SNAPSHOT');
  });
  return 'begin';
}

function named<T extends string>(s: TokenStream, action: T): T {
  name(s, 'a savepoint');
  return action;
}

/** Reads USE, behind the word. */
export function useSchema(s: TokenStream): Reading {
  return {
    head: 'USE',
    operations: [{ kind: 'useSchema', schema: name(s, 'a database'), span: s.spanFrom(0) }],
  };
}

/** Reads LOCK TABLES, behind the word LOCK. */
export function lockTables(s: TokenStream): Reading {
  if (s.accept('INSTANCE')) {
    s.expect('FOR', 'BACKUP');
    return {
      head: 'LOCK INSTANCE',
      operations: [{ kind: 'administer', what: 'lock instance', span: s.spanFrom(0) }],
    };
  }
  s.expectAny('TABLES', 'TABLES', 'TABLE');
  const tables = s.list(() => {
    const table = objectName(s);
    if (s.accept('AS') || isName(s)) name(s, 'an alias');
    return { table, mode: lockMode(s) };
  });
  if (s.isMariadb && !s.accept('NOWAIT') && s.accept('WAIT')) s.advance();
  return { head: 'LOCK TABLES', operations: [{ kind: 'lockTables', tables, span: s.spanFrom(0) }] };
}

function lockMode(s: TokenStream): string {
  if (s.accept('READ')) return s.accept('LOCAL') ? 'read local' : 'read';
  const low = s.accept('LOW_PRIORITY') || (s.isMariadb && s.accept('CONCURRENT'));
  s.expect('WRITE');
  return low ? 'low_priority write' : 'write';
}

/** Reads UNLOCK TABLES, behind the word UNLOCK. */
export function unlockTables(s: TokenStream): Reading {
  if (s.accept('INSTANCE')) {
    return {
      head: 'UNLOCK INSTANCE',
      operations: [{ kind: 'administer', what: 'unlock instance', span: s.spanFrom(0) }],
    };
  }
  s.expectAny('TABLES', 'TABLES', 'TABLE');
  return { head: 'UNLOCK TABLES', operations: [{ kind: 'unlockTables', span: s.spanFrom(0) }] };
}
