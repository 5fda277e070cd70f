import { account } from './account.js';
import { createTable } from './create-table.js';
import { createIndex } from './index-statement.js';
import { otherObject } from './other-object.js';
import type { Reading } from './reading.js';
import { createRoutine, createTrigger, eventStatement } from './routine.js';
import { createSchema } from './schema-statement.js';
import { sequence } from './sequence.js';
import type { StatementContext } from './statement-context.js';
import type { TokenStream } from './token-stream.js';
import { definition, view } from './view.js';

/** Reads CREATE, behind the word. */
export function createStatement(s: TokenStream, context: StatementContext): Reading {
  const replaces = s.acceptAll('OR', 'REPLACE');
  if (s.is('UNIQUE') || s.is('FULLTEXT') || s.is('INDEX') || s.is('VECTOR') || s.isAll('SPATIAL', 'INDEX')) {
    if (replaces) s.needs('OR REPLACE in CREATE INDEX', { mariadb: '10.1.4' });
    return createIndex(s);
  }
  const temporary = s.accept('TEMPORARY');
  if (s.accept('TABLE')) {
    if (replaces) s.needs('OR REPLACE in CREATE TABLE', { mariadb: '10.0.8' });
    return createTable(s, temporary, replaces);
  }
  if (s.accept('SEQUENCE')) return sequence(s, 'CREATE', temporary);
  if (temporary) s.refuse('TABLE');
  if (s.acceptAny('DATABASE', 'SCHEMA') !== undefined) return createSchema(s);
  return program(s, context, replaces);
}

function program(s: TokenStream, context: StatementContext, replaces: boolean): Reading {
  definition(s);
  if (s.accept('VIEW')) return view(s, 'CREATE', replaces);
  if (replaces) s.needs('OR REPLACE', { mariadb: '10.1.3' });
  const aggregate = s.accept('AGGREGATE');
  if (s.accept('FUNCTION')) return createRoutine(s, context, aggregate ? 'aggregate' : 'function', replaces);
  if (aggregate) s.refuse('FUNCTION');
  if (s.accept('PROCEDURE')) return createRoutine(s, context, 'procedure', replaces);
  if (s.accept('TRIGGER')) return createTrigger(s, context);
  if (s.accept('EVENT')) return eventStatement(s, context, 'CREATE', replaces);
  if (s.accept('USER')) return account(s, 'CREATE', 'user', replaces);
  if (s.accept('ROLE')) return account(s, 'CREATE', 'role', replaces);
  return otherObject(s, 'CREATE', replaces);
}
