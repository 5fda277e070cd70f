import { describe, expect, it } from '@jest/globals';

import { acknowledgementRequests } from '../../src/sql/acknowledgement.js';
import type { Comment } from '../../src/sql/statement.js';

const comment = (text: string): Comment => ({
  text,
  span: { start: 5, end: 5 + text.length, line: 2, column: 1, endLine: 2, endColumn: text.length },
});

describe('acknowledgementRequests', () => {
  it.each([
    ['precheck:nolint table-copied 200 rows', ['table-copied'], '200 rows', 'statement'],
    [
      'precheck:nolint table-copied,column-dropped both fine',
      ['table-copied', 'column-dropped'],
      'both fine',
      'statement',
    ],
    [
      'precheck:nolint table-copied , column-dropped both',
      ['table-copied', 'column-dropped'],
      'both',
      'statement',
    ],
    ['precheck:nolint algorithm the runner adds it', ['algorithm-clause'], 'the runner adds it', 'statement'],
    ['precheck:nolint Table-Copied Small table', ['table-copied'], 'Small table', 'statement'],
    [
      'precheck:nolint-file statement-unreadable vendor dump',
      ['statement-unreadable'],
      'vendor dump',
      'file',
    ],
    ['precheck:nolint table-copied', ['table-copied'], '', 'statement'],
    ['precheck:nolint', [], '', 'statement'],
  ])('%s', (text, ids, reason, scope) => {
    expect(acknowledgementRequests([comment(text)])).toEqual([{ ids, reason, scope, start: 5, line: 2 }]);
  });

  it.each(['see precheck:nolint table-copied', 'precheck:nolinter x', 'nolint table-copied'])(
    'is no directive: %s',
    (text) => {
      expect(acknowledgementRequests([comment(text)])).toEqual([]);
    },
  );
});
