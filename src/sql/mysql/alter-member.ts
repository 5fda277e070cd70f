import type { TableRef } from '../name.js';
import type { Operation } from '../operation.js';
import { columnDefault, NOW } from './column-default.js';
import { name } from './name.js';
import { ifExists } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads ALTER COLUMN, ALTER INDEX, ALTER CHECK and ALTER CONSTRAINT inside ALTER TABLE. */
export function alterMember(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('ALTER');
  if (s.acceptAny('INDEX', 'KEY') !== undefined) return alterIndex(s, table, from);
  const constraint = s.acceptAny('CHECK', 'CONSTRAINT');
  if (constraint !== undefined) return alterConstraint(s, table, from, constraint);
  s.accept('COLUMN');
  ifExists(s, 'ALTER COLUMN');
  return alterColumn(s, table, from, name(s, 'a column name'));
}

function alterColumn(s: TokenStream, table: TableRef, from: number, column: string): Operation {
  if (s.acceptAll('DROP', 'DEFAULT'))
    return { kind: 'setColumnDefault', table, column, span: s.spanFrom(from) };
  s.expect('SET');
  if (s.accept('DEFAULT')) {
    if (!s.isMariadb && s.isOneOf(NOW)) s.refuse('a literal or an expression in parentheses');
    const value = columnDefault(s);
    return { kind: 'setColumnDefault', table, column, default: value, span: s.spanFrom(from) };
  }
  const visible = s.expectAny('DEFAULT, VISIBLE or INVISIBLE', 'VISIBLE', 'INVISIBLE') === 'VISIBLE';
  s.needs('ALTER COLUMN … SET VISIBLE', { mysql: '8.0.23' });
  return { kind: 'setColumnVisible', table, column, visible, span: s.spanFrom(from) };
}

function alterIndex(s: TokenStream, table: TableRef, from: number): Operation {
  ifExists(s, 'ALTER INDEX');
  const index = name(s, 'an index name');
  const visible = indexVisible(s);
  return { kind: 'setIndexVisible', table, index, visible, span: s.spanFrom(from) };
}

function indexVisible(s: TokenStream): boolean {
  if (s.isMariadb || s.is('NOT') || s.is('IGNORED')) {
    s.needs('an ignored index', { mariadb: '10.6' });
    const negated = s.accept('NOT');
    s.expect('IGNORED');
    return negated;
  }
  s.needs('an invisible index', { mysql: '8.0' });
  return s.expectAny('VISIBLE or INVISIBLE', 'VISIBLE', 'INVISIBLE') === 'VISIBLE';
}

function alterConstraint(s: TokenStream, table: TableRef, from: number, word: string): Operation {
  s.needs(`ALTER ${word}`, { mysql: word === 'CHECK' ? '8.0.16' : '8.0.19' });
  const constraint = name(s, 'a constraint name');
  const enforced = !s.accept('NOT');
  s.expect('ENFORCED');
  return { kind: 'alterConstraint', table, name: constraint, enforced, span: s.spanFrom(from) };
}
