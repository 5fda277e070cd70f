import { describe, expect, it } from '@jest/globals';

import { ownerLine, readOwners } from '../../src/owners/codeowners.js';
import { ownersProblems, type OwnerStanding } from '../../src/owners/coverage.js';

const DBA = '@acme/sql-experts';
const PATH = 'db/migrations/0042_x.sql';

const problems = (
  text: string,
  paths: readonly string[] = [PATH],
  standing?: (owner: string) => OwnerStanding | undefined,
) =>
  ownersProblems(
    readOwners('.github/CODEOWNERS', text),
    paths.map((path) => ({ path, experts: [DBA] })),
    standing,
  );

describe('reading', () => {
  it('the last line that covers a file decides, also with no owner', () => {
    const owners = readOwners('CODEOWNERS', '* @a\r\n/db/ @b # the team\n/db/seed\n');
    expect(ownerLine(owners, 'db/x.sql')).toMatchObject({ line: 2, owners: ['@b'] });
    expect(ownerLine(owners, 'db/seed/x')).toMatchObject({ line: 3, owners: [] });
    expect(ownerLine(owners, 'README')?.owners).toEqual(['@a']);
  });

  it('reads addresses, teams, tabs and escaped blanks; skips comments', () => {
    const owners = readOwners('CODEOWNERS', '# all\n\n/my\\ docs/\t@o/t  docs@example.com\n');
    expect(owners.lines).toHaveLength(1);
    expect(ownerLine(owners, 'my docs/a')).toMatchObject({ line: 3, owners: ['@o/t', 'docs@example.com'] });
  });

  it('skips a line that GitHub skips, so that an earlier one counts', () => {
    const owners = readOwners('CODEOWNERS', '* @a\n/db/ dba\n!/db/x @b\n');
    expect(ownerLine(owners, 'db/x')?.owners).toEqual(['@a']);
    expect(owners.lines.map(({ skipped }) => skipped !== undefined)).toEqual([false, true, true]);
  });
});

describe('coverage', () => {
  it('is silent where the experts own the migrations', () => {
    expect(problems(`* @acme/web\n/db/migrations/ @acme/web ${DBA}\n`)).toEqual([]);
    expect(problems('* @ACME/SQL-Experts\n')).toEqual([]);
  });

  it('tells of migrations that nobody owns, with the line to add', () => {
    expect(problems('/src/ @acme/web\n', [PATH, 'db/migrations/0043_y.sql'])).toEqual([
      expect.objectContaining({
        kind: 'path-unowned',
        line: null,
        correction: `/db/migrations/ ${DBA}`,
        message: expect.stringContaining('2 migrations in `db/migrations/`') as unknown as string,
      }),
    ]);
  });

  it('tells of a line that takes the owners away', () => {
    expect(problems(`/db/ ${DBA}\n/db/migrations/\n`)).toEqual([
      expect.objectContaining({ kind: 'path-unowned', line: 2, correction: `/db/migrations/ ${DBA}` }),
    ]);
  });

  it('tells of the later line that shadows the experts', () => {
    expect(problems(`/db/ ${DBA}\n*.sql @acme/web\n`)).toEqual([
      expect.objectContaining({
        kind: 'experts-shadowed',
        line: 2,
        correction: `*.sql @acme/web ${DBA}`,
        message: expect.stringContaining('line 1') as unknown as string,
      }),
    ]);
  });

  it('tells of experts whom no line names', () => {
    expect(problems('* @acme/web\n')).toEqual([
      expect.objectContaining({ kind: 'experts-absent', line: 1, correction: `* @acme/web ${DBA}` }),
    ]);
  });

  it('tells of owners who cannot be asked, and of lines that GitHub skips', () => {
    const standing = (owner: string): OwnerStanding | undefined =>
      owner === '@gone' ? 'missing' : 'can-review';
    expect(problems(`* @gone ${DBA}\n[ab] @x\n`, [PATH], standing)).toEqual([
      expect.objectContaining({ kind: 'owner-missing', line: 1 }),
      expect.objectContaining({ kind: 'line-skipped', line: 2 }),
    ]);
  });
});
