import type { ReferentialAction } from '../column.js';
import type { TableRef } from '../name.js';
import { nameList, objectName } from './name.js';
import type { TokenStream } from './token-stream.js';

/** The part of a foreign key from REFERENCES on. */
export interface References {
  readonly references: TableRef;
  readonly referencedColumns: readonly string[];
  readonly onDelete?: ReferentialAction | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
}

/** Reads `REFERENCES table [(columns)] [MATCH …] [ON DELETE …] [ON UPDATE …]`. */
export function references(s: TokenStream): References {
  s.expect('REFERENCES');
  const table = objectName(s);
  const referencedColumns = s.is('(') ? nameList(s) : [];
  if (s.accept('MATCH')) s.expectAny('FULL, PARTIAL or SIMPLE', 'FULL', 'PARTIAL', 'SIMPLE');
  const actions: { onDelete?: ReferentialAction; onUpdate?: ReferentialAction } = {};
  for (;;) {
    if (actions.onDelete === undefined && s.acceptAll('ON', 'DELETE')) actions.onDelete = action(s);
    else if (actions.onUpdate === undefined && s.acceptAll('ON', 'UPDATE')) actions.onUpdate = action(s);
    else break;
  }
  return { references: table, referencedColumns, ...actions };
}

function action(s: TokenStream): ReferentialAction {
  if (s.accept('RESTRICT')) return 'restrict';
  if (s.accept('CASCADE')) return 'cascade';
  if (s.acceptAll('NO', 'ACTION')) return 'no action';
  s.expect('SET');
  return s.expectAny('NULL or DEFAULT', 'NULL', 'DEFAULT') === 'NULL' ? 'set null' : 'set default';
}
