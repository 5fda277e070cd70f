import { describe, expect, it } from '@jest/globals';

import { reviewed, type Files } from './memory.js';

const CONFIG = '.github/precheck.yml';
const ORDERS = 'CREATE TABLE orders (id int NOT NULL PRIMARY KEY, note text) ENGINE=InnoDB;\n';
const DROP = 'ALTER TABLE orders DROP COLUMN note;\n';

const entry = (more = ''): string => `migrations:\n  - path: db/migrations\n    engine: mysql\n${more}`;
const BASE: Files = {
  'db/migrations/0001_a.sql': ORDERS,
  'db/migrations/0002_b.sql': 'ALTER TABLE orders ADD COLUMN seen int;\n',
};

async function told(base: Files, added: Files, more?: string) {
  const before = more === undefined ? base : { ...base, [CONFIG]: entry(more) };
  const { verdict, gaps, notices } = await reviewed(before, { ...before, ...added });
  return {
    verdict,
    gaps: gaps.map(({ id, file, reason }) => `${id} ${file}: ${reason}`),
    notices: notices.map(({ file, text }) => `${file ?? ''}: ${text}`),
  };
}

describe('SQL outside of the configured folders', () => {
  const billing = {
    'services/billing/migrations/0001_a.sql': 'DROP TABLE invoices;\n',
    'services/billing/migrations/0001_a_down.sql': 'SELECT 1;\n',
    'services/billing/migrations/0002_b.sql': 'DROP TABLE bills;\n',
  };
  const LISTED =
    'This file is named like a migration, and no entry of `migrations` in `.github/precheck.yml` names its folder `services/billing/migrations`. It was not judged.';

  it('that would be found without a configuration is a gap, file by file', async () => {
    expect(await told(BASE, billing, '')).toEqual({
      verdict: 'incomplete',
      gaps: [
        `file-unplaced services/billing/migrations/0001_a.sql: ${LISTED}`,
        `file-unplaced services/billing/migrations/0002_b.sql: ${LISTED}`,
      ],
      notices: [],
    });
  });

  it('is left alone where the configuration says so', async () => {
    const more = '  - path: services/billing\n    reviewed: false\n';
    expect(await told(BASE, billing, more)).toEqual({ verdict: 'clear', gaps: [], notices: [] });
  });

  it('that nothing would find is none', async () => {
    const others = {
      'reports/monthly.sql': DROP,
      'test/migrations/0001_a.sql': DROP,
      'db/seeds/0001_users.sql': DROP,
      'src/queries/get.sql': 'SELECT 1;\n',
      'db/migrations_sqlite/sqlite/0001_a.sql': DROP,
    };
    expect(await told(BASE, others, '')).toEqual({ verdict: 'clear', gaps: [], notices: [] });
  });

  it('beside migrations that were moved there is a gap', async () => {
    const before = {
      'a/migrations/0001_a.sql': ORDERS,
      [CONFIG]: 'migrations:\n  - path: "*/migrations"\n    engine: mysql\n',
    };
    const after = {
      'old/0001_a.sql': ORDERS,
      'old/drop.sql': DROP,
      [CONFIG]: before[CONFIG],
    };
    const { gaps, verdict } = await reviewed(before, after);
    expect(verdict).toBe('incomplete');
    expect(gaps.map(({ id, file }) => `${id} ${file}`)).toEqual(['file-unplaced old/drop.sql']);
    expect(gaps[0]?.reason).toContain('Merged migrations were moved to the folder of this file, `old`');
  });

  it('that moves away alone is none', async () => {
    const before = { ...BASE, [CONFIG]: entry() };
    const after = {
      'archive/0001_a.sql': ORDERS,
      'db/migrations/0002_b.sql': BASE['db/migrations/0002_b.sql'] ?? '',
    };
    expect(await reviewed(before, { ...after, [CONFIG]: entry() })).toMatchObject({
      verdict: 'clear',
      gaps: [],
    });
  });
});

