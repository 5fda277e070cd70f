import type { Dialect } from '../sql/dialect.js';
import type { Statement } from '../sql/statement.js';
import type { Connection } from './connection.js';
import { ServerError } from './connection.js';
import { observeCheapest } from './mysql/observe.js';
import { needsNoTransaction, observeInTransaction, observeOutside } from './postgres/observe.js';
import type { Runner } from './run-history.js';
import type { Scratch } from './scratch.js';
import { seedTables } from './seed.js';

/** Opens the sessions that run and watch statements in a throw-away database. */
export async function openRunner(scratch: Scratch, dialect: Dialect): Promise<Runner> {
  const session = await scratch.open();
  const common = {
    run: (statement: Statement) => attempt(session, statement.text),
    seed: async () => {
      const seeder = await scratch.open();
      return (await seedTables(seeder, dialect)).empty;
    },
  };
  if (dialect !== 'postgres') {
    const watched = { connection: session, database: scratch.database, dialect };
    return {
      ...common,
      observe: async (statement) => (await observeCheapest(watched, statement)).observation,
    };
  }
  const watched = { session, observer: await scratch.open(), blocker: await scratch.open() };
  return {
    ...common,
    observe: async ({ text }, inTransaction) => {
      const inside = await observeInTransaction(watched, text, 'commit');
      return needsNoTransaction(inside) && !inTransaction ? observeOutside(watched, text) : inside;
    },
  };
}

async function attempt(session: Connection, sql: string): Promise<string | undefined> {
  try {
    await session.query(sql);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return `error ${error.code}: ${error.message}`;
  }
}
