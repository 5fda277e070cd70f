import { describe, expect, it } from '@jest/globals';

import type { Replacement } from '../../src/engine/rule.js';
import { suggest } from '../../src/engine/suggestion.js';
import type { Span } from '../../src/sql/position.js';
import type { Statement } from '../../src/sql/statement.js';

/** The span of `part` in `text`. */
function spanOf(text: string, part: string): Span {
  const start = text.indexOf(part);
  const lines = (end: number): number => text.slice(0, end).split('\n').length;
  return {
    start,
    end: start + part.length,
    line: lines(start),
    endLine: lines(start + part.length),
    column: 1,
    endColumn: 1,
  };
}

const text = '-- why\nALTER TABLE t\n  MODIFY a INT; -- kept\nSELECT 1;\n';
const statement: Statement = {
  span: spanOf(text, 'ALTER TABLE t\n  MODIFY a INT'),
  text: 'ALTER TABLE t\n  MODIFY a INT',
  head: 'ALTER TABLE',
  operations: [],
};
const operation = {
  kind: 'renameTable',
  table: { name: 't' },
  to: { name: 'u' },
  span: spanOf(text, 'MODIFY a INT'),
} as const;

describe('suggest', () => {
  it.each<readonly [string, Replacement, string]>([
    ['append', { kind: 'append', text: ', X' }, 'ALTER TABLE t\n  MODIFY a INT, X; -- kept'],
    ['statement', { kind: 'statement', text: 'SELECT 2' }, 'SELECT 2; -- kept'],
    ['operation', { kind: 'operation', text: 'FORCE' }, 'ALTER TABLE t\n  FORCE; -- kept'],
    [
      'type',
      { kind: 'type', type: { name: 'int', text: 'INT' }, text: 'BIGINT' },
      'ALTER TABLE t\n  MODIFY a BIGINT; -- kept',
    ],
    [
      'words',
      { kind: 'after-words', words: 'ALTER TABLE', text: ' Y' },
      'ALTER TABLE Y t\n  MODIFY a INT; -- kept',
    ],
  ])('%s replaces whole lines and keeps the rest of them', (_, replacement, expected) => {
    expect(suggest(replacement, statement, operation, text)).toEqual({ line: 2, endLine: 3, text: expected });
  });

  it.each<readonly [string, Replacement]>([
    ['words that are not there', { kind: 'after-words', words: 'CREATE INDEX', text: ' X' }],
    ['a type that is not there', { kind: 'type', type: { name: 'text', text: 'TEXT' }, text: 'BLOB' }],
  ])('says nothing for %s', (_, replacement) => {
    expect(suggest(replacement, statement, operation, text)).toBeUndefined();
  });
});
