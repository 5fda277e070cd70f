import type { ScriptEntry } from '../statement.js';
import { lookUp } from '../../look-up.js';
import { dataType, charsetClause, collateClause } from './data-type.js';
import { isName, name, nameBehindPoint } from './name.js';
import type { StatementContext } from './statement-context.js';
import type { TokenStream } from './token-stream.js';

/** Reads one statement of a body up to its semicolon and adds the SQL statements it holds to `found`. */
export function bodyStatement(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  s.nested(() => {
    const label = isName(s) && s.peek(1).upper === ':' ? name(s) : undefined;
    if (label !== undefined) s.expect(':');
    const read = lookUp(CONTROL, s.current.upper);
    if (read && (label === undefined || LABELLED.has(s.current.upper))) read(s, context, found, label);
    else if (label !== undefined) s.refuse('BEGIN, LOOP, WHILE or REPEAT');
    else plainStatement(s, context, found);
  });
}

type Control = (s: TokenStream, context: StatementContext, found: ScriptEntry[], label?: string) => void;

const CONTROL: Readonly<Record<string, Control>> = {
  BEGIN: block,
  IF: ifStatement,
  CASE: caseStatement,
  LOOP: (s, context, found, label) => {
    s.advance();
    statements(s, context, found);
    endOf(s, 'LOOP', label);
  },
  WHILE: (s, context, found, label) => {
    s.advance();
    s.expression();
    s.expect('DO');
    statements(s, context, found);
    endOf(s, 'WHILE', label);
  },
  REPEAT: (s, context, found, label) => {
    s.advance();
    statements(s, context, found);
    s.expect('UNTIL');
    s.expression();
    endOf(s, 'REPEAT', label);
  },
  FOR: forLoop,
  RETURN: (s) => {
    s.advance();
    s.expression();
  },
  LEAVE: named,
  ITERATE: named,
  CLOSE: named,
  OPEN: (s) => {
    named(s);
    if (s.is('(')) s.skipParentheses();
  },
  FETCH: (s) => {
    s.advance();
    if (s.accept('NEXT')) s.expect('FROM');
    else s.accept('FROM');
    name(s, 'a cursor');
    s.expect('INTO');
    s.list(() => {
      if (s.current.kind === 'variable') s.advance();
      else name(s, 'a variable');
    });
  },
};

const LABELLED = new Set(['BEGIN', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);

/** Statements, each with its semicolon, up to a word that ends the list. */
function statements(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  do {
    bodyStatement(s, context, found);
    s.expect(';');
  } while (!s.isOneOf(ENDS));
}

const ENDS = new Set(['END', 'ELSE', 'ELSEIF', 'WHEN', 'UNTIL', 'EXCEPTION']);

function endOf(s: TokenStream, word: string, label: string | undefined): void {
  s.expect('END', word);
  endLabel(s, label);
}

/** The label may be repeated at the end, and no other name may stand there. */
function endLabel(s: TokenStream, label: string | undefined): void {
  if (s.current.value.toLowerCase() === label?.toLowerCase()) s.advance();
}

function named(s: TokenStream): void {
  s.advance();
  name(s);
}

function block(s: TokenStream, context: StatementContext, found: ScriptEntry[], label?: string): void {
  s.expect('BEGIN');
  if (s.acceptAll('NOT', 'ATOMIC')) s.needs('BEGIN NOT ATOMIC', { mariadb: '10.1.1' });
  while (s.is('DECLARE')) {
    declare(s, context, found);
    s.expect(';');
  }
  while (!s.is('END')) {
    bodyStatement(s, context, found);
    s.expect(';');
  }
  s.expect('END');
  endLabel(s, label);
}

function ifStatement(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  do {
    s.advance();
    s.expression();
    s.expect('THEN');
    statements(s, context, found);
  } while (s.is('ELSEIF'));
  if (s.accept('ELSE')) statements(s, context, found);
  s.expect('END', 'IF');
}

function caseStatement(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  s.expect('CASE');
  if (!s.is('WHEN')) s.expression();
  do {
    s.expect('WHEN');
    s.expression();
    s.expect('THEN');
    statements(s, context, found);
  } while (s.is('WHEN'));
  if (s.accept('ELSE')) statements(s, context, found);
  s.expect('END', 'CASE');
}

/** MariaDB: over numbers, a cursor or a query. */
function forLoop(s: TokenStream, context: StatementContext, found: ScriptEntry[], label?: string): void {
  s.expect('FOR');
  s.needs('FOR', { mariadb: '10.3' });
  name(s, 'a variable');
  s.expect('IN');
  s.accept('REVERSE');
  if (s.is('(')) s.subquery();
  else {
    s.arithmetic();
    if (s.accept('..')) s.arithmetic();
  }
  s.expect('DO');
  statements(s, context, found);
  endOf(s, 'FOR', label);
}

function declare(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  s.expect('DECLARE');
  if (s.acceptAny('CONTINUE', 'EXIT', 'UNDO') !== undefined) {
    handler(s, context, found);
    return;
  }
  const names = s.list(() => name(s, 'a variable'));
  if (names.length === 1 && s.accept('CONDITION')) {
    s.expect('FOR');
    conditionValue(s);
  } else if (names.length === 1 && s.accept('CURSOR')) {
    if (s.is('(')) s.skipParentheses();
    s.expect('FOR');
    s.query();
  } else {
    variableType(s);
    if (s.accept('DEFAULT')) s.expression();
  }
}

/** A type, or MariaDB's TYPE OF a column and ROW. */
export function variableType(s: TokenStream): void {
  if (s.isMariadb && s.acceptAll('TYPE', 'OF')) {
    name(s);
    while (s.accept('.')) nameBehindPoint(s);
  } else if (s.isMariadb && s.accept('ROW')) {
    if (s.acceptAll('TYPE', 'OF')) {
      name(s);
      if (s.accept('.')) nameBehindPoint(s);
    } else s.skipParentheses();
  } else {
    dataType(s);
    charsetClause(s);
    collateClause(s);
  }
}

function handler(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  s.expect('HANDLER', 'FOR');
  s.list(() => {
    conditionValue(s);
  });
  bodyStatement(s, context, found);
}

function conditionValue(s: TokenStream): void {
  if (s.accept('SQLSTATE')) {
    s.accept('VALUE');
    if (s.current.kind !== 'string') s.refuse('a state in quotes');
    s.advance();
  } else if (s.acceptAll('NOT', 'FOUND') || s.acceptAny('SQLWARNING', 'SQLEXCEPTION') !== undefined) return;
  else if (s.current.kind === 'number') s.advance();
  else name(s, 'a condition');
}

function plainStatement(s: TokenStream, context: StatementContext, found: ScriptEntry[]): void {
  const from = s.index;
  while (!s.atEnd && !s.is(';')) s.advance();
  if (s.index === from) s.refuse('a statement');
  found.push(context.readTokens(s.source, s.tokens.slice(from, s.index)));
}
