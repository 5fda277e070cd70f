import type { Operation } from '../operation.js';
import { charsetClause, collateClause } from './data-type.js';
import { isName, name, nameOrString, stringLiteral } from './name.js';
import { ifExists, ifNotExists, type Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads CREATE DATABASE, from behind that word. */
export function createSchema(s: TokenStream): Reading {
  const quietly = ifNotExists(s, 'CREATE DATABASE', '5.0');
  const schema = name(s, 'a database name');
  const written = options(s);
  const operation: Operation = {
    kind: 'createSchema',
    schema,
    ifNotExists: quietly,
    ...written,
    span: s.spanFrom(0),
  };
  return { head: 'CREATE DATABASE', operations: [operation] };
}

/** Reads ALTER DATABASE, from behind that word. */
export function alterSchema(s: TokenStream): Reading {
  const schema = isName(s) && !startsOption(s) ? name(s, 'a database name') : undefined;
  if (s.atEnd) s.refuse('an option of the database');
  s.acceptAll('UPGRADE', 'DATA', 'DIRECTORY', 'NAME');
  const written = options(s);
  const operation: Operation = {
    kind: 'alterSchema',
    ...(schema === undefined ? {} : { schema }),
    ...written,
    span: s.spanFrom(0),
  };
  return { head: 'ALTER DATABASE', operations: [operation] };
}

/** Reads DROP DATABASE, from behind that word. */
export function dropSchema(s: TokenStream): Reading {
  const quietly = ifExists(s, 'DROP DATABASE', '5.0');
  const schema = name(s, 'a database name');
  const operation: Operation = {
    kind: 'dropSchema',
    schema,
    ifExists: quietly,
    cascade: false,
    span: s.spanFrom(0),
  };
  return { head: 'DROP DATABASE', operations: [operation] };
}

/** Words that are names too, but begin an option when a value follows. */
function startsOption(s: TokenStream): boolean {
  const { upper } = s.peek(1);
  if (s.is('CHARSET') || s.is('ENCRYPTION'))
    return upper === '=' || s.peek(1).kind === 'string' || s.peek(2).kind === 'end';
  return s.is('COMMENT') && (upper === '=' || s.peek(1).kind === 'string');
}

function options(s: TokenStream): { charset?: string; collation?: string } {
  const read: { charset?: string; collation?: string } = {};
  while (!s.atEnd) {
    s.accept('DEFAULT');
    if (s.acceptAll('READ', 'ONLY')) {
      s.needs('READ ONLY', { mysql: '8.0.22' });
      value(s);
    } else if (s.is('ENCRYPTION') || s.is('COMMENT')) {
      const { upper } = s.advance();
      if (upper === 'ENCRYPTION') s.needs('ENCRYPTION', { mysql: '8.0.16' });
      else s.needs('COMMENT', { mariadb: '10.5' });
      s.accept('=');
      stringLiteral(s);
    } else if (!encoding(s, read)) s.refuse('an option of the database');
  }
  return read;
}

function value(s: TokenStream): void {
  s.accept('=');
  if (!s.accept('DEFAULT')) s.advance();
}

function encoding(s: TokenStream, read: { charset?: string; collation?: string }): boolean {
  const equals = s.peek(1).upper === '=' || s.peek(2).upper === '=';
  if (!equals) {
    const charset = charsetClause(s);
    if (charset !== undefined) read.charset = charset;
    const collation = charset === undefined ? collateClause(s) : undefined;
    if (collation !== undefined) read.collation = collation;
    return charset !== undefined || collation !== undefined;
  }
  const isCollation = s.accept('COLLATE');
  if (!isCollation && !s.accept('CHARSET') && !s.acceptAll('CHARACTER', 'SET') && !s.acceptAll('CHAR', 'SET'))
    return false;
  s.expect('=');
  const written = s.accept('DEFAULT') ? 'default' : nameOrString(s, 'a name').toLowerCase();
  if (isCollation) read.collation = written;
  else read.charset = written;
  return true;
}
