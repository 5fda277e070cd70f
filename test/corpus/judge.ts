import { ServerError } from '../../src/verify/connection.js';
import { startServer } from '../servers/start/start-server.js';

/**
 * What a server says of a statement without running it. `refused`: it is no statement of this server; `accepted`: all
 * that is missing are objects, rights, or PREPARE's own support of such statements.
 */
export type Verdict = 'accepted' | 'refused';

export interface Judge {
  judge(sql: string): Promise<Verdict>;
  stop(): Promise<void>;
}

/** The errors that come behind the grammar: the statement was understood, and names what an empty server lacks. */
const UNDERSTOOD: ReadonlySet<number> = new Set([
  1044, // ER_DBACCESS_DENIED_ERROR
  1046, // ER_NO_DB_ERROR
  1049, // ER_BAD_DB_ERROR
  1051, // ER_BAD_TABLE_ERROR
  1054, // ER_BAD_FIELD_ERROR
  1091, // ER_CANT_DROP_FIELD_OR_KEY
  1109, // ER_UNKNOWN_TABLE
  1146, // ER_NO_SUCH_TABLE
  1193, // ER_UNKNOWN_SYSTEM_VARIABLE
  1227, // ER_SPECIFIC_ACCESS_DENIED_ERROR
  1295, // ER_UNSUPPORTED_PS
  1305, // ER_SP_DOES_NOT_EXIST
  4091, // MariaDB ER_UNKNOWN_SEQUENCES
]);

/** The text as a literal of the default SQL mode. */
function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Starts the server and lets it PREPARE; undefined where it cannot be had, which standard error says. */
export async function startJudge(engine: 'mysql' | 'mariadb', version: string): Promise<Judge | undefined> {
  const server = await startServer({ engine, version });
  if (!server) return undefined;
  const session = await server.connect();
  await session.query('CREATE DATABASE judged; USE judged');
  return {
    async judge(sql) {
      try {
        await session.query(`PREPARE judged FROM ${literal(sql)}`);
        return 'accepted';
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        const code = Number(error.code);
        if (Number.isNaN(code)) throw error;
        return UNDERSTOOD.has(code) ? 'accepted' : 'refused';
      }
    },
    async stop() {
      await session.close();
      await server.stop();
    },
  };
}
