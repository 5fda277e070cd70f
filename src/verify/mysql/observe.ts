import type { Operation } from '../../sql/operation.js';
import type { Statement } from '../../sql/statement.js';
import { refusalOf, type Connection } from '../connection.js';
import type { Attempt, Observation } from '../observation.js';
import { WAYS, withClauses } from './clause.js';
import type { Way } from './clause.js';
import { rewritten, storageOf, usedRowVersion, watchedTables } from './storage.js';

/** A session in the database whose tables are watched. */
export interface Watched {
  readonly connection: Connection;
  readonly database: string;
  readonly dialect: 'mysql' | 'mariadb';
}

/** Runs a statement as it is written, or as `ran` writes it with other clauses. */
export async function observeAsWritten(
  watched: Watched,
  statement: Statement,
  ran = statement.text,
): Promise<Observation> {
  const { connection, database } = watched;
  const before = await storageOf(connection, database);
  const refused = await refusalOf(connection, ran);
  if (refused) return { ran, refused };
  const after = await storageOf(connection, database);
  if (!before || !after || statement.operations.some(truncates)) return { ran };
  return {
    ran,
    rewrites: rewritten(before, after),
    watched: watchedTables(before, after),
    rowVersion: usedRowVersion(before, after),
  };
}

/** What `observeCheapest` saw, and every clause that was refused before. */
export interface Probed {
  readonly observation: Observation;
  readonly attempts: readonly Attempt[];
}

/** A clause that the grammar has no place for, or a word that this server does not know: no answer on the statement. */
const NOT_KNOWN = new Set(['1064', '1800']);

/**
 * The statement has no such clause; or the table is in the way of the cheapest algorithm, and the server that is not told
 * takes no other one: a row that became too long by columns that were dropped instantly.
 */
const ENDS_PROBING = new Set(['1064', '1118']);

/**
 * Runs a statement in the cheapest way that the server takes: asks for every ALGORITHM and LOCK in turn, which leave the
 * table alone while they are refused. As it is written where it has no such clause, or all are refused.
 */
export async function observeCheapest(watched: Watched, statement: Statement): Promise<Probed> {
  const attempts: Attempt[] = [];
  for (const way of WAYS[watched.dialect]) {
    const sql = withClauses(statement, way);
    if (sql === undefined) break;
    const observation = await observeAsWritten(watched, statement, sql);
    const code = observation.refused?.code;
    if (code === undefined) return { attempts, observation: heeded(observation, way, statement) };
    if (ENDS_PROBING.has(code)) break;
    if (!NOT_KNOWN.has(code)) attempts.push({ sql, refused: code });
  }
  return { attempts, observation: await observeAsWritten(watched, statement) };
}

/** Empty storage takes the place of the full one, or none: new, and nothing written. */
function truncates(operation: Operation): boolean {
  const { kind } = operation;
  if (kind === 'changePartitions') return /^(?:truncate|discard-tablespace)$/.test(operation.action);
  return kind === 'truncateTable' || kind === 'changeTablespace';
}

/**
 * The observation with its clauses. Without them where the server reads the clause and does as it always does: it
 * rewrites at INSTANT, or the table is temporary or of an engine whose storage is not watched.
 */
function heeded(observation: Observation, way: Way, { operations }: Statement): Observation {
  const isRenamed = operations.some(({ kind }) => kind === 'renameTable');
  const isWatched = operations.some(
    (operation) => 'table' in operation && observation.watched?.includes(operation.table?.name ?? ''),
  );
  const isKnown = observation.watched === undefined || isWatched || isRenamed;
  const isIdle = way.algorithm === 'INSTANT' && (observation.rewrites ?? []).length > 0;
  return isKnown && !isIdle ? { ...observation, ...way } : observation;
}
