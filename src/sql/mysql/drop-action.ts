import type { ConstraintKind } from '../column.js';
import type { TableRef } from '../name.js';
import type { Operation } from '../operation.js';
import { name } from './name.js';
import { ifExists } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads DROP … inside ALTER TABLE. */
export function dropAction(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('DROP');
  if (s.acceptAll('PRIMARY', 'KEY')) {
    return dropped(s, table, from, { constraintKind: 'primary-key', ifExists: false });
  }
  if (s.acceptAll('FOREIGN', 'KEY')) return named(s, table, from, 'foreign-key');
  if (s.accept('CONSTRAINT')) {
    s.needs('DROP CONSTRAINT', { mysql: '8.0.19', mariadb: '10.2.1' });
    return named(s, table, from);
  }
  if (s.accept('CHECK')) {
    s.needs('DROP CHECK', { mysql: '8.0.16' });
    return named(s, table, from, 'check');
  }
  if (
    s.acceptAll('SYSTEM', 'VERSIONING') ||
    s.isAll('PERIOD', 'FOR') ||
    s.isAll('PERIOD', 'IF', 'EXISTS', 'FOR')
  )
    return dropVersioning(s, table, from);
  if (s.acceptAny('INDEX', 'KEY') !== undefined) return dropIndex(s, table, from);
  return dropColumn(s, table, from);
}

interface Dropped {
  readonly name?: string;
  readonly constraintKind?: ConstraintKind;
  readonly ifExists: boolean;
}

function dropped(s: TokenStream, table: TableRef, from: number, what: Dropped): Operation {
  return { kind: 'dropConstraint', table, ...what, cascade: false, span: s.spanFrom(from) };
}

function named(s: TokenStream, table: TableRef, from: number, constraintKind?: ConstraintKind): Operation {
  const quietly = ifExists(s, 'DROP CONSTRAINT');
  const constraint = name(s, 'a constraint name');
  const kind = constraintKind === undefined ? {} : { constraintKind };
  return dropped(s, table, from, { name: constraint, ...kind, ifExists: quietly });
}

function dropVersioning(s: TokenStream, table: TableRef, from: number): Operation {
  const isPeriod = s.accept('PERIOD');
  s.needs('system versioning', { mariadb: '10.3.4' });
  if (isPeriod) {
    ifExists(s, 'DROP PERIOD');
    s.expect('FOR');
    name(s, 'a period name');
  }
  const action = isPeriod ? 'drop-period' : 'drop';
  return { kind: 'changeSystemVersioning', table, action, span: s.spanFrom(from) };
}

function dropIndex(s: TokenStream, table: TableRef, from: number): Operation {
  const quietly = ifExists(s, 'DROP INDEX');
  const index = { name: name(s, 'an index name') };
  const span = s.spanFrom(from);
  return { kind: 'dropIndex', table, index, concurrently: false, ifExists: quietly, cascade: false, span };
}

function dropColumn(s: TokenStream, table: TableRef, from: number): Operation {
  s.accept('COLUMN');
  const quietly = ifExists(s, 'DROP COLUMN');
  const column = name(s, 'a column name');
  const cascade = s.acceptAny('RESTRICT', 'CASCADE') === 'CASCADE';
  return { kind: 'dropColumn', table, column, ifExists: quietly, cascade, span: s.spanFrom(from) };
}
