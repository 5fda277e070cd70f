import type { Dialect } from '../sql/dialect.js';
import { lookUp } from '../look-up.js';

/** Where a server is and who asks. Holds the password: print `withoutPassword`, never this. */
export interface Address {
  readonly dialect: Dialect;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** A Unix socket: its file for MySQL and MariaDB, its folder for PostgreSQL; used in place of host and port. */
  readonly socket: string | undefined;
}

/** A DSN that names no server. The message never holds the text, which may hold a password. */
export class DsnError extends Error {
  override readonly name = 'DsnError';
}

const SCHEMES: Readonly<Record<string, { readonly dialect: Dialect; readonly port: number }>> = {
  'mysql:': { dialect: 'mysql', port: 3306 },
  'mariadb:': { dialect: 'mariadb', port: 3306 },
  'postgres:': { dialect: 'postgres', port: 5432 },
  'postgresql:': { dialect: 'postgres', port: 5432 },
};

/**
 * Reads mysql://USER:PASSWORD@HOST:PORT/, mariadb://… or postgres://…; `?socket=PATH` for a Unix socket. A database in
 * the path is not kept: nothing is done in it. Throws `DsnError`.
 */
export function parseDsn(text: string): Address {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new DsnError('not a URL of the form mysql://user:password@host:3306/');
  }
  const scheme = lookUp(SCHEMES, url.protocol);
  if (!scheme) {
    throw new DsnError(`${url.protocol}// is none of mysql://, mariadb://, postgres://`);
  }
  return {
    dialect: scheme.dialect,
    host: url.hostname === '' ? 'localhost' : url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? scheme.port : Number(url.port),
    user: decoded(url.username) || (scheme.dialect === 'postgres' ? 'postgres' : 'root'),
    password: decoded(url.password),
    socket: url.searchParams.get('socket') ?? undefined,
  };
}

/** The address as it may be printed. */
export function withoutPassword({ user, host, port, socket }: Address): string {
  return `${user}@${socket ?? `${host}:${String(port)}`}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DsnError('the user or the password holds a % that is not followed by two hexadecimal digits');
  }
}
