import { describe, expect, it } from '@jest/globals';
import { registry } from '../../rules/index.js';
import { answerCase } from '../../src/engine/impact-case.js';
import { serverGroups } from '../../src/engine/replay.js';
import type { HistoryInput } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import { unreadPlaces } from '../../src/engine/unread.js';
import { parseVersion } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import { cachingReader } from '../../src/workers/caching-reader.js';
import { history, migration, reviewInput } from './input.js';

const ORDERS = 'CREATE TABLE "orders" ("id" BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY);';
const LATER = 'ALTER TABLE "orders" ADD COLUMN note INT, ALGORITHM=INSTANT;';

async function gapsOf(
  sql: string,
  more: Partial<HistoryInput>,
  merged = 'SELECT 1;',
): Promise<readonly string[]> {
  const input = reviewInput([history(merged, [migration('0002_x.sql', sql)], more)]);
  const { gaps } = await review(input, { registry, readSql: cachingReader(readSql) });
  return gaps.map(({ reason }) => reason);
}

const on = (name: string, version: string, mode?: string) => ({
  name,
  version,
  assumed: false,
  variables: mode === undefined ? {} : { sql_mode: mode },
});

describe('double quotes in a session that is configured', () => {
  it.each([
    [{ sql_mode: 'STRICT_ALL_TABLES,ANSI_QUOTES' }],
    [{ SQL_MODE: 'ansi' }],
    [{ sql_mode: 'ORACLE' }],
  ])('make names: %j', async (session) => {
    expect(await gapsOf(ORDERS, { session })).toEqual([]);
    expect(await gapsOf(LATER, { session }, ORDERS)).toEqual([]);
    const mariadb = { dialect: 'mariadb' as const, environments: [on('a', '10.11.6')] };
    expect(await gapsOf(ORDERS, { session, ...mariadb })).toEqual([]);
  });

  it.each([[{}], [{ sql_mode: '' }], [{ sql_mode: 'NO_ANSI' }]])('make strings: %j', async (session) => {
    expect(await gapsOf(ORDERS, { session })).toHaveLength(1);
  });

  it('are read for each environment as its server does, where the session says nothing', async () => {
    const environments = [on('one', '8.0.36', 'ANSI'), on('two', '8.0.36')];
    expect(await gapsOf(ORDERS, { session: {}, environments: environments.slice(0, 1) })).toEqual([]);
    expect(await gapsOf(ORDERS, { session: {}, environments })).toHaveLength(1);
    expect(await gapsOf(ORDERS, { session: { sql_mode: 'ANSI' }, environments })).toEqual([]);
  });

  it('make strings again where the file says so, and names where it restores what it met', async () => {
    const session = { sql_mode: 'ANSI_QUOTES' };
    const restored = `SET @old = @@sql_mode, sql_mode = '';\nSET sql_mode = @old;\n${ORDERS}`;
    expect(await gapsOf(`SET sql_mode = '';\n${ORDERS}`, { session })).toHaveLength(1);
    expect(await gapsOf(restored, { session })).toEqual([]);
  });

  it('are the same in text that is prepared', async () => {
    const prepared = `PREPARE p FROM 'CREATE TABLE "orders" ("id" BIGINT PRIMARY KEY)';\nEXECUTE p;`;
    expect(await gapsOf(`SET sql_mode = 'ANSI_QUOTES';\n${prepared}`, {})).toEqual([]);
    expect(await gapsOf(prepared, { session: { sql_mode: 'ANSI' } })).toEqual([]);
    expect(await gapsOf(prepared, {})).toHaveLength(1);
  });

  it('are no place of a merged file that cannot be read', async () => {
    const configured = history(ORDERS, [], { session: { sql_mode: 'ANSI' } });
    for (const { server } of serverGroups(configured))
      expect(await unreadPlaces(configured, server, readSql)).toEqual([]);
  });

  it('make names in a question about one statement', async () => {
    const version = parseVersion('mysql', '8.0.36');
    if (!version) throw new Error('no version');
    const asked = { version, before: ['CREATE TABLE orders (id INT);'], transaction: false, empty: [] };
    const sql = LATER.replace(';', '');
    const answer = await answerCase(
      { ...asked, session: ["SET sql_mode = 'ANSI'"], sql, variables: {} },
      readSql,
    );
    const other = await answerCase({ ...asked, session: [], sql, variables: { sql_mode: 'ANSI' } }, readSql);
    expect(answer).toEqual(other);
    expect(answer).toMatchObject({ algorithm: 'INSTANT', undecided: null });
  });
});
