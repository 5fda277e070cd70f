import { describe, expect, it } from '@jest/globals';

import { applyEntries, applyUnreadable } from '../../src/catalog/apply.js';
import { advance, lastCatalog, resume, startReplay } from '../../src/catalog/history.js';
import { catalogJson } from '../../src/catalog/json.js';
import { printCatalog } from '../../src/catalog/print.js';
import { replay, server, table } from './replay.js';

const MYSQL = `CREATE TABLE p (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, s ENUM('a','it''s') NOT NULL DEFAULT 'a');
  CREATE TABLE t (a VARCHAR(20) CHARACTER SET latin1, b TEXT, c BIGINT UNSIGNED, n INT AS (LENGTH(b)) VIRTUAL,
    ts TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY k (b(10), a DESC),
    CONSTRAINT fk FOREIGN KEY (c) REFERENCES p (id) ON DELETE CASCADE, CHECK (c > 0)) COMMENT='a \\'table\\''`;

const POSTGRES = `CREATE TYPE mood AS ENUM ('ok', 'bad'); CREATE TABLE p (id int PRIMARY KEY);
  CREATE TABLE "T" (a int NOT NULL DEFAULT 3, m mood, j text[] COLLATE "C", UNIQUE (a) , CHECK (a > 0),
    FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL);
  CREATE INDEX i ON "T" USING btree (m, lower(a::text)) WHERE a > 1`;

describe('printCatalog', () => {
  it.each([
    ['mysql 8.0', MYSQL],
    ['mariadb 10.11', MYSQL],
    ['postgres 16', POSTGRES],
  ])('prints what reads back as the same schema: %s', async (on, sql) => {
    const text = printCatalog(await replay(on, sql));
    expect(printCatalog(await replay(on, text))).toBe(text);
    expect(text).not.toContain('uncertain');
  });

  it('gives plain data', async () => {
    const json = JSON.parse(JSON.stringify(catalogJson(await replay('mysql 8.0', MYSQL)))) as {
      tables: unknown[];
    };
    expect(json.tables).toHaveLength(2);
  });
});

describe('applyUnreadable', () => {
  it('marks exactly the tables that it may touch, or all', async () => {
    const catalog = await replay('mysql 8.0', 'CREATE TABLE a (x INT); CREATE TABLE b (x INT)');
    const span = { start: 0, end: 1, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const unreadable = {
      gap: 'statement-unreadable',
      span,
      text: '?',
      head: '',
      reason: 'no verb.',
    } as const;
    const some = applyUnreadable(catalog, { ...unreadable, mayTouch: ['shop.b', 'c'] });
    expect([table(some, 'a').uncertain.length, table(some, 'b').uncertain.length]).toEqual([0, 1]);
    expect(some.uncertain).toEqual([]);
    expect(applyUnreadable(catalog, unreadable).uncertain).toHaveLength(1);
  });
});

describe('history', () => {
  it('resumes behind the last migration that is the same', async () => {
    const version = server('mysql 8.0');
    const start = await replay('mysql 8.0', '');
    const first = advance(startReplay(start), 'one', start);
    const second = advance(first, 'two', start);
    expect(resume(second, ['one', 'two', 'three'])).toBe(second);
    expect(resume(second, ['one', 'other']).steps.size).toBe(1);
    expect(lastCatalog(resume(second, []))).toBe(start);
    expect(applyEntries(start, [], version)).toBe(start);
  });
});
