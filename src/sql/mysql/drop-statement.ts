import type { Operation } from '../operation.js';
import { account } from './account.js';
import { dropIndex } from './index-statement.js';
import { objectName } from './name.js';
import { otherObject } from './other-object.js';
import { deallocate } from './prepare.js';
import { ifExists, type Reading } from './reading.js';
import { dropSchema } from './schema-statement.js';
import { dropTable } from './table-statement.js';
import type { TokenStream } from './token-stream.js';
import { dropView } from './view.js';

/** Reads DROP, behind the word. */
export function dropStatement(s: TokenStream): Reading {
  if (s.is('PREPARE')) return deallocate(s);
  if (s.accept('INDEX')) return dropIndex(s);
  const temporary = s.accept('TEMPORARY');
  if (s.acceptAny('TABLE', 'TABLES') !== undefined) return dropTable(s, temporary);
  if (s.accept('SEQUENCE')) return dropNamed(s, 'sequence', true);
  if (temporary) s.refuse('TABLE');
  if (s.accept('VIEW')) return dropView(s);
  if (s.acceptAny('DATABASE', 'SCHEMA') !== undefined) return dropSchema(s);
  if (s.accept('USER')) return account(s, 'DROP', 'user', false);
  if (s.accept('ROLE')) return account(s, 'DROP', 'role', false);
  const program = s.acceptAny('PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT');
  return program === undefined ? otherObject(s, 'DROP') : dropNamed(s, program.toLowerCase(), false);
}

function dropNamed(s: TokenStream, object: string, several: boolean): Reading {
  if (object === 'sequence') s.needs('DROP SEQUENCE', { mariadb: '10.3' });
  const quietly = ifExists(s, `DROP ${object.toUpperCase()}`, '5.0');
  const operations: Operation[] = [];
  do {
    const from = operations.length === 0 ? 0 : s.index;
    const dropped = objectName(s, `the name of a ${object}`);
    const span = s.spanFrom(from);
    operations.push({ kind: 'dropObject', object, name: dropped, ifExists: quietly, cascade: false, span });
  } while (several && s.accept(','));
  return { head: `DROP ${object.toUpperCase()}`, operations };
}
