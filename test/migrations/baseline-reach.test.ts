import { describe, expect, it } from '@jest/globals';
import { includedIn } from '../../src/migrations/baseline-reach.js';
import { processorTime } from '../processor-time.js';

/** Merged migrations "1: SQL" in order; what of them is in the dump, by version. */
function included(dump: string, ...merged: string[]): string {
  const files = merged.map((one) => {
    const [version = '', text = ''] = one.split(/: (.*)/s);
    return { version, path: `db/${version}_x.sql`, text };
  });
  const paths = includedIn(dump, files);
  return files
    .filter(({ path }) => paths.has(path))
    .map(({ version }) => version)
    .join(' ');
}

const DUMP = `
CREATE TABLE public."users" (
    id bigint NOT NULL,
    email character varying -- the address
);
CREATE TABLE orders (id bigint, note text);
CREATE INDEX orders_note_idx ON orders USING btree (note);
`;

describe('includedIn', () => {
  it.each<[string, string[], string]>([
    ['none: the dump comes before them', ['400: CREATE TABLE carts (id int);'], ''],
    [
      'all: the dump is made anew after each',
      [
        '1: CREATE TABLE users (id int);',
        '2: ALTER TABLE users ADD COLUMN email text;',
        '3: UPDATE users SET email = 1;',
      ],
      '1 2 3',
    ],
    [
      'those before the point in time of the dump',
      [
        '1: CREATE TABLE users (id int);',
        '2: CREATE TABLE IF NOT EXISTS `orders` (id int);',
        '3: ALTER TABLE orders ADD COLUMN paid boolean;',
        '4: CREATE INDEX i ON users (id);',
      ],
      '1 2',
    ],
    [
      'a table that is gone again tells nothing',
      ['1: CREATE TABLE old (id int);', '2: CREATE TABLE users (id int);', '3: DROP TABLE old;'],
      '1 2 3',
    ],
    [
      'a table that is made anew on top of the dump tells nothing of its first making',
      ['8: DROP TABLE IF EXISTS orders;', '9: CREATE TABLE carts (id int);'],
      '',
    ],
    ['an index counts', ['1: CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);'], '1'],
    ['words in comments and strings do not', ["1: CREATE TABLE x (a text DEFAULT 'users');"], ''],
    ['nothing at all', ['1: UPDATE users SET email = 1;'], ''],
  ])('%s', (_name, merged, expected) => {
    expect(included(DUMP, ...merged)).toBe(expected);
  });

  it.each([
    [
      'dbmate',
      "INSERT INTO public.schema_migrations (version) VALUES\n    ('20240101000000'),\n    ('20240102000000');",
    ],
    [
      'Rails on MySQL',
      "INSERT INTO `schema_migrations` (version) VALUES\n('20240102000000'),\n('20240101000000');",
    ],
    [
      'pg_dump with rows',
      'COPY public.schema_migrations (version) FROM stdin;\n20240101000000\n20240102000000\n\\.\n',
    ],
    [
      'Prisma’s names',
      "INSERT INTO _prisma_migrations VALUES ('u','20240101000000_a'),('v','20240102000000_b');",
    ],
  ])('takes the versions that the dump lists: %s', (_name, rows) => {
    const merged = ['20240101000000: A;', '20240102000000: CREATE TABLE c (a int);', '20240103000000: B;'];
    expect(included(`${DUMP}${rows}`, ...merged)).toBe('20240101000000 20240102000000');
  });

  it('is done soon with a large dump and many migrations', () => {
    const dump = Array.from(
      { length: 8_000 },
      (_, index) => `CREATE TABLE t${index} (${'a int, '.repeat(12)});`,
    ).join('\n');
    const merged = Array.from(
      { length: 5_000 },
      (_, index) => `${index}: ALTER TABLE t${index} ADD COLUMN a int;`,
    );
    const spent = processorTime();
    included(dump, ...merged);
    included(`INSERT INTO schema_migrations ${'VALUES ('.repeat(50_000)}`, ...merged);
    included('CREATE TABLE '.repeat(60_000), ...merged);
    included('COPY schema_migrations (a) FROM stdin;\n'.repeat(10_000), ...merged);
    expect(spent()).toBeLessThan(20_000);
  });
});
