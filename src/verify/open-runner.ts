import type { Dialect } from '../sql/dialect.js';
import type { Statement } from '../sql/statement.js';
import { refusalOf } from './connection.js';
import { observeCheapest } from './mysql/observe.js';
import { observeForGood } from './postgres/observe.js';
import type { Runner } from './run-history.js';
import type { Scratch } from './scratch.js';
import { seedTables } from './seed.js';

/** Opens the sessions that run and watch statements in a throw-away database. */
export async function openRunner(scratch: Scratch, dialect: Dialect): Promise<Runner> {
  const session = await scratch.open();
  const common = {
    run: async ({ text }: Statement) => {
      const refused = await refusalOf(session, text);
      return refused && `error ${refused.code}: ${refused.message}`;
    },
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
    observe: ({ text }, inTransaction) => observeForGood(watched, text, inTransaction),
  };
}
