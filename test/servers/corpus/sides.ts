import type { Statement } from '../../../src/sql/statement.js';
import { refusalOf, type Connection } from '../../../src/verify/connection.js';
import { observeCheapest } from '../../../src/verify/mysql/observe.js';
import type { Observation } from '../../../src/verify/observation.js';
import { observeForGood, type WatchedPostgres } from '../../../src/verify/postgres/observe.js';
import { seedTables } from '../../../src/verify/seed.js';
import { closeAll, type RunningServer } from '../start/start-server.js';
import type { SchemaFacts } from './facts.js';
import { mysqlFacts } from './mysql-facts.js';
import { postgresFacts } from './postgres-facts.js';

/** A history's database on a server. */
export interface Side {
  /** The session in which a migration tool starts a file: nothing that an earlier file SET remains. */
  enterFile(): Promise<void>;
  /** The server's words where it refuses. */
  run(sql: string): Promise<string | undefined>;
  observe(statement: Statement): Promise<Observation>;
  /** Gives a row to every empty table but those that are known to have one; names those that have, and those that stay empty. */
  seed(
    known: ReadonlySet<string>,
  ): Promise<{ readonly seeded: readonly string[]; readonly empty: readonly string[] }>;
  /** Takes all rows out of these tables. */
  clear(tables: readonly string[]): Promise<void>;
  schema(): Promise<SchemaFacts>;
  /** Server settings that differ from the defaults that Precheck assumes. */
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const DATABASE = 'corpus';

/** Opens the database, empty. Its character set is MySQL's default. */
export function openSide(running: RunningServer): Promise<Side> {
  return running.engine === 'postgres' ? openPostgres(running) : openMysql(running, running.engine);
}

async function openMysql(running: RunningServer, dialect: 'mysql' | 'mariadb'): Promise<Side> {
  const administrator = await running.connect();
  for (const { Database } of await administrator.query('SHOW DATABASES')) {
    const isOwn = !/^(?:mysql|sys|information_schema|performance_schema)$/.test(String(Database));
    if (isOwn) await administrator.query(`DROP DATABASE \`${String(Database)}\``);
  }
  await administrator.query(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4`);
  const seeder = await running.connect(DATABASE);
  let session = await running.connect(DATABASE);
  return {
    variables: {},
    enterFile: async () => {
      await session.close();
      session = await running.connect(DATABASE);
    },
    run: (sql) => attempt(session, sql),
    observe: async (statement) =>
      (await observeCheapest({ connection: session, database: DATABASE, dialect }, statement)).observation,
    seed: (known) => seedTables(seeder, dialect, known),
    clear: async (tables) => {
      for (const table of tables) await attempt(seeder, `DELETE FROM \`${table}\``);
    },
    schema: () => mysqlFacts(administrator, DATABASE),
    close: () => closeAll([session, seeder, administrator]),
  };
}

async function openPostgres(running: RunningServer): Promise<Side> {
  const administrator = await running.connect();
  await administrator.query(`DROP DATABASE IF EXISTS ${DATABASE}`);
  await administrator.query(`CREATE DATABASE ${DATABASE}`);
  const open = (): Promise<Connection> => running.connect(DATABASE);
  const watched: WatchedPostgres = { session: await open(), observer: await open(), blocker: await open() };
  const { session, observer, blocker } = watched;
  const seeder = await open();
  // What the tool of one project makes before the first migration.
  await session.query('CREATE SCHEMA auth');
  const [setting] = await session.query("SELECT current_setting('TimeZone') AS timezone");
  return {
    variables: { timezone: String(setting?.['timezone']) },
    enterFile: async () => {
      await session.query('DISCARD ALL');
    },
    run: (sql) => attempt(session, sql),
    observe: ({ text }) => observeForGood(watched, text, false),
    seed: (known) => seedTables(seeder, 'postgres', known),
    clear: async (tables) => {
      for (const table of tables) await attempt(seeder, `DELETE FROM "${table}"`);
    },
    schema: () => postgresFacts(observer),
    close: () => closeAll([session, observer, blocker, seeder, administrator]),
  };
}

async function attempt(session: Connection, sql: string): Promise<string | undefined> {
  const refused = await refusalOf(session, sql);
  return refused && `${refused.code}: ${refused.message}`;
}
