import { describe, expect, it } from '@jest/globals';
import { BOTH_REFUSE, BOTH_TAKE, MARIADB_TAKES, MYSQL_TAKES } from './judged-statements.js';
import { objections, read } from './reading.js';

const MYSQL = 'mysql@9.7.4';
const MARIADB = 'mariadb@10.11.19';

describe('statements that servers take', () => {
  it.each(BOTH_TAKE)('%s', (text) => {
    for (const on of [MYSQL, MARIADB]) {
      const { entries } = read(text, on);
      expect(objections(entries)).toEqual([]);
      expect(entries).toHaveLength(1);
    }
  });
  it.each(MYSQL_TAKES)('MySQL: %s', (text) => {
    expect(objections(read(text, MYSQL).entries)).toEqual([]);
  });
  it.each(MARIADB_TAKES)('MariaDB: %s', (text) => {
    expect(objections(read(text, MARIADB).entries)).toEqual([]);
  });
});

describe('statements that servers refuse', () => {
  it.each(BOTH_REFUSE)('%s', (text) => {
    for (const on of [MYSQL, MARIADB]) expect(objections(read(text, on).entries)).not.toEqual([]);
  });
});