describe('SQL in a configured folder', () => {
  const UNNAMED = (file: string): string =>
    `file-unplaced ${file}: The name of this file is not that of a migration, as those of others in \`db/migrations\` are. It was not judged.`;

  it.each(['', '    layout: plain\n', '    layout: goose\n', '    layout: sqlx\n'])(
    'whose name has no version is a gap, with %j',
    async (layout) => {
      const file = 'db/migrations/drop_note.sql';
      expect(await told(BASE, { [file]: DROP }, layout)).toEqual({
        verdict: 'incomplete',
        gaps: [UNNAMED(file)],
        notices: [],
      });
    },
  );

  it('of a glob is a gap, too', async () => {
    const base = { ...BASE, [CONFIG]: 'migrations:\n  - path: db/migrations/*.sql\n    engine: mysql\n' };
    const { gaps } = await reviewed(base, { ...base, 'db/migrations/drop_note.sql': DROP });
    expect(gaps.map(({ id, file }) => `${id} ${file}`)).toEqual([
      'file-unplaced db/migrations/drop_note.sql',
    ]);
  });

  it('that the layout or the engine of the entry does not take is a gap', async () => {
    const answer = await told(BASE, { 'db/migrations/0003_c.sql': DROP }, '    layout: flyway\n');
    expect(answer).toMatchObject({
      verdict: 'incomplete',
      gaps: [
        'file-unplaced db/migrations/0003_c.sql: This file is named like a migration, but not as the entry for `db/migrations` (flyway, mysql) wants it. It was not judged.',
      ],
    });
  });

  it.each([
    'db/migrations/schema.sql',
    'db/migrations/structure.sql',
    'db/migrations/LATEST.sql',
    'db/migrations/seeds.sql',
    'db/migrations/dev_seed.sql',
    'db/migrations/fixtures/users.sql',
    'db/migrations/tests/0001_x.sql',
    'db/migrations/down.sql',
    'db/migrations/x.down.sql',
    'db/migrations/0002_b_rollback.sql',
    'db/migrations/afterMigrate.sql',
    'db/migrations/beforeEachMigrate__x.sql',
    'db/migrations/sqlite/0003_c.sql',
    'db/migrations/0003_c.postgres.up.sql',
    'db/migrations/queries.sql',
  ])('that no tool runs as a migration is none: %s', async (file) => {
    expect((await told(BASE, { [file]: DROP }, '')).gaps).toEqual([]);
  });

  it.each(['create_audit_schema.sql', 'drop_seeds.sql', 'scale_down.sql'])(
    'that only sounds like it is a gap: %s',
    async (name) => {
      const file = `db/migrations/${name}`;
      expect((await told(BASE, { [file]: DROP }, '')).gaps).toEqual([UNNAMED(file)]);
    },
  );

  it('that was merged without a version may be edited', async () => {
    const base = { ...BASE, 'db/migrations/grants.sql': 'SELECT 1;\n' };
    expect((await told(base, { 'db/migrations/grants.sql': DROP }, '')).gaps).toEqual([]);
  });

  it('in place of which the server has a file of its own is none', async () => {
    const base = { 'db/migrations/1_a.mysql.up.sql': ORDERS };
    const added = {
      'db/migrations/2_b.mysql.up.sql': 'SELECT 1;\n',
      'db/migrations/2_b.up.sql': 'SELECT 1;\n',
    };
    expect((await told(base, added, '')).gaps).toEqual([]);
  });
});

it('beside migrations that were found by themselves, a name without a version is told', async () => {
  expect(
    await told(BASE, { 'db/migrations/drop_note.sql': DROP, 'db/migrations/schema.sql': ORDERS }),
  ).toEqual({
    verdict: 'clear',
    gaps: [],
    notices: [
      'db/migrations/drop_note.sql: The name of this file is not that of a migration, as those of others in `db/migrations` are. It was not judged.',
    ],
  });
});
