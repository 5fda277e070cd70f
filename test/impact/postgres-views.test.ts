import { describe, expect, it } from '@jest/globals';

import { ask } from '../truth/ask.js';

const TABLE = 'CREATE TABLE t (id int, a int, b int)';

describe('CREATE OR REPLACE VIEW', () => {
  it.each([
    ['SELECT id, a FROM t', 'SELECT id, a, b FROM t', undefined],
    ['SELECT id, a FROM t', 'SELECT id FROM t', '42P16'],
    ['SELECT id, a FROM t', 'SELECT a, id FROM t', '42P16'],
    ['SELECT id, a AS x FROM t', 'SELECT id, b AS x FROM t', undefined],
    ['SELECT id, count(*) FROM t GROUP BY 1', 'SELECT id, sum(a) FROM t GROUP BY 1', '42P16'],
    ['SELECT id FROM t UNION SELECT a FROM t', 'SELECT a FROM t', '42P16'],
    ['SELECT * FROM t', 'SELECT id FROM t', '42P16'],
    ['SELECT id, a + b FROM t', 'SELECT id FROM t', undefined],
  ])('%s, then %s: %s', async (old, replaced, code) => {
    const before = [TABLE, `CREATE VIEW v AS ${old}`];
    const sql = `CREATE OR REPLACE VIEW v AS ${replaced}`;
    const answer = await ask({ engine: 'postgres', version: '16', before, sql });
    expect(answer.refused?.code).toBe(code);
  });

  it('knows columns by their aliases and new names', async () => {
    const before = [
      TABLE,
      'CREATE VIEW v (x, y) AS SELECT id, a FROM t',
      'ALTER VIEW v RENAME COLUMN y TO z',
    ];
    const refusal = async (columns: string): Promise<string | undefined> => {
      const sql = `CREATE OR REPLACE VIEW v (${columns}) AS SELECT id, a FROM t`;
      return (await ask({ engine: 'postgres', version: '16', before, sql })).refused?.code;
    };
    expect([await refusal('x, z'), await refusal('x, y')]).toEqual([undefined, '42P16']);
  });
});

describe('DROP COLUMN below a view of two tables', () => {
  it.each([
    ['a', '2BP01'],
    ['id', undefined],
  ])('%s: %s', async (column, code) => {
    const view = 'CREATE VIEW v AS SELECT t.a, other.id FROM t JOIN other ON t.b = other.id';
    const before = [TABLE, 'CREATE TABLE other (id int)', view];
    const sql = `ALTER TABLE t DROP COLUMN ${column}`;
    const answer = await ask({ engine: 'postgres', version: '16', before, sql });
    expect(answer.refused?.code).toBe(code);
  });
});

describe('sequences in a SELECT', () => {
  it.each([
    ["SELECT nextval('s')", [{ table: 's', mode: 'RowExclusiveLock' }]],
    ["SELECT setval('public.s'::regclass, 10)", [{ table: 's', mode: 'RowExclusiveLock' }]],
    ['SELECT nextval(\'"S"\')', [{ table: 'S', mode: 'RowExclusiveLock' }]],
    ['SELECT nextval(a::regclass) FROM t', [{ table: 't', mode: 'AccessShareLock' }]],
  ])('%s', async (sql, locks) => {
    const before = ['CREATE SEQUENCE s', 'CREATE SEQUENCE "S"', 'CREATE TABLE t (a text)'];
    expect(await ask({ engine: 'postgres', version: '16', before, sql })).toMatchObject({ locks });
  });
});
