import type { Dialect } from '../../../src/sql/dialect.js';
import type { Statement } from '../../../src/sql/statement.js';
import { refusalOf, ServerError, type Connection } from '../../../src/verify/connection.js';
import { observeCheapest } from '../../../src/verify/mysql/observe.js';
import { observeForGood } from '../../../src/verify/postgres/observe.js';
import type { Runner } from '../../../src/verify/run-history.js';
import { seedTables } from '../../../src/verify/seed.js';
import { closeAll, type RunningServer } from '../start/start-server.js';

/** The database of one example, with sessions that run and watch its statements. */
export interface Stage extends Runner {
  close(): Promise<void>;
}

const DATABASE = 'pages';

/**
 * Opens an empty database, alone on its server, in which a session has the example's settings. `rows` is SQL that fills
 * tables before every other table is given a row.
 */
export function openStage(
  running: RunningServer,
  settings: Readonly<Record<string, string>>,
  rows?: string,
): Promise<Stage> {
  return running.engine === 'postgres'
    ? openPostgres(running, settings, rows)
    : openMysql(running, running.engine, settings, rows);
}

async function openMysql(
  running: RunningServer,
  dialect: 'mysql' | 'mariadb',
  settings: Readonly<Record<string, string>>,
  rows: string | undefined,
): Promise<Stage> {
  const administrator = await running.connect();
  for (const { Database } of await administrator.query('SHOW DATABASES')) {
    const isOwn = !/^(?:mysql|sys|information_schema|performance_schema)$/.test(String(Database));
    if (isOwn) await administrator.query(`DROP DATABASE \`${String(Database)}\``);
  }
  await administrator.query(`CREATE DATABASE ${DATABASE}`);
  const session = await running.connect(DATABASE);
  const globals = await setMysql(session, settings);
  const watched = { connection: session, database: DATABASE, dialect };
  return {
    ...common(running, dialect, session, rows),
    observe: async (statement) => (await observeCheapest(watched, statement)).observation,
    close: async () => {
      for (const [name, value] of globals) await administrator.query(setting('GLOBAL', name, value));
      await closeAll([session, administrator]);
    },
  };
}

/** ER_GLOBAL_VARIABLE: there is one value for all sessions. */
const IS_GLOBAL = '1229';

/** Sets them in the session where that is possible; gives the former values of those that are the whole server's. */
async function setMysql(
  session: Connection,
  settings: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const globals = new Map<string, string>();
  for (const [name, value] of Object.entries(settings)) {
    try {
      await session.query(setting('SESSION', name, value));
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== IS_GLOBAL) throw error;
      const [row] = await session.query(`SELECT @@GLOBAL.${name} AS value`);
      globals.set(name, String(row?.['value']));
      await session.query(setting('GLOBAL', name, value));
    }
  }
  return globals;
}

function setting(scope: 'SESSION' | 'GLOBAL', name: string, value: string): string {
  return `SET ${scope} ${name} = ${/^\d+$/.test(value) ? value : `'${value}'`}`;
}

async function openPostgres(
  running: RunningServer,
  settings: Readonly<Record<string, string>>,
  rows: string | undefined,
): Promise<Stage> {
  const administrator = await running.connect();
  await administrator.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await administrator.query(`CREATE DATABASE ${DATABASE}`);
  const open = (): Promise<Connection> => running.connect(DATABASE);
  const watched = { session: await open(), observer: await open(), blocker: await open() };
  for (const [name, value] of Object.entries(settings)) {
    await watched.session.query(`SET ${name} = '${value}'`);
  }
  return {
    ...common(running, 'postgres', watched.session, rows),
    observe: ({ text }, inTransaction) => observeForGood(watched, text, inTransaction),
    close: () => closeAll([...Object.values(watched), administrator]),
  };
}

function common(
  running: RunningServer,
  dialect: Dialect,
  session: Connection,
  rows: string | undefined,
): Pick<Stage, 'run' | 'seed'> {
  return {
    run: async ({ text }: Statement) => {
      const refused = await refusalOf(session, text);
      return refused && `${refused.code}: ${refused.message}`;
    },
    seed: async () => {
      const seeder = await running.connect(DATABASE);
      try {
        if (rows !== undefined) await seeder.query(rows);
        return (await seedTables(seeder, dialect)).empty;
      } finally {
        await seeder.close();
      }
    },
  };
}
