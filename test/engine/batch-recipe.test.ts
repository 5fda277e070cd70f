import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import type { RecipeStep } from '../../src/engine/finding.js';
import { review } from '../../src/engine/review.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { history, migration, reviewInput } from './input.js';

const VERSION = { mysql: '8.0.36', mariadb: '10.11.8', postgres: '16' } as const;

const TABLES = `CREATE TABLE t (id bigint PRIMARY KEY, a int, b varchar(40));
CREATE TABLE u (id bigint PRIMARY KEY, t_id bigint, a int);
CREATE TABLE pairs (x varchar(20), y int, a int, b varchar(40), PRIMARY KEY (x, y));
CREATE TABLE loose (a int, b varchar(40));`;

/** Every step that the findings of a statement recommend. */
async function stepsOf(dialect: Dialect, sql: string, merged = TABLES): Promise<readonly RecipeStep[]> {
  const environments = [{ name: 'default', version: VERSION[dialect], assumed: false, variables: {} }];
  const one = history(merged, [migration('0002_next.sql', sql)], { dialect, environments, session: {} });
  const { findings } = await review(reviewInput([one]), { registry, readSql });
  return findings.flatMap(({ recipe }) => recipe);
}

async function textOf(dialect: Dialect, sql: string): Promise<string> {
  return (await stepsOf(dialect, sql)).map(({ title, text }) => `${title}\n${text}`).join('\n');
}

const HOSTILE = [
  ['ends a heredoc', "'x\nSQL\necho pwned | sh #\n'"],
  ['begins a line with a command of the client', "'x\nsystem echo pwned\n'"],
  ['holds a command of the client', "'\\! echo pwned'"],
  ['reorders the text', "'pwned\u202e'"],
  ['ends the block', "'$batches$; SELECT pwned'"],
] as const;

