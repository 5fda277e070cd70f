import { describe, expect, it } from '@jest/globals';

import { registry } from '../../rules/index.js';
import { review } from '../../src/engine/review.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { parseVersion } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';
import type { Connection } from '../../src/verify/connection.js';
import { history, migration, reviewInput } from '../engine/input.js';
import { closeAll, startServer } from './start/start-server.js';
import type { RunningServer } from './start/start-server.js';

const ROWS = 12_000;
const EACH = Array.from({ length: ROWS }, (_, index) => index);

interface Key {
  readonly columns: string;
  /** The key of row n, as SQL. */
  readonly value: (n: number) => string;
}

const hex = (n: number): string => ((n * 7919) % 1_048_573).toString(16).padStart(12, '0');

const KEYS: readonly Key[] = [
  { columns: 'id BIGINT PRIMARY KEY', value: (n) => String((n - 500) * 70_000_000_000_000) },
  { columns: 'id VARCHAR(40) PRIMARY KEY', value: (n) => `'${n % 2 === 0 ? 'K' : 'k'}-${hex(n)}'` },
  { columns: 'id DECIMAL(20,4) PRIMARY KEY', value: (n) => `${String(n)}.0001` },
  {
    columns: 'tenant VARCHAR(20), id INT, PRIMARY KEY (tenant, id)',
    value: (n) => `'${n < 11_000 ? 'large' : hex(n).slice(-2)}', ${String(n)}`,
  },
  {
    columns: 'day DATE, place CHAR(3), id INT, PRIMARY KEY (day, place, id)',
    value: (n) => `'2025-0${String(1 + (n % 9))}-01', 'a${String(n % 7)}', ${String(n)}`,
  },
];

const OWN: Readonly<Record<Dialect, readonly Key[]>> = {
  mysql: [
    { columns: 'id BINARY(16) PRIMARY KEY', value: (n) => `x'ff00${hex(n)}${hex(n)}5c5c'` },
    {
      columns: 'id DATETIME(6) PRIMARY KEY',
      value: (n) =>
        `'2025-01-01 00:00:00.${hex(n).replace(/\D/g, '1').slice(-6)}' + INTERVAL ${String(n)} MINUTE`,
    },
    {
      columns: 'id VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_bin PRIMARY KEY',
      value: (n) => `'${hex(n)}'`,
    },
  ],
  mariadb: [
    { columns: 'id UUID PRIMARY KEY', value: (n) => `'${hex(n).slice(-8)}-0000-4000-8000-${hex(n)}'` },
  ],
  postgres: [
    { columns: 'id uuid PRIMARY KEY', value: (n) => `'${hex(n).slice(-8)}-0000-4000-8000-${hex(n)}'` },
    {
      columns: 'id timestamptz PRIMARY KEY',
      value: (n) => `timestamptz '2025-01-01' + ${String(n)} * interval '1 minute'`,
    },
  ],
};

const CHANGE = "UPDATE entries e SET n = n + 1 WHERE e.kind = 'x';";
const JOINED = {
  mysql: 'UPDATE entries E JOIN kinds k ON k.name = E.kind SET E.n = E.n + k.step WHERE k.step = 1;',
  mariadb: 'UPDATE entries E JOIN kinds k ON k.name = E.kind SET E.n = E.n + k.step WHERE k.step = 1;',
  postgres: 'UPDATE entries AS e SET n = n + k.step FROM kinds k WHERE k.name = e.kind AND k.step = 1;',
} as const;

async function scriptOf(running: RunningServer, merged: string, sql: string): Promise<string> {
  const environments = [{ name: 'default', version: running.version, assumed: false, variables: {} }];
  const dialect = running.engine;
  const one = history(merged, [migration('0002_next.sql', sql)], { dialect, environments, session: {} });
  const { findings, gaps } = await review(reviewInput([one]), { registry, readSql });
  const script = findings.flatMap(({ recipe }) => recipe).find(({ kind }) => kind === 'script');
  if (!script) throw new Error(`no script for ${sql} ${JSON.stringify({ findings, gaps })}`);
  return script.text;
}

