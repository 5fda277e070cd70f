import type { Operation, OperationOf, RoutineKind } from '../operation.js';
import type { ScriptEntry } from '../statement.js';
import { rememberProcedure } from './called-procedure.js';
import { bodyStatement, variableType } from './compound.js';
import { dataType, charsetClause, collateClause } from './data-type.js';
import { INTERVAL_UNITS } from './interval-unit.js';
import { name, objectName, stringLiteral } from './name.js';
import { ifExists, ifNotExists, type Reading } from './reading.js';
import { rest } from './session.js';
import type { StatementContext } from './statement-context.js';
import type { TokenStream } from './token-stream.js';

/** Reads the body at the cursor and gives the statements it holds. */
function body(s: TokenStream, context: StatementContext): Pick<Reading, 'body'> {
  const statements: ScriptEntry[] = [];
  bodyStatement(s, context, statements);
  return { body: { runs: 'later', statements } };
}

/** Reads CREATE PROCEDURE and CREATE FUNCTION, from behind that word. */
export function createRoutine(
  s: TokenStream,
  context: StatementContext,
  kind: RoutineKind,
  replaces: boolean,
): Reading {
  const head = kind === 'procedure' ? 'CREATE PROCEDURE' : 'CREATE FUNCTION';
  ifNotExists(s, head, '8.0.29');
  const routine = objectName(s, 'a routine name');
  if (s.accept('RETURNS') && s.current.kind === 'word') return loadable(s, routine, replaces);
  const parameters = s.parenthesised(() => (s.is(')') ? [] : s.list(() => parameter(s, kind))));
  if (kind !== 'procedure') returns(s);
  const { language, mayChangeRows } = characteristics(s);
  const bodyAt = s.index;
  const isForeign = s.accept('AS');
  const held: Pick<Reading, 'body'> = isForeign ? foreignBody(s) : body(s, context);
  if (kind === 'procedure' && !isForeign) rememberProcedure(s, context, routine, { parameters, bodyAt });
  const operation: Operation = {
    kind: 'createRoutine',
    routine,
    routineKind: kind,
    orReplace: replaces,
    ...(language === undefined ? {} : { language }),
    ...(kind === 'function' && mayChangeRows ? { mayChangeRows: true } : {}),
    span: s.spanFrom(0),
  };
  return { head, operations: [operation], ...held };
}

/** JavaScript and other languages: the body is a string, or text between dollars. */
function foreignBody(s: TokenStream): Pick<Reading, 'body'> {
  s.needs('AS with a body in another language', { mysql: '9.0' });
  rest(s);
  return {};
}

/** CREATE FUNCTION f RETURNS type SONAME 'library': a function of a shared library. */
function loadable(
  s: TokenStream,
  routine: OperationOf<'createRoutine'>['routine'],
  replaces: boolean,
): Reading {
  s.expectAny('a type', 'STRING', 'INTEGER', 'INT', 'REAL', 'DECIMAL');
  s.expect('SONAME');
  stringLiteral(s, 'a library');
  const span = s.spanFrom(0);
  return {
    head: 'CREATE FUNCTION',
    operations: [
      { kind: 'createRoutine', routine, routineKind: 'function', orReplace: replaces, language: 'c', span },
    ],
  };
}

/** Its name, lower case, where a call hands a value in and nothing else does. */
function parameter(s: TokenStream, kind: RoutineKind): string | undefined {
  const way = kind === 'procedure' || s.isMariadb ? s.acceptAny('IN', 'OUT', 'INOUT') : undefined;
  const parameterName = name(s, 'a parameter');
  variableType(s);
  if (s.isMariadb && s.accept('DEFAULT')) s.expression();
  return way === undefined || way === 'IN' ? parameterName.toLowerCase() : undefined;
}

function returns(s: TokenStream): void {
  s.expect('RETURNS');
  dataType(s);
  charsetClause(s);
  collateClause(s);
}

interface Characteristics {
  readonly language: string | undefined;
  /** Neither DETERMINISTIC nor NO SQL nor READS SQL DATA. */
  readonly mayChangeRows: boolean;
}

/** Of two that contradict each other the server takes the last. */
function characteristics(s: TokenStream): Characteristics {
  let language: string | undefined;
  let isDeterministic = false;
  let onlyReads = false;
  for (;;) {
    if (s.accept('COMMENT')) stringLiteral(s);
    else if (s.accept('LANGUAGE')) language = (s.accept('SQL') ? 'sql' : name(s, 'a language')).toLowerCase();
    else if (s.acceptAll('SQL', 'SECURITY')) s.expectAny('DEFINER or INVOKER', 'DEFINER', 'INVOKER');
    else if (s.accept('DETERMINISTIC')) isDeterministic = true;
    else if (s.accept('NOT')) {
      s.expect('DETERMINISTIC');
      isDeterministic = false;
    } else if (s.acceptAll('NO', 'SQL') || s.acceptAll('READS', 'SQL', 'DATA')) onlyReads = true;
    else if (s.acceptAll('CONTAINS', 'SQL') || s.acceptAll('MODIFIES', 'SQL', 'DATA')) onlyReads = false;
    else if (!library(s)) return { language, mayChangeRows: !isDeterministic && !onlyReads };
  }
}

