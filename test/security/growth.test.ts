import { describe, expect, it } from '@jest/globals';
import { isEmptied } from '../../src/engine/emptied.js';
import { includedIn } from '../../src/migrations/baseline-reach.js';
import { recogniseCodeMigration } from '../../src/migrations/code-migration.js';
import { readOwners } from '../../src/owners/codeowners.js';
import { changesBetween } from '../../src/repository/changes.js';
import { processorTime } from '../processor-time.js';

const elapsed = (work: () => unknown): number => {
  const spent = processorTime();
  work();
  return spent();
};

/** As many files as GitHub lists of a commit, all of the same content. */
const files = (folder: string) =>
  Array.from({ length: 100_000 }, (_, at) => ({
    path: `${folder}/${at}`,
    id: 'same',
    type: 'file' as const,
  }));

describe('what a pull request may make long', () => {
  it.each([
    ['100,000 files of one content that vanish', files('a'), [], 'removed'],
    ['100,000 files of one content that move', files('a'), files('b'), 'renamed'],
  ] as const)('%s', (_name, before, after, status) => {
    let changes: ReturnType<typeof changesBetween> = [];
    expect(elapsed(() => (changes = changesBetween(before, after)))).toBeLessThan(15_000);
    expect(changes).toHaveLength(100_000);
    expect(changes.every((change) => change.status === status)).toBe(true);
    // The first of the same takes the first place.
    if (status === 'renamed') expect(changes[7]).toMatchObject({ path: 'b/7', previousPath: 'a/7' });
  });

  it.each([
    `${'migrations/'.repeat(20_000)}!/1.php`,
    `${'versions/'.repeat(20_000)}!/x.py`,
    `priv/${'migrations/'.repeat(20_000)}!/1_x.exs`,
    `migrations/${'1'.repeat(100_000)}-.ts`,
    `db/migration/V${'_'.repeat(100_000)}.java`,
  ])('a path: %#', (path) => {
    expect(elapsed(() => recogniseCodeMigration(path))).toBeLessThan(2_000);
  });

  it.each([
    ['INSERT without VALUES', 'INSERT INTO schema_migrations x\n', ''],
    ['INSERT with one VALUES', 'INSERT INTO schema_migrations x\n', ' VALUES (7);'],
    ['COPY without an end', 'COPY schema_migrations (v) FROM stdin;\n', ''],
    ['COPY with one end', 'COPY schema_migrations (v) FROM stdin;\n', '7\n\\.\n'],
    ['COPY without a semicolon', 'COPY schema_migrations \n', ''],
  ])('a dump of a megabyte: %s', (_what, line, end) => {
    const dump = line.repeat(Math.floor(990_000 / line.length)) + end;
    const merged = [{ path: 'db/7_x.sql', version: '7', text: '' }];
    let found: ReadonlySet<string> = new Set();
    expect(elapsed(() => (found = includedIn(dump, merged)))).toBeLessThan(2_000);
    expect([...found]).toEqual(end === '' ? [] : ['db/7_x.sql']);
  });

  it('an owner', () => {
    const lines = [
      `* a@${'a.'.repeat(500_000)}@`,
      `* ${'@a-'.repeat(300_000)}`,
      `* ${'a@b.'.repeat(200_000)}`,
    ];
    for (const line of lines) {
      expect(elapsed(() => readOwners('CODEOWNERS', line))).toBeLessThan(5_000);
      expect(readOwners('CODEOWNERS', line).lines[0]?.skipped).toBeDefined();
    }
  });

  it('a file of 20,000 statements, each of which asks what the earlier ones emptied', () => {
    const statements = Array.from({ length: 20_000 }, () => ({ operations: [] }));
    const asked = () => statements.map((_, index) => isEmptied({ statements, index }, { name: 't' }));
    expect(elapsed(asked)).toBeLessThan(2_000);
  });
});