/** As a client does: statement by statement, each as it stands. */
async function runScript(
  session: Connection,
  { engine, version }: RunningServer,
  text: string,
): Promise<void> {
  const parsed = parseVersion(engine, version);
  if (!parsed) throw new Error(version);
  for (const entry of (await readSql({ dialect: engine, version: parsed, text })).entries) {
    if (entry.kind === 'unreadable') throw new Error(entry.unreadable.reason);
    await session.query(entry.statement.text.replace(/sleep\(0\.2\)/i, (sleep) => sleep.replace('0.2', '0')));
  }
}

/** Rows that the session read, however it found them; 0 of PostgreSQL, which counts them for all sessions, and later. */
async function rowsRead(session: Connection, { engine }: RunningServer): Promise<number> {
  if (engine === 'postgres') return 0;
  const rows = await session.query("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return rows.reduce((sum, row) => sum + Number(row['Value']), 0);
}

async function tables(session: Connection, key: Key): Promise<string> {
  const entries = `CREATE TABLE entries (${key.columns}, n INT NOT NULL DEFAULT 0, kind VARCHAR(10));`;
  const kinds = 'CREATE TABLE kinds (name VARCHAR(10) PRIMARY KEY, step INT NOT NULL);';
  await session.query('DROP TABLE IF EXISTS entries');
  await session.query('DROP TABLE IF EXISTS kinds');
  await session.query(entries);
  await session.query(kinds);
  await session.query("INSERT INTO kinds VALUES ('x', 1), ('y', 2)");
  for (let from = 0; from < ROWS; from += 3000) {
    const values = EACH.slice(from, from + 3000).map(
      (n) => `(${key.value(n)}, 0, '${n % 3 === 0 ? 'x' : 'y'}')`,
    );
    await session.query(`INSERT INTO entries VALUES ${values.join(', ')}`);
  }
  return `${entries}\n${kinds}`;
}

const COUNTS =
  'SELECT kind, MIN(n) AS least, MAX(n) AS most, COUNT(*) AS amount FROM entries GROUP BY kind ORDER BY kind';

async function counts(session: Connection): Promise<readonly (readonly string[])[]> {
  const rows = await session.query(COUNTS);
  return rows.map((row) => ['kind', 'least', 'most', 'amount'].map((name) => String(row[name])));
}

const after = (times: string): readonly string[] => ['x', times, times, '4000'];
const OTHERS = ['y', '0', '0', '8000'];

const SERVERS = [
  { engine: 'mysql', version: '9.7' },
  { engine: 'mysql', version: '5.6' },
  { engine: 'mariadb', version: '10.11' },
  { engine: 'mariadb', version: '11.8' },
  { engine: 'postgres', version: '18' },
  { engine: 'postgres', version: '11' },
] as const;

describe('the steps that change rows in batches', () => {
  it.each(SERVERS)('$engine $version: change each row once, by any key', async (wanted) => {
    const running = await startServer(wanted);
    if (!running) return;
    const administrator = await running.connect();
    await administrator.query('CREATE DATABASE batches');
    const session = await running.connect('batches');
    try {
      for (const key of [...KEYS, ...OWN[running.engine]]) await changeAndDelete(session, running, key);
    } finally {
      await closeAll([session, administrator]);
      await running.stop();
    }
  });
});

async function changeAndDelete(session: Connection, running: RunningServer, key: Key): Promise<void> {
  const merged = await tables(session, key);
  const told = `${running.version} ${key.columns}`;
  const run = async (sql: string) => {
    const script = await scriptOf(running, merged, sql);
    const before = await rowsRead(session, running);
    await runScript(session, running, script);
    return (await rowsRead(session, running)) - before;
  };
  // Each row is read to find the end of its batch, in the list of the batch's keys, and to be changed.
  expect([told, (await run(CHANGE)) / ROWS < 5]).toEqual([told, true]);
  expect([told, await counts(session)]).toEqual([told, [after('1'), OTHERS]]);
  await run(JOINED[running.engine]);
  expect([told, await counts(session)]).toEqual([told, [after('2'), OTHERS]]);
  await run("DELETE FROM entries WHERE kind = 'y';");
  expect([told, await counts(session)]).toEqual([told, [after('2')]]);
  await run('DELETE FROM entries;');
  expect([told, await counts(session)]).toEqual([told, []]);
}