function library(s: TokenStream): boolean {
  if (s.isMariadb || s.is('(') || !s.is('USING')) return false;
  s.advance();
  s.needs('USING libraries', { mysql: '9.2' });
  s.skipParentheses();
  return true;
}

/** Reads CREATE TRIGGER, from behind that word. */
export function createTrigger(s: TokenStream, context: StatementContext): Reading {
  ifNotExists(s, 'CREATE TRIGGER', '8.0.29');
  const trigger = objectName(s, 'a trigger name').name;
  const timing = s.expectAny('BEFORE or AFTER', 'BEFORE', 'AFTER').toLowerCase();
  const events = [event(s)];
  while (s.isMariadb && s.accept('OR')) events.push(event(s));
  s.expect('ON');
  const table = objectName(s);
  s.expect('FOR', 'EACH', 'ROW');
  if (s.acceptAny('FOLLOWS', 'PRECEDES') !== undefined) {
    s.needs('the order of triggers', { mysql: '5.7.2', mariadb: '10.2.3' });
    name(s, 'a trigger name');
  }
  const held = body(s, context);
  const operation: Operation = { kind: 'createTrigger', trigger, table, timing, events, span: s.spanFrom(0) };
  return { head: 'CREATE TRIGGER', operations: [operation], ...held };
}

function event(s: TokenStream): string {
  const word = s.expectAny('INSERT, UPDATE or DELETE', 'INSERT', 'UPDATE', 'DELETE').toLowerCase();
  if (s.isMariadb && word === 'update' && s.accept('OF')) s.list(() => name(s, 'a column name'));
  return word;
}

/** Reads CREATE EVENT and ALTER EVENT, from behind that word. */
export function eventStatement(
  s: TokenStream,
  context: StatementContext,
  verb: 'CREATE' | 'ALTER',
  replaces: boolean,
): Reading {
  const exists = verb === 'CREATE' ? ifNotExists(s, 'CREATE EVENT', '5.1') : ifExists(s, 'ALTER EVENT');
  const eventName = objectName(s, 'an event name');
  if (s.acceptAll('ON', 'SCHEDULE')) schedule(s);
  else if (verb === 'CREATE') s.refuse('ON SCHEDULE');
  eventOptions(s);
  const held = s.accept('DO') ? body(s, context) : verb === 'CREATE' ? s.refuse('DO') : {};
  const span = s.spanFrom(0);
  const base = { object: 'event', name: eventName, span };
  const operation: Operation =
    verb === 'CREATE'
      ? { kind: 'createObject', ...base, ifNotExists: exists, orReplace: replaces }
      : { kind: 'alterObject', ...base, action: 'alter' };
  return { head: `${verb} EVENT`, operations: [operation], ...held };
}

function schedule(s: TokenStream): void {
  if (s.accept('AT')) {
    s.expression();
    return;
  }
  s.expect('EVERY');
  s.expression();
  if (!s.isOneOf(INTERVAL_UNITS)) s.refuse('a unit of INTERVAL');
  s.advance();
  if (s.accept('STARTS')) s.expression();
  if (s.accept('ENDS')) s.expression();
}

function eventOptions(s: TokenStream): void {
  if (s.acceptAll('ON', 'COMPLETION')) {
    s.accept('NOT');
    s.expect('PRESERVE');
  }
  if (s.acceptAll('RENAME', 'TO')) objectName(s, 'an event name');
  if (s.accept('ENABLE') || s.accept('DISABLE')) {
    if (s.accept('ON')) s.expectAny('SLAVE or REPLICA', 'SLAVE', 'REPLICA');
  }
  if (s.accept('COMMENT')) stringLiteral(s);
}

/** Reads MariaDB's BEGIN NOT ATOMIC and control statements outside of stored programs, from their first word. */
export function anonymousBlock(s: TokenStream, context: StatementContext): Reading {
  const statements: ScriptEntry[] = [];
  s.needs('a compound statement outside of a stored program', { mariadb: '10.1.1' });
  bodyStatement(s, context, statements);
  return {
    head: 'BEGIN NOT ATOMIC',
    operations: [{ kind: 'runBlock', language: 'sql', span: s.spanFrom(0) }],
    body: { runs: 'now', statements },
  };
}

/** Reads ALTER PROCEDURE and ALTER FUNCTION, from behind that word. */
export function alterRoutine(s: TokenStream, object: 'procedure' | 'function'): Reading {
  const routine = objectName(s, 'a routine name');
  characteristics(s);
  const span = s.spanFrom(0);
  return {
    head: `ALTER ${object.toUpperCase()}`,
    operations: [{ kind: 'alterObject', object, name: routine, action: 'alter', span }],
  };
}
