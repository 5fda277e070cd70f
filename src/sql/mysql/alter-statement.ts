import { account } from './account.js';
import { alterTable } from './alter-table.js';
import { otherObject } from './other-object.js';
import type { Reading } from './reading.js';
import { alterRoutine, eventStatement } from './routine.js';
import { alterSchema } from './schema-statement.js';
import { sequence } from './sequence.js';
import type { StatementContext } from './statement-context.js';
import type { TokenStream } from './token-stream.js';
import { definition, view } from './view.js';

/** Reads ALTER, behind the word. */
export function alterStatement(s: TokenStream, context: StatementContext): Reading {
  const modifiers = tableModifiers(s);
  if (s.accept('TABLE')) return alterTable(s, modifiers);
  if (modifiers.length > 0) s.refuse('TABLE');
  if (s.acceptAny('DATABASE', 'SCHEMA') !== undefined) return alterSchema(s);
  if (s.accept('SEQUENCE')) return sequence(s, 'ALTER', false);
  if (s.accept('USER')) return account(s, 'ALTER', 'user', false);
  if (s.accept('PROCEDURE')) return alterRoutine(s, 'procedure');
  if (s.accept('FUNCTION')) return alterRoutine(s, 'function');
  definition(s);
  if (s.accept('VIEW')) return view(s, 'ALTER', false);
  if (s.accept('EVENT')) return eventStatement(s, context, 'ALTER', false);
  return otherObject(s, 'ALTER');
}

function tableModifiers(s: TokenStream): ('online' | 'ignore')[] {
  const modifiers: ('online' | 'ignore')[] = [];
  if (s.accept('ONLINE')) {
    s.needs('ALTER ONLINE TABLE', { mariadb: '10.0' });
    modifiers.push('online');
  }
  if (s.accept('IGNORE')) {
    if (!s.isMariadb && s.server.major * 100 + s.server.minor >= 507) {
      s.notInVersion ??= 'ALTER IGNORE TABLE was removed in MySQL 5.7.4';
    }
    modifiers.push('ignore');
  }
  return modifiers;
}
