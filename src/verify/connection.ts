import type { QueryResult } from 'pg';

import type { Address } from './dsn.js';

/** One row: its columns by name, as the client library reads them. */
export type Row = Readonly<Record<string, unknown>>;

/** A session on a server; what it SETs stays until it is closed. */
export interface Connection {
  /** Runs SQL text, which may hold several statements; the rows of the last one. Throws `ServerError`. */
  query(sql: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** The server refused a statement, or is not there. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** MySQL's and MariaDB's error number, PostgreSQL's SQLSTATE; the system's word ("ECONNREFUSED") where there is no server. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Runs SQL text; what the server said against it, undefined when it did as told. */
export async function refusalOf(
  connection: Connection,
  sql: string,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  try {
    await connection.query(sql);
    return undefined;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** How long to wait for a server that does not answer. */
const CONNECT_MS = 10_000;

// The client libraries are loaded when a server is reached: most commands reach none, and start sooner without.

/** Opens a session, in `database` where one is named. Throws `ServerError`, whose message holds no password. */
export function connect(address: Address, database?: string): Promise<Connection> {
  return address.dialect === 'postgres'
    ? connectPostgres(address, database)
    : connectMysql(address, database);
}

async function connectMysql(address: Address, database: string | undefined): Promise<Connection> {
  const { host, port, user, password, socket } = address;
  const { default: mysql } = await import('mysql2/promise');
  const client = await saying(() =>
    mysql.createConnection({
      user,
      password,
      ...(socket === undefined ? { host, port } : { socketPath: socket }),
      ...(database === undefined ? {} : { database }),
      connectTimeout: CONNECT_MS,
      multipleStatements: true,
      supportBigNumbers: true,
      dateStrings: true,
    }),
  );
  return {
    query: async (sql) => {
      const [answer] = await saying(() => client.query(sql));
      return rowsOf(answer);
    },
    close: () => client.end(),
  };
}

/** mysql2 gives one answer, or an array of answers for several statements; an answer without rows is an object. */
function rowsOf(answer: unknown): readonly Row[] {
  if (!Array.isArray(answer)) return [];
  const last: unknown = answer.at(-1);
  return Array.isArray(last) ? (last as Row[]) : isHeader(last) ? [] : (answer as Row[]);
}

function isHeader(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'affectedRows' in answer;
}

async function connectPostgres(address: Address, database = 'postgres'): Promise<Connection> {
  const { host, port, user, password, socket } = address;
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host: socket ?? host,
    port,
    user,
    password,
    database,
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A connection that breaks between two statements says so in the next one.
  client.on('error', () => undefined);
  await saying(() => client.connect());
  return {
    query: async (sql) => {
      const answer: unknown = await saying(() => client.query(sql));
      const last: unknown = Array.isArray(answer) ? answer.at(-1) : answer;
      return (last as QueryResult<Record<string, unknown>> | undefined)?.rows ?? [];
    },
    close: () => client.end(),
  };
}

/** The client libraries' errors as `ServerError`. */
async function saying<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    const { errno, code, sqlState, message } = error as Error & {
      errno?: number;
      code?: string;
      sqlState?: string;
    };
    const isMysql = sqlState !== undefined && errno !== undefined;
    throw new ServerError(isMysql ? String(errno) : (code ?? 'unknown'), message || (code ?? 'no answer'));
  }
}
