import { setTimeout as sleep } from 'node:timers/promises';

import type { LockMode } from '../../impact/impact.js';
import { stronger } from '../../impact/postgres/lock.js';
import type { Connection } from '../connection.js';
import { ServerError } from '../connection.js';
import type { Observation } from '../observation.js';
import { filesOf, locksOf, rewritten, scannedBetween, scansOf, tablesOf } from './relations.js';

/** Three sessions in the database whose tables are watched. */
export interface WatchedPostgres {
  /** Runs the statement. */
  readonly session: Connection;
  /** Looks at the first one from outside. */
  readonly observer: Connection;
  /** Holds locks, so that a statement that takes no part in a transaction stands still long enough to be looked at. */
  readonly blocker: Connection;
}

/** SQLSTATE active_sql_transaction: the statement runs in no transaction. */
const NOT_IN_TRANSACTION = '25001';

/**
 * Runs SQL text in a transaction of its own and says what it locked, rewrote and read before the end of it. `after`
 * says how it ends; with 'rollback' the database is as before.
 */
export async function observeInTransaction(
  { session, observer }: WatchedPostgres,
  ran: string,
  after: 'commit' | 'rollback',
): Promise<Observation> {
  const before = await filesOf(observer);
  const pid = await pidOf(session);
  await session.query('BEGIN');
  try {
    const scansBefore = await scansOf(session);
    await session.query(ran);
    const { full, empty } = scannedBetween(scansBefore, await scansOf(session));
    const files = await filesOf(session);
    const { locks } = await locksOf(observer, pid);
    const named = (oids: readonly string[]) => oids.flatMap((oid) => before.get(oid)?.name ?? []);
    await session.query(after);
    return {
      ran,
      locks: Object.fromEntries(locks),
      scans: named(full),
      emptyScans: named(empty),
      rewrites: rewritten(before, files),
    };
  } catch (error) {
    await session.query('ROLLBACK');
    if (!(error instanceof ServerError)) throw error;
    return { ran, refused: { code: error.code, message: error.message } };
  }
}

/** Whether the server refused only because the statement was in a transaction. */
export function needsNoTransaction({ refused }: Observation): boolean {
  return refused?.code === NOT_IN_TRANSACTION;
}

/**
 * Runs SQL text and keeps what it did: in a transaction of its own, or outside where the server wants that and the migration
 * has opened none (`inTransaction`).
 */
export async function observeForGood(
  watched: WatchedPostgres,
  ran: string,
  inTransaction: boolean,
): Promise<Observation> {
  const inside = await observeInTransaction(watched, ran, 'commit');
  return needsNoTransaction(inside) && !inTransaction ? observeOutside(watched, ran) : inside;
}

/** How long a statement may wait for the blocker before it is let go, in steps of `POLL_MS`. */
const POLLS = 100;
const POLL_MS = 10;

/**
 * Runs a statement outside a transaction, against a lock on every table that all such statements conflict with. The
 * locks of the first table on which it waits are seen, not those that it takes later; scans are not seen.
 */
export async function observeOutside(
  { session, observer, blocker }: WatchedPostgres,
  ran: string,
): Promise<Observation> {
  const before = await filesOf(observer);
  const pid = await pidOf(session);
  const tables = await tablesOf(observer);
  await blocker.query('BEGIN');
  if (tables.length > 0)
    await blocker.query(`LOCK TABLE ${tables.join(', ')} IN SHARE UPDATE EXCLUSIVE MODE`);
  const state = { running: true };
  const end = session.query(ran).then(
    () => undefined,
    (error: unknown) => error,
  );
  void end.then(() => (state.running = false));
  const locks = new Map<string, LockMode>();
  const look = async (): Promise<boolean> => {
    const seen = await locksOf(observer, pid);
    for (const [name, mode] of seen.locks) locks.set(name, stronger(locks.get(name), mode));
    return seen.waits;
  };
  for (let poll = 0; poll < POLLS && state.running && !(await look()); poll++) await sleep(POLL_MS);
  await blocker.query('ROLLBACK');
  const error = await end;
  if (error instanceof ServerError) return { ran, refused: { code: error.code, message: error.message } };
  if (error instanceof Error) throw error;
  const rewrites = rewritten(before, await filesOf(observer));
  return { ran, locks: Object.fromEntries(locks), locksInPart: true, rewrites };
}

async function pidOf(session: Connection): Promise<number> {
  const [row] = await session.query('SELECT pg_backend_pid() AS pid');
  return Number(row?.['pid']);
}
