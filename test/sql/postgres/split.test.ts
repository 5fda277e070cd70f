import { describe, expect, it } from '@jest/globals';
import { split } from '../../../src/sql/postgres/split.js';
import { gaps, read, statements } from './reading.js';

const SPLITS: readonly (readonly [string, string, readonly string[]])[] = [
  ['strings', `SELECT ';'; SELECT E'\\';'`, [`SELECT ';'`, `SELECT E'\\';'`]],
  ['quoted names', 'DROP TABLE "a;""b"; SELECT 1', ['DROP TABLE "a;""b"', 'SELECT 1']],
  ['dollar quotes', 'DO $a$ ; $b$ ; $b$ $a$; SELECT 1', ['DO $a$ ; $b$ ; $b$ $a$', 'SELECT 1']],
  ['parameters, not dollar quotes', 'SELECT $1; SELECT $2', ['SELECT $1', 'SELECT $2']],
  ['a dollar inside of a name', 'SELECT a$b$c; SELECT 1', ['SELECT a$b$c', 'SELECT 1']],
  ['nested comments', 'SELECT 1 /* ; /* ; */ ; */; SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['line comments', 'SELECT 1 -- ;\n+ 1; SELECT 2', ['SELECT 1 -- ;\n+ 1', 'SELECT 2']],
  ['empty statements', ';; SELECT 1;;', ['SELECT 1']],
  [
    'BEGIN ATOMIC',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3',
    [
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
      'SELECT 3',
    ],
  ],
  [
    'rules',
    'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3',
    ['CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)', 'SELECT 3'],
  ],
  ['an open parenthesis', 'SELECT (1; SELECT 2', ['SELECT (1', 'SELECT 2']],
  [
    'drizzle',
    'SELECT 1 --> statement-breakpoint\nSELECT 2;--> statement-breakpoint\nSELECT 3',
    ['SELECT 1', 'SELECT 2', 'SELECT 3'],
  ],
  [
    'psql commands',
    '\\set a 1\nSELECT 1 \\g\nSELECT 2 \\; SELECT 3;\n\\c db',
    ['SELECT 1', 'SELECT 2', 'SELECT 3'],
  ],
  ['COPY data', 'COPY t FROM stdin;\nDROP TABLE x;\n\\.\nSELECT 1', ['COPY t FROM stdin', 'SELECT 1']],
  [
    'CRLF',
    'SELECT 1;\r\nCOPY t FROM STDIN;\r\n;;\r\n\\.\r\nSELECT 2;\r\n',
    ['SELECT 1', 'COPY t FROM STDIN', 'SELECT 2'],
  ],
  [
    'operators that touch comments',
    'SELECT 1 +--;\n2; SELECT 3 */*;*/ 4',
    ['SELECT 1 +--;\n2', 'SELECT 3 */*;*/ 4'],
  ],
  ['a byte order mark', '\ufeffSELECT 1', ['SELECT 1']],
];

describe('split', () => {
  it.each(SPLITS)('%s', (_, text, expected) => {
    const { pieces } = split(text, text.startsWith('\ufeff') ? 1 : 0);
    expect(pieces.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it('gives every comment, those inside of bodies too', async () => {
    const { comments } = await read('-- a\nDO $$ BEGIN /* b */ NULL; -- c\nEND $$; /* d */');
    expect(comments.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
    expect(comments[1]?.span).toMatchObject({ line: 2, column: 13 });
  });

  it('counts lines and columns in UTF-16 units, whatever stands before', async () => {
    const [, second] = await statements('\ufeffSELECT \'💥é\';\r\n  ALTER TABLE ü ADD "é" int, DROP b');
    expect(second?.span).toMatchObject({ line: 2, column: 3, endLine: 2 });
    const [add, drop] = second?.operations ?? [];
    expect(add?.span).toMatchObject({ column: 17, endColumn: 27 });
    expect(drop?.span).toMatchObject({ column: 30, endColumn: 35 });
  });

  it.each([
    ['NUL', 'SELECT 1;\0', 'NUL character'],
    ['COPY without its end', 'COPY t FROM stdin;\nDROP TABLE x;', 'ends the data of COPY'],
    ['an open comment', 'SELECT 1; /* DROP TABLE x;', 'Nothing ends the comment'],
    ['another file', '\\i other.sql', 'psql reads another file'],
  ])('does not pass over %s', async (_, text, reason) => {
    expect((await gaps(text)).map((gap) => gap.reason)).toEqual([expect.stringContaining(reason)]);
  });
});
