import { describe, expect, it } from '@jest/globals';

import { reviewed, type Files } from './memory.js';

const CONFIG = '.github/precheck.yml';
const ORDERS = 'CREATE TABLE orders (id bigint NOT NULL PRIMARY KEY, note text, total int) ENGINE=InnoDB;\n';
const NOTE = 'ALTER TABLE orders ADD COLUMN seen int;\n';
const DROP = 'ALTER TABLE orders DROP COLUMN note;\n';

async function told(base: Files, head: Files) {
  const { verdict, findings, gaps, notices, checked } = await reviewed(base, head);
  return {
    verdict,
    findings: findings
      .filter(({ severity }) => severity !== 'advice')
      .map(({ rule, file, severity }) => `${rule} ${severity} ${file}`)
      .filter((line) => !line.startsWith('lock-timeout-missing')),
    gaps: gaps.map(({ id, file }) => `${id} ${file}`),
    notices: notices.map(({ text }) => text),
    history: checked.map(({ history }) => history),
  };
}

describe('a merged migration that is renamed', () => {
  it.each([
    ['MySQL', ORDERS, 'ALTER TABLE orders MODIFY id decimal(20,0) NOT NULL;\nDROP TABLE orders;\n'],
    [
      'PostgreSQL',
      'CREATE TABLE orders (id bigserial PRIMARY KEY, note text);\n',
      'ALTER TABLE orders ALTER COLUMN id TYPE numeric;\nDROP TABLE orders;\n',
    ],
  ])('has made tables that hold rows, %s', async (_name, orders, next) => {
    const base = { 'migrations/0001_a.sql': orders };
    const { verdict, findings } = await told(base, {
      'migrations/0001_b.sql': orders,
      'migrations/0002_x.sql': next,
    });
    expect(verdict).toBe('blocked');
    expect(findings).toEqual(
      expect.arrayContaining([
        'migration-edited warning migrations/0001_b.sql',
        'table-dropped blocker migrations/0002_x.sql',
      ]),
    );
  });

  it('is told from a draft that becomes a migration, whose tables are new', async () => {
    const base = { 'migrations/0001_a.sql': ORDERS, 'drafts/fresh.txt': 'CREATE TABLE fresh (id int);\n' };
    const { verdict, findings } = await told(base, {
      'migrations/0001_a.sql': ORDERS,
      'migrations/0002_fresh.sql': `CREATE TABLE fresh (id int);\n`,
      'migrations/0003_fresh.sql': 'ALTER TABLE fresh DROP COLUMN id, ADD COLUMN a int;\n',
    });
    expect(findings.filter((line) => line.includes('blocker') || line.includes('edited'))).toEqual([]);
    expect(verdict).toBe('clear');
  });

  it('is told from a draft of the same content', async () => {
    const base = { 'drafts/a.txt': ORDERS, 'migrations/0001_a.sql': ORDERS, 'z/a.txt': ORDERS };
    const { findings } = await told(base, { 'migrations/0002_a.sql': ORDERS });
    expect(findings).toEqual(['migration-edited warning migrations/0002_a.sql']);
  });
});

describe('a folder of migrations that is moved', () => {
  const base = { 'db/migrations/0001_a.sql': ORDERS, 'db/migrations/0002_b.sql': NOTE };
  const moved = { 'db/migrate/0001_a.sql': ORDERS, 'db/migrate/0002_b.sql': NOTE };
  const WORDS =
    'The folder `db/migrations` moved to `db/migrate`: its merged migrations count as run, and are not judged again. A tool that remembers paths would run them again.';
  const config = 'migrations:\n  - path: db/migrations\n    engine: mysql\n';

  it('keeps its history', async () => {
    expect(await told(base, { ...moved, 'db/migrate/0003_c.sql': DROP })).toEqual({
      verdict: 'blocked',
      findings: ['column-dropped blocker db/migrate/0003_c.sql'],
      gaps: [],
      notices: [WORDS],
      history: [2],
    });
  });

  it('is nothing to judge by itself', async () => {
    expect(await told(base, moved)).toMatchObject({ verdict: 'clear', notices: [WORDS], history: [] });
  });

  it('and edited on the way is edited', async () => {
    const head = { ...moved, 'db/migrate/0001_a.sql': `${ORDERS}-- more\n`, 'db/migrate/0003_c.sql': DROP };
    expect((await told(base, head)).findings).toEqual([
      'migration-edited blocker db/migrate/0001_a.sql',
      'column-dropped blocker db/migrate/0003_c.sql',
    ]);
  });

  it.each([
    ['stale', config, `${WORDS} Change \`path\` in \`${CONFIG}\` as well.`],
    ['corrected', config.replace('migrations\n', 'migrate\n'), WORDS],
  ])('is followed where the configuration names it and is %s', async (_name, after, words) => {
    const head = { ...moved, [CONFIG]: after, 'db/migrate/0003_c.sql': DROP };
    const answer = await told({ ...base, [CONFIG]: config }, head);
    expect(answer).toMatchObject({
      verdict: 'blocked',
      findings: ['column-dropped blocker db/migrate/0003_c.sql'],
      gaps: [],
      history: [2],
    });
    expect(answer.notices.at(-1)).toBe(words);
  });

  it('into a place that only the configuration would find is followed', async () => {
    const head = {
      'sql/0001_a.sql': ORDERS,
      'sql/0002_b.sql': NOTE,
      'sql/0003_c.sql': DROP,
      [CONFIG]: config,
    };
    expect(await told({ ...base, [CONFIG]: config }, head)).toMatchObject({
      findings: ['column-dropped blocker sql/0003_c.sql'],
      history: [2],
    });
  });
});

describe('a configured path that means no file', () => {
  const base = {
    'db/migrations/0001_a.sql': ORDERS,
    [CONFIG]: 'migrations:\n  - path: db/migration\n    engine: mysql\n    version: "8.0.36"\n',
  };

  it('is as if it were not there: what is found by itself is reviewed by the entry', async () => {
    const answer = await reviewed(base, { ...base, 'db/migrations/0002_b.sql': DROP });
    expect(answer).toMatchObject({
      verdict: 'blocked',
      checked: [{ path: 'db/migrations', history: 1, environments: [{ version: '8.0.36', assumed: false }] }],
    });
  });
});

describe('a configured version that no migration has', () => {
  it('is as if it were not there: what was before it is replayed', async () => {
    const base = {
      'db/migrations/0001_a.sql': "CREATE TABLE orders (status ENUM('a','b') NOT NULL) ENGINE=InnoDB;\n",
      [CONFIG]: 'migrations:\n  - path: db/migrations\n    engine: mysql\n    since: "0400"\n',
    };
    const sql = "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL;\n";
    const answer = await told(base, { ...base, 'db/migrations/0002_b.sql': sql });
    expect(answer).toMatchObject({ verdict: 'blocked', gaps: [], history: [1] });
    expect(answer.findings).toContain('enum-non-additive blocker db/migrations/0002_b.sql');
  });
});
