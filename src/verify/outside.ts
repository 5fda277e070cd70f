import type { Dialect } from '../sql/dialect.js';
import { PRODUCT } from '../sql/dialect.js';
import type { Operation } from '../sql/operation.js';
import type { Statement } from '../sql/statement.js';

/** PostgreSQL's objects that belong to the whole server, or reach another one. */
const OF_THE_SERVER = /role|user|group|database|tablespace|subscription|system|parameter/;

/**
 * Why a statement is not run in a throw-away database: it names another database, changes the server, or what it does is
 * only known when it runs. Undefined where all that it does stays inside.
 */
export function reachesOutside(statement: Statement, dialect: Dialect): string | undefined {
  for (const operation of statement.operations) {
    const reason = dialect === 'postgres' ? outsidePostgres(operation) : outsideMysql(operation);
    if (reason !== undefined) return reason;
  }
  for (const entry of statement.body?.statements ?? []) {
    const reason =
      entry.kind === 'unreadable'
        ? 'what stands inside it cannot be read'
        : reachesOutside(entry.statement, dialect);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function outsideMysql(operation: Operation): string | undefined {
  const database = namedDatabase(operation);
  if (database !== undefined) return `it names the database ${database}`;
  switch (operation.kind) {
    case 'changePrivileges':
    case 'createObject':
    case 'alterObject':
    case 'dropObject':
    case 'renameObject':
      return 'it changes the server beyond one database';
    default:
      return outsideAny(operation, 'mysql');
  }
}

function outsidePostgres(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'changePrivileges':
      return (operation.tables ?? []).length > 0 ? undefined : 'it changes rights beyond its own tables';
    case 'createObject':
    case 'alterObject':
    case 'dropObject':
    case 'renameObject':
      return OF_THE_SERVER.test(operation.object)
        ? `it changes the server: ${operation.object} ${operation.name.name}`
        : undefined;
    case 'reindex':
      return operation.target === 'system' || operation.target === 'database'
        ? 'it names a whole database'
        : undefined;
    default:
      return outsideAny(operation, 'postgres');
  }
}

function outsideAny(operation: Operation, dialect: Dialect): string | undefined {
  switch (operation.kind) {
    case 'setVariable': {
      const isGlobal = operation.scope === 'global' || operation.scope === 'persist';
      return isGlobal ? `it sets ${operation.name} for the whole server` : undefined;
    }
    case 'call':
    case 'executeDynamic':
      return 'what it does is only known when it runs';
    case 'loadData':
      return `it reads or writes files of the machine on which ${PRODUCT[dialect]} runs`;
    case 'administer':
      return 'it changes neither tables nor rows';
    default:
      return undefined;
  }
}

/** The database that some name of the operation is qualified with: on MySQL every such name leads outside. */
function namedDatabase(part: unknown): string | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if ('schema' in part && typeof part.schema === 'string') return part.schema;
  for (const value of Object.values(part)) {
    const found = namedDatabase(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
