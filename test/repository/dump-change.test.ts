import { describe, expect, it } from '@jest/globals';

import { collected, reviewed, type Files } from './memory.js';

const CONFIG = '.github/precheck.yml';
const RAILS = 'class AddNote < ActiveRecord::Migration[7.1]\nend\n';
const MYSQL = `CREATE TABLE \`orders\` (
  \`id\` bigint NOT NULL,
  \`status\` enum('a','b') NOT NULL,
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB;
INSERT INTO \`schema_migrations\` (version) VALUES
('20240101000000');
`;
const LOSES_A_VALUE = MYSQL.replace("'a','b'", "'a'");

/** A change that brings a Rails migration and edits the dump. */
function change(more: Files = {}, path = 'db/structure.sql', after = LOSES_A_VALUE): readonly [Files, Files] {
  const base = { ...more, [path]: MYSQL };
  return [base, { ...base, [path]: after, 'db/migrate/20240102000000_add_note.rb': RAILS }];
}

describe('a dump beside migrations in code', () => {
  it('is judged by its change, and the migration stays a gap that says so', async () => {
    const { findings, gaps, verdict } = await reviewed(...change());
    expect(findings.map(({ rule, severity, file, line }) => [rule, severity, file, line])).toEqual([
      ['enum-non-additive', 'blocker', 'db/structure.sql', 3],
    ]);
    expect(gaps.map(({ id, file }) => [id, file])).toEqual([
      ['migration-unsupported', 'db/migrate/20240102000000_add_note.rb'],
    ]);
    expect(gaps[0]?.reason).toContain('(rails)');
    expect(gaps[0]?.reason).toContain('`db/structure.sql` (1 change) was judged');
    expect(verdict).toBe('blocked');
  });

  it('says nothing where only the list of versions changes', async () => {
    const longer = MYSQL.replace("('2024", "('20240102000000'),\n('2024");
    const { findings, gaps } = await reviewed(...change({}, 'db/structure.sql', longer));
    expect(findings).toEqual([]);
    expect(gaps.map(({ reason }) => reason)).toEqual([expect.stringContaining('(0 changes)')]);
  });

  it('may be one of several, each for its database', async () => {
    const [base, head] = change();
    const path = 'db/animals_structure.sql';
    const input = await collected({ ...base, [path]: MYSQL }, { ...head, [path]: LOSES_A_VALUE });
    expect(input.histories.map(({ dumpChange }) => dumpChange?.path).sort()).toEqual([
      path,
      'db/structure.sql',
    ]);
  });

  it.each([
    ['its path', 'migrations:\n  - path: db/structure.sql\n    engine: mariadb\n    version: "10.6"\n'],
    [
      'its migrations with it as baseline',
      'migrations:\n  - path: db/migrate\n    baseline: db/structure.sql\n    engine: mariadb\n    version: "10.6"\n',
    ],
    ['what is discovered', 'migrations:\n  - engine: mariadb\n    version: "10.6"\n'],
  ])('is configured by the entry for %s', async (_, text) => {
    const { histories, problems } = await collected(...change({ [CONFIG]: text }));
    expect(histories).toMatchObject([
      {
        path: 'db/structure.sql',
        dialect: 'mariadb',
        environments: [{ version: '10.6', assumed: false }],
        baseline: null,
        merged: [],
        proposed: [],
      },
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual(['migration-unsupported']);
  });

  it('of SQL migrations is not judged besides them', async () => {
    const sql = { 'db/migrations/20230101000000_x.sql': MYSQL };
    const { histories, problems } = await collected(...change(sql, 'db/schema.sql'));
    expect(histories).toEqual([]);
    expect(problems.map(({ dumps }) => dumps)).toEqual([undefined]);
  });

  it('is left alone without a migration in code, in another tree, when new, and when no server is clear', async () => {
    const [base] = change();
    const alone = await collected(base, { ...base, 'db/structure.sql': LOSES_A_VALUE });
    const elsewhere = await collected(...change({}, 'shop/db/structure.sql'));
    const brought = await collected({}, change()[1]);
    const plain = 'CREATE TABLE t (a int);\n';
    const [, head] = change();
    const unclear = await collected(
      { 'db/structure.sql': plain },
      { ...head, 'db/structure.sql': plain.replace('int', 'bigint') },
    );
    for (const { histories } of [alone, elsewhere, brought, unclear]) expect(histories).toEqual([]);
  });
});
