import { setTimeout as sleep } from 'node:timers/promises';

import type { Dialect } from '../../../src/sql/dialect.js';
import { PRODUCT } from '../../../src/sql/dialect.js';
import type { Connection } from '../../../src/verify/connection.js';
import { connect } from '../../../src/verify/connection.js';
import { parseDsn } from '../../../src/verify/dsn.js';
import { launchMariadb, launchMysql } from './mysql.js';
import { launchPostgres } from './postgres.js';
import { freePort, guarded, logOf, serverFolder } from './process.js';
import type { Guarded } from './process.js';

/** How to start a server on a folder that is prepared. */
export interface Launch {
  readonly command: readonly string[];
  readonly signal: 'KILL' | 'QUIT';
  readonly socket: string;
  readonly user: string;
}

/** A server on 127.0.0.1 and on a socket, with a data folder of its own; its administrator needs no password. */
export interface RunningServer {
  readonly engine: Dialect;
  /** As the server says: "10.11.18", "9.7.4", "16.14". */
  readonly version: string;
  /** Names the port of 127.0.0.1. */
  readonly dsn: string;
  /** A session of the administrator, in `database` where one is named. */
  connect(database?: string): Promise<Connection>;
  /** Stops the server and removes its folder. When this process dies, that happens by itself. */
  stop(): Promise<void>;
}

/** Closes sessions, one after the other. */
export async function closeAll(connections: readonly Connection[]): Promise<void> {
  for (const connection of connections) await connection.close();
}

export interface WantedServer {
  readonly engine: Dialect;
  /** MySQL "5.6", "9.7"; MariaDB "10.11", "11.8"; PostgreSQL "10" to "18". */
  readonly version: string;
}

const LAUNCH = { mysql: launchMysql, mariadb: launchMariadb, postgres: launchPostgres } as const;

/**
 * Starts a server, fetching it first where it is not in the cache. Undefined when it cannot be had; standard error says
 * so, with the reason.
 */
export async function startServer(wanted: WantedServer): Promise<RunningServer | undefined> {
  try {
    return await start(wanted);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\n*** ${PRODUCT[wanted.engine]} ${wanted.version} CANNOT BE HAD: ${why}\n\n`);
    return undefined;
  }
}

async function start({ engine, version }: WantedServer): Promise<RunningServer> {
  const folder = await serverFolder();
  const port = await freePort();
  let server: Guarded | undefined;
  try {
    const launch = await LAUNCH[engine](version, folder, port);
    const running = guarded(launch.command, folder, launch);
    server = running;
    const found = await answering(engine, running, launch, folder, port);
    return { ...found, stop: () => running.stop() };
  } catch (error) {
    await (server ?? guarded(['true'], folder, { signal: 'KILL' })).stop();
    throw error;
  }
}

/** Twenty seconds, in steps of a twentieth: a server on a busy machine needs a few. */
const TRIES = 400;

async function answering(
  engine: Dialect,
  server: Guarded,
  { socket, user }: Launch,
  folder: string,
  port: number,
): Promise<Omit<RunningServer, 'stop'>> {
  const dsn = `${engine}://${user}@127.0.0.1:${port}/`;
  const address = { ...parseDsn(dsn), socket };
  let reason = '';
  for (let attempt = 0; attempt < TRIES && !server.hasEnded(); attempt++) {
    try {
      const session = await connect(address);
      const [row] = await session.query(
        engine === 'postgres' ? "SELECT current_setting('server_version') AS v" : 'SELECT VERSION() AS v',
      );
      await session.close();
      const found = /^[\d.]+/.exec(String(row?.['v']))?.[0] ?? '';
      return { engine, version: found, dsn, connect: (database) => connect(address, database) };
    } catch (error) {
      reason = (error as Error).message;
      await sleep(50);
    }
  }
  throw new Error(`it does not answer (${reason}): ${await logOf(folder)}`);
}
