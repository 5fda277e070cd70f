import { describe, expect, it } from '@jest/globals';

import { ask } from '../../truth/ask.js';

const TABLE = 'CREATE TABLE t (id int PRIMARY KEY, v varchar(10))';

function functionOf(statements: string): string {
  return `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${statements} END $$`;
}

async function answerTo(statements: string, sql = 'SELECT f()') {
  return ask({ engine: 'postgres', version: '18', before: [TABLE, functionOf(statements)], sql });
}

describe('SELECT of a function', () => {
  it('does what the function does to the schema', async () => {
    const answer = await answerTo('ALTER TABLE t ALTER COLUMN id TYPE bigint;');
    expect(answer.rewrites).toEqual(['t']);
    expect(answer.locks).toContainEqual({ table: 't', mode: 'AccessExclusiveLock' });
  });

  it('counts among other columns of the query', async () => {
    const answer = await answerTo('CREATE INDEX ON t (v);', 'SELECT 1, f()');
    expect(answer.locks).toContainEqual({ table: 't', mode: 'ShareLock' });
  });

  it('says nothing of a function that only reads and writes rows', async () => {
    const answer = await answerTo('UPDATE t SET v = NULL;');
    expect(answer.locks).toEqual([]);
  });

  it('is undecided where the function beside its own changes runs SQL that it puts together', async () => {
    const answer = await answerTo("CREATE INDEX ON t (v); EXECUTE 'DROP TABLE ' || quote_ident('t');");
    expect(answer.undecided).not.toBeNull();
  });

  it('ends where functions call each other', async () => {
    const before = [TABLE, functionOf('CREATE INDEX ON t (v); PERFORM f();')];
    const answer = await ask({ engine: 'postgres', version: '18', before, sql: 'SELECT f()' });
    expect(answer.locks).toContainEqual({ table: 't', mode: 'ShareLock' });
  });
});
