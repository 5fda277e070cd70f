import { randomBytes } from 'node:crypto';

import type { Connection } from './connection.js';
import { connect, ServerError } from './connection.js';
import type { Address } from './dsn.js';
import { withoutPassword } from './dsn.js';

/** The server cannot be reached, or gives no throw-away database. Says what to do; holds no password. */
export class NoScratchError extends Error {
  override readonly name = 'NoScratchError';
}

/** A database that was created for one run. */
export interface Scratch {
  readonly database: string;
  /** As the server says: "10.11.18-MariaDB", "16.14". */
  readonly version: string;
  /** Another session in it; closed before the database is dropped. */
  open(): Promise<Connection>;
}

/** Signals that end a program: the database is dropped first. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Creates a database under a random name, does the work, and drops it: also when the work fails and when the program is
 * interrupted. Throws `NoScratchError` where the server gives none.
 */
export async function inScratch<Answer>(
  address: Address,
  work: (scratch: Scratch) => Promise<Answer>,
): Promise<Answer> {
  const database = `precheck_verify_${randomBytes(8).toString('hex')}`;
  const administrator = await orSay(address, 'cannot be reached', () => connect(address));
  const sessions: Connection[] = [];
  let created = false;
  const drop = async (): Promise<void> => {
    for (const session of sessions.splice(0)) await session.close().catch(() => undefined);
    try {
      if (created) await administrator.query(`DROP DATABASE ${database}`);
      created = false;
    } finally {
      await administrator.close();
    }
  };
  const interrupted = (): void => {
    void drop().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    await orSay(address, 'lets this user create no database', () =>
      administrator.query(`CREATE DATABASE ${database}`),
    );
    created = true;
    const open = async (): Promise<Connection> => {
      const session = await connect(address, database);
      sessions.push(session);
      return session;
    };
    return await work({ database, version: await versionOf(administrator, address), open });
  } finally {
    await drop();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

/** What a shell reports of a program that an interrupt ended. */
const INTERRUPTED = 130;

async function versionOf(administrator: Connection, { dialect }: Address): Promise<string> {
  const [row] = await administrator.query(
    dialect === 'postgres' ? "SELECT current_setting('server_version') AS v" : 'SELECT VERSION() AS v',
  );
  return String(row?.['v']);
}

async function orSay<Answer>(address: Address, what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    throw new NoScratchError(`${withoutPassword(address)} ${what} (${error.code}): ${error.message}.`);
  }
}
