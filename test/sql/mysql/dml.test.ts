import { describe, expect, it } from '@jest/globals';
import { readMysql, readMysqlWithSecondOpinion } from '../../../src/sql/mysql/read.js';
import { bare, readOne, refusedOne, server } from './reading.js';

const STATEMENTS: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y')",
    {
      kind: 'insert',
      table: { name: 't' },
      source: 'values',
      rows: 2,
      columns: ['a', 'b'],
      mode: 'insert',
      reads: [],
    },
  ],
  [
    'REPLACE t SELECT a FROM d.u',
    {
      kind: 'insert',
      table: { name: 't' },
      source: 'query',
      columns: [],
      mode: 'replace',
      reads: [{ schema: 'd', name: 'u' }],
      readsAllRows: true,
    },
  ],
  [
    'INSERT INTO t SET a = 1 ON DUPLICATE KEY UPDATE a = 2',
    {
      kind: 'insert',
      table: { name: 't' },
      source: 'values',
      rows: 1,
      columns: ['a'],
      mode: 'upsert',
      reads: [],
    },
  ],
  [
    'UPDATE t SET a = NOW() WHERE b = 1 ORDER BY c LIMIT 5',
    {
      kind: 'update',
      tables: [{ name: 't' }],
      columns: ['a'],
      where: { text: 'b = 1', columns: ['b'], functions: [] },
      limit: 5,
      orderBy: true,
      head: { text: 'UPDATE t SET a = NOW()', table: 't' },
      reads: [],
    },
  ],
  [
    'UPDATE t x JOIN u y ON x.id = y.id SET x.a = y.a',
    {
      kind: 'update',
      tables: [{ name: 't' }],
      columns: ['a'],
      head: { text: 'UPDATE t x JOIN u y ON x.id = y.id SET x.a = y.a', table: 'x' },
      reads: [{ name: 'u' }],
    },
  ],
  [
    'DELETE FROM t',
    { kind: 'delete', tables: [{ name: 't' }], head: { text: 'DELETE FROM t', table: 't' }, reads: [] },
  ],
  [
    'DELETE X FROM t X JOIN u ON 1 WHERE X.a IN (SELECT a FROM v)',
    {
      kind: 'delete',
      tables: [{ name: 't' }],
      head: { text: 'DELETE X FROM t X JOIN u ON 1', table: 'X' },
      where: { text: 'X.a IN (SELECT a FROM v)', columns: ['a'], functions: [] },
      reads: [{ name: 'u' }, { name: 'v' }],
    },
  ],
  [
    'WITH c AS (SELECT * FROM t) SELECT SLEEP(1) FROM c FOR UPDATE',
    { kind: 'select', reads: [{ name: 't' }], locking: true, functions: ['sleep'] },
  ],
];

describe('DML', () => {
  it.each(STATEMENTS)('%s', (text, expected) => {
    expect(readOne(text).operations.map(bare)).toEqual([expected]);
  });

  it('reads no further than the tables where only heads are wanted', () => {
    const version = server('mysql@8.0');
    const script = readMysql({
      dialect: 'mysql',
      version,
      text: 'INSERT INTO t VALUES (1, nonsense here)',
      dml: 'head',
    });
    expect(script.entries[0]).toMatchObject({
      kind: 'statement',
      statement: { head: 'INSERT', operations: [{ kind: 'insert', table: { name: 't' } }] },
    });
  });

  it('asks node-sql-parser about DML that it refuses itself', async () => {
    const version = server('mysql@8.0');
    const text = 'SELECT a FROM (SELECT a FROM t)';
    expect(readMysql({ dialect: 'mysql', version, text }).entries[0]?.kind).toBe('unreadable');
    expect((await readMysqlWithSecondOpinion({ dialect: 'mysql', version, text })).entries[0]).toMatchObject({
      kind: 'statement',
      statement: { operations: [{ kind: 'select', reads: [{ name: 't' }] }] },
    });
    expect(
      (await readMysqlWithSecondOpinion({ dialect: 'mysql', version, text: 'SELECT FROM WHERE' })).entries[0]
        ?.kind,
    ).toBe('unreadable');
  });

  it('names what it met where it refuses', () => {
    expect(refusedOne('UPDATE t\nSET a = WHERE b = 1')).toMatchObject({
      head: 'UPDATE',
      reason: "expected an expression (reserved words are quoted), met 'WHERE' at line 2",
      mayTouch: ['t'],
    });
  });
});