describe('a change of rows, in batches', () => {
  it.each(HOSTILE)('leaves out what %s', async (_, evil) => {
    for (const dialect of ['mysql', 'mariadb', 'postgres'] as const) {
      for (const sql of [
        `UPDATE t SET a = 1 WHERE b <> ${evil} OR b IS NULL;`,
        `UPDATE t SET b = ${evil};`,
      ]) {
        const steps = await stepsOf(dialect, sql);
        const isBlock = evil.includes('$batches$') && dialect !== 'postgres';
        if (!isBlock) expect(steps.map(({ text }) => text).join('\n')).not.toContain('pwned');
        expect(steps.filter(({ kind }) => kind === 'command')).toEqual([]);
      }
    }
  });

  it('fills no column with such a text either', async () => {
    const evil = HOSTILE[0][1];
    const steps = await stepsOf(
      'postgres',
      `ALTER TABLE t ADD COLUMN c text NOT NULL DEFAULT (${evil} || clock_timestamp()::text);`,
    );
    expect(steps.find(({ kind }) => kind === 'script')?.text).toMatch(/^UPDATE t SET c = …\n/);
    expect(steps.filter(({ kind }) => kind === 'command')).toEqual([]);
  });

  it('gives names to a shell as one word each', async () => {
    const name = 'o`"$(pwned)\'';
    const [dump] = await stepsOf(
      'postgres',
      `DELETE FROM "${name.replaceAll('"', '""')}";`,
      `CREATE TABLE "${name.replaceAll('"', '""')}" (id int PRIMARY KEY);`,
    );
    expect(dump?.text).toContain(`--table='"o\`""$(pwned)'\\''"'`);
    const [repack] = await stepsOf('postgres', 'VACUUM FULL "it\'s";', 'CREATE TABLE "it\'s" (id int);');
    expect(repack?.text).toBe(`pg_repack --no-order --table='"it'\\''s"' DATABASE`);
  });

  it('keeps the values, the aliases and the joins of the statement', async () => {
    expect(await textOf('mysql', "UPDATE t SET a = 7 WHERE b = 'x';")).toContain(
      "UPDATE t SET a = 7 WHERE id BETWEEN @low AND @high AND (b = 'x');",
    );
    expect(await textOf('mysql', 'UPDATE t X JOIN u ON u.t_id = X.id SET X.a = u.a;')).toContain(
      'UPDATE t X JOIN u ON u.t_id = X.id SET X.a = u.a WHERE X.id BETWEEN @low AND @high;',
    );
    expect(await textOf('mysql', 'DELETE t FROM t JOIN u ON u.t_id = t.id WHERE u.a > t.a;')).toContain(
      'DELETE t FROM t JOIN u ON u.t_id = t.id WHERE t.id BETWEEN @low AND @high AND (u.a > t.a);',
    );
    expect(
      await textOf('mysql', "DELETE FROM t AS o WHERE o.b = 'x' AND o.a IN (SELECT u.a FROM u);"),
    ).toContain('DELETE FROM t AS o WHERE o.id BETWEEN @low AND @high');
    expect(await textOf('postgres', 'UPDATE t AS o SET a = u.a FROM u WHERE o.a = u.t_id;')).toContain(
      'UPDATE t AS o SET a = u.a FROM u WHERE o.id BETWEEN batch_low.id AND batch_high.id AND (o.a = u.t_id);',
    );
    expect(await textOf('postgres', "DELETE FROM t WHERE b = 'x' RETURNING id;")).toContain(
      "DELETE FROM t WHERE id BETWEEN batch_low.id AND batch_high.id AND (b = 'x');",
    );
  });

  it('says where a second run would not give the same', async () => {
    expect(await textOf('mysql', 'UPDATE t SET a = a + 1;')).toContain('Run it once');
    expect(await textOf('postgres', 'UPDATE t SET a = a + 1;')).toContain('Run it once');
    expect(await textOf('mysql', "UPDATE t SET a = 1, b = 'a';")).toContain('Run it in batches');
  });

  it.each([
    ['the key itself changes', 'UPDATE t SET id = 7;'],
    ['no key leads through the table', "UPDATE loose SET a = 1 WHERE b = 'x';"],
    ['the statement reads what it changes', 'UPDATE t JOIN t o ON o.a = t.a SET t.b = o.b;'],
  ])('gives no loop where %s', async (_, sql) => {
    expect(await stepsOf('mysql', sql)).toEqual([]);
  });

  it('gives no loop for a statement of a block, whose variables stand nowhere else', async () => {
    const block = `DO $$ DECLARE v int := 3; BEGIN UPDATE t SET a = v WHERE b = 'x'; UPDATE t SET a = v; END $$;`;
    expect(await stepsOf('postgres', block)).toEqual([]);
    const routine = 'CREATE PROCEDURE f(v INT) BEGIN UPDATE t SET a = v WHERE b = 2; END;\nCALL f(2);';
    expect(await stepsOf('mysql', routine)).toEqual([]);
  });

  it('goes by every column of a key', async () => {
    const change = "UPDATE pairs SET a = 1 WHERE b = 'x';";
    expect(await textOf('mariadb', change)).toContain(
      'WHERE (x > @low_1 OR x = @low_1 AND y >= @low_2) AND (x < @high_1 OR x = @high_1 AND y <= @high_2) AND (b',
    );
    expect(await textOf('postgres', change)).toContain(
      'WHERE (x, y) >= (batch_low.x, batch_low.y) AND (x, y) <= (batch_high.x, batch_high.y) AND (b',
    );
  });

  it('lets no time limit for a statement end the block', async () => {
    expect(await textOf('postgres', 'DELETE FROM t;')).toMatch(/SET statement_timeout = 0;\nDO /);
  });

  it('deletes without a key what it finds next, and says what that costs', async () => {
    const [step] = await stepsOf('mysql', "DELETE FROM loose WHERE b = 'x';");
    expect(step?.kind).toBe('script');
    expect(step?.title).toContain('without a primary key to go by, each batch reads and locks the table');
    expect(step?.text).toBe("DELETE FROM loose WHERE b = 'x' LIMIT 5000;");
  });

  it('ends where an expression gives NULL', async () => {
    const generated = 'ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a + 1) STORED;';
    expect(await textOf('postgres', generated)).toContain('WHERE c IS NULL AND (a + 1) IS NOT NULL LIMIT');
    const drawn = 'ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid();';
    expect(await textOf('postgres', drawn)).toContain('WHERE c IS NULL LIMIT');
  });
});
