import { describe, expect, it } from '@jest/globals';

import { bare, readOne } from './reading.js';

describe('statements that the binary log does not get', () => {
  it.each([
    ['OPTIMIZE NO_WRITE_TO_BINLOG TABLE t', { kind: 'rebuildTable', how: 'optimize', skipsBinlog: true }],
    ['OPTIMIZE LOCAL TABLE t', { kind: 'rebuildTable', how: 'optimize', skipsBinlog: true }],
    ['ANALYZE LOCAL TABLE t', { kind: 'maintainTable', how: 'analyze', skipsBinlog: true }],
  ])('%s', (sql, operation) => {
    expect(readOne(sql).operations.map(bare)).toMatchObject([operation]);
  });

  it('says nothing of those that it gets', () => {
    expect(readOne('ANALYZE TABLE t').operations[0]).not.toHaveProperty('skipsBinlog');
  });
});

describe('FLUSH TABLES', () => {
  it.each([
    ['FLUSH TABLES WITH READ LOCK', 'flush tables with read lock'],
    ['FLUSH LOCAL TABLES WITH READ LOCK', 'flush tables with read lock'],
    ['FLUSH TABLES', 'flush'],
  ])('%s', (sql, what) => {
    expect(readOne(sql).operations.map(bare)).toMatchObject([{ kind: 'administer', what }]);
  });
});
