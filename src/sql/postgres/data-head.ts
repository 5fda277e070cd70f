import type { Operation } from '../operation.js';
import { isWord, type Token } from './lexer.js';
import type { Source } from './source.js';
import { nameAt } from './token-name.js';

/** True for the statements of which history needs no more than {@link readDataHead}. */
export function isDataHead(text: string, tokens: readonly Token[]): boolean {
  return ['INSERT', 'UPDATE', 'DELETE'].some((word) => isWord(text, tokens[0], word));
}

/**
 * INSERT INTO t, UPDATE t and DELETE FROM t as far as the table, without parsing the rest; undefined for all others.
 * For history only: `where`, `columns` and `reads` are left empty whatever the statement says.
 */
export function readDataHead(source: Source): Operation | undefined {
  const isInsert = source.is(0, 'INSERT') && source.is(1, 'INTO');
  const isDelete = source.is(0, 'DELETE') && source.is(1, 'FROM');
  if (!isInsert && !isDelete && !source.is(0, 'UPDATE')) return undefined;
  let at = isInsert || isDelete ? 2 : 1;
  if (!isInsert && source.is(at, 'ONLY')) at++;
  const table = nameAt(source.file.text, source.tokens, at);
  if (!table) return undefined;
  const { span } = source;
  if (isInsert)
    return { kind: 'insert', span, table, source: 'values', columns: [], mode: 'insert', reads: [] };
  if (isDelete) return { kind: 'delete', span, tables: [table], reads: [] };
  return { kind: 'update', span, tables: [table], columns: [], reads: [] };
}
