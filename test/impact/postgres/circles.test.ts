import { describe, expect, it } from '@jest/globals';

import { ask } from '../../truth/ask.js';

/** No server makes these, and a pull request may hold them. */
const CIRCLES: readonly (readonly [what: string, before: readonly string[], sql: string])[] = [
  [
    'domains over each other',
    ['CREATE DOMAIN a AS b; CREATE DOMAIN b AS a', 'CREATE TABLE t (x a)'],
    'ALTER TABLE t ALTER x TYPE text',
  ],
  [
    'composite types in each other',
    ['CREATE TYPE a AS (x b); CREATE TYPE b AS (y a); CREATE DOMAIN z AS int', 'CREATE TABLE t (x a)'],
    'ALTER DOMAIN z SET NOT NULL',
  ],
  [
    'a view over itself',
    [
      'CREATE TABLE t (x int)',
      'CREATE VIEW v AS SELECT * FROM t',
      'CREATE OR REPLACE VIEW v AS SELECT * FROM v',
    ],
    'DROP VIEW v CASCADE',
  ],
  [
    'views over each other',
    [
      'CREATE TABLE t (x int)',
      'CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT * FROM v',
      'CREATE OR REPLACE VIEW v AS SELECT * FROM w',
    ],
    'CREATE TABLE q AS SELECT * FROM v',
  ],
  ['a partition of itself', ['CREATE TABLE t PARTITION OF t DEFAULT'], 'CREATE INDEX ON t (x)'],
  [
    'partitions of each other',
    [
      'CREATE TABLE a PARTITION OF b DEFAULT PARTITION BY LIST (x)',
      'CREATE TABLE b PARTITION OF a DEFAULT PARTITION BY LIST (x)',
    ],
    'CREATE INDEX ON a (x)',
  ],
  [
    'partitions attached to each other',
    [
      'CREATE TABLE a (x int) PARTITION BY LIST (x); CREATE TABLE b (x int) PARTITION BY LIST (x)',
      'ALTER TABLE a ATTACH PARTITION b DEFAULT; ALTER TABLE b ATTACH PARTITION a DEFAULT',
    ],
    'ALTER TABLE a ADD UNIQUE (x)',
  ],
  [
    'a child of its child',
    ['CREATE TABLE t (x int); CREATE TABLE u () INHERITS (t)', 'ALTER TABLE t INHERIT u'],
    'ALTER TABLE t ADD y int',
  ],
];

describe('objects in circles', () => {
  it.each(CIRCLES)('%s', async (_, before, sql) => {
    const answer = await ask({ engine: 'postgres', version: '18', before, sql });
    expect(answer.undecided).toBeNull();
  });
});
