import { describe, expect, it } from '@jest/globals';

import type { ReviewInput } from '../../src/engine/review-input.js';
import { collected, reviewed, type Files } from './memory.js';

const CONFIG = '.github/precheck.yml';
const DUMP = "CREATE TABLE `orders` (`id` int NOT NULL, `status` enum('a','b') NOT NULL) ENGINE=InnoDB;\n";
const LOSES_A_VALUE = "ALTER TABLE orders MODIFY status ENUM('a') NOT NULL, ALGORITHM=COPY, LOCK=SHARED;\n";

/** The baseline's path and the versions replayed on top. */
function start(input: ReviewInput): string {
  const [history] = input.histories;
  const replayed = history?.merged.filter(({ direction }) => direction === 'up') ?? [];
  return [history?.baseline?.path ?? 'nothing', ...replayed.map(({ version }) => version)].join(' ');
}

function added(base: Files, path: string, text = LOSES_A_VALUE): Files {
  return { ...base, [path]: text };
}

describe('a baseline', () => {
  it('stands for what came before the first file, and its tables are known', async () => {
    const base = { 'db/structure.sql': DUMP, 'db/migrations/0400_x.sql': 'CREATE TABLE carts (id int);\n' };
    const head = added(base, 'db/migrations/0401_y.sql');
    expect(start(await collected(base, head))).toBe('db/structure.sql 0400');
    const { findings, gaps } = await reviewed(base, head);
    expect(findings.map(({ rule }) => rule)).toContain('enum-non-additive');
    expect(gaps).toEqual([]);
  });

  it('that dbmate makes anew after each migration stands for all it lists', async () => {
    const base = {
      'db/schema.sql': `${DUMP}INSERT INTO schema_migrations (version) VALUES ('20240101000000');\n`,
      'db/migrations/20240101000000_x.sql': `-- migrate:up\n${DUMP}-- migrate:down\nDROP TABLE orders;\n`,
    };
    const up = `-- migrate:up\n${LOSES_A_VALUE}\n-- migrate:down\n`;
    const head = added(base, 'db/migrations/20240102000000_y.sql', up);
    expect(start(await collected(base, head))).toBe('db/schema.sql');
    expect((await reviewed(base, head)).findings.map(({ rule }) => rule)).toContain('enum-non-additive');
  });

  it('that holds an edited migration is left alone, so that the file is judged in its place', async () => {
    const base = {
      'db/schema.sql': DUMP,
      'db/migrations/1_x.sql': DUMP,
      'db/migrations/2_y.sql': 'CREATE INDEX i ON orders (status);\n',
    };
    const head = { ...base, 'db/migrations/1_x.sql': DUMP.replace("'a','b'", "'a'") };
    expect(start(await collected(base, head))).toBe('nothing 2');
  });

  it('is the one of the base commit', async () => {
    const base = {
      'db/schema.sql': DUMP,
      'db/migrations/1_x.sql': 'CREATE TABLE carts (id int) ENGINE=InnoDB;\n',
    };
    const head = added({ ...base, 'db/schema.sql': '' }, 'db/migrations/2_y.sql');
    expect((await collected(base, head)).histories[0]?.baseline?.text).toBe(DUMP);
  });

  it('of another server is none', async () => {
    const base = {
      'db/schema.sql': 'CREATE TABLE public.orders (id bigserial, tags jsonb);\n',
      'db/migrations/1_x.sql': DUMP,
    };
    expect(start(await collected(base, added(base, 'db/migrations/2_y.sql')))).toBe('nothing 1');
  });

  it('that is configured and has no text is said to be missing from what is replayed', async () => {
    const base = {
      [CONFIG]: 'migrations:\n  - path: db/m\n    engine: mysql\n    baseline: db/dump.sql\n',
      'db/dump.sql': `${DUMP}\0`,
      'db/m/2_x.sql': 'CREATE TABLE carts (id int);\n',
    };
    const [history] = (await collected(base, added(base, 'db/m/3_y.sql'))).histories;
    expect(history?.merged.map(({ path, unreadable }) => [path, unreadable])).toEqual([
      ['db/dump.sql', 'it holds bytes that no text holds'],
      ['db/m/2_x.sql', null],
    ]);
  });
});

describe('since', () => {
  const base = {
    [CONFIG]: 'migrations:\n  - path: db/m\n    engine: mysql\n    baseline: db/base.sql\n    since: 0400\n',
    'db/base.sql': DUMP,
    'db/m/0001_orders.sql': "CREATE TABLE orders (id int, status ENUM('a','b','c','d'));\n",
    'db/m/0400_x.sql': "ALTER TABLE orders MODIFY status ENUM('a','b','c');\n",
    'db/m/0401_y.sql': 'CREATE TABLE carts (id int);\n',
  };

  it('is the first version that is replayed on top of the baseline', async () => {
    const head = added(base, 'db/m/0402_z.sql');
    expect(start(await collected(base, head))).toBe('db/base.sql 0400 0401');
    const { findings } = await reviewed(base, head);
    const lost = findings.find(({ rule }) => rule === 'enum-non-additive');
    expect(lost?.message).toMatch(/`b`.*`c`/);
  });

  it('does not hide a migration that is added below it', async () => {
    const input = await collected(base, added(base, 'db/m/0002_late.sql'));
    expect(input.histories[0]?.proposed.map(({ version }) => version)).toEqual(['0002']);
  });

  it('of an unknown version is a problem of its line, with the nearest version', async () => {
    const wrong = { ...base, [CONFIG]: base[CONFIG].replace('0400', '0300') };
    const input = await collected(wrong, added(wrong, 'db/m/0402_z.sql'));
    expect(input.problems).toEqual([
      {
        kind: 'configuration',
        file: CONFIG,
        line: 5,
        column: 12,
        reason: 'No migration of "db/m" has the version "0300" of since: the nearest is "0400".',
      },
    ]);
    expect(start(input)).toBe('db/base.sql 0400 0401');
  });

  it('and a baseline that is not there is a problem of its line', async () => {
    const wrong = { ...base, [CONFIG]: base[CONFIG].replace('base.sql', 'gone.sql') };
    const { problems } = await collected(wrong, added(wrong, 'db/m/0402_z.sql'));
    expect(problems.map(({ line, reason }) => `${String(line)} ${reason}`)).toEqual([
      '4 There is no file "db/gone.sql" to serve as baseline: correct the path, or remove it.',
    ]);
  });
});
