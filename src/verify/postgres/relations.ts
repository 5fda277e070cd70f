import type { LockMode } from '../../impact/impact.js';
import { stronger } from '../../impact/postgres/lock.js';
import type { Connection } from '../connection.js';

const OWN = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'";

/** The files that hold tables and materialised views, by oid; each with the relation's name. */
export type Files = ReadonlyMap<string, { readonly name: string; readonly file: string }>;

/** The storage of every table and materialised view, by oid: another file means that it was rewritten. */
export async function filesOf(connection: Connection): Promise<Files> {
  const rows = await connection.query(
    `SELECT c.oid, c.relname, c.relfilenode FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND ${OWN}`,
  );
  return new Map(
    rows.map((row) => [
      String(row['oid']),
      { name: String(row['relname']), file: String(row['relfilenode']) },
    ]),
  );
}

/** The tables that were there before, under the name they had, and are in another file now. */
export function rewritten(before: Files, after: Files): readonly string[] {
  return [...before].flatMap(([oid, { name, file }]) => {
    const now = after.get(oid);
    return now && now.file !== file ? [name] : [];
  });
}

/**
 * The strongest lock that the session `pid` has or waits for on each relation, indexes and catalogue left out. Asked by
 * another session, which does not see what the first one creates and has not committed.
 */
export async function locksOf(
  observer: Connection,
  pid: number,
): Promise<{ readonly locks: ReadonlyMap<string, LockMode>; readonly waits: boolean }> {
  const rows = await observer.query(
    `SELECT c.relname, l.mode, l.granted FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE l.locktype = 'relation' AND l.pid = ${pid} AND c.relkind IN ('r', 'p', 'm', 'v', 'S', 'f', 'c') AND ${OWN}`,
  );
  const locks = new Map<string, LockMode>();
  for (const { relname, mode } of rows) {
    locks.set(String(relname), stronger(locks.get(String(relname)), mode as LockMode));
  }
  return { locks, waits: rows.some(({ granted }) => granted === false) };
}

/** Sequential scans of one table, and the rows that they read. */
interface Scans {
  readonly scans: number;
  readonly rows: number;
}

/**
 * By oid, the sequential scans that this session has made and not yet handed to the server's statistics: those of the
 * open transaction, and maybe of some before it.
 */
export async function scansOf(connection: Connection): Promise<ReadonlyMap<string, Scans>> {
  const rows = await connection.query('SELECT relid, seq_scan, seq_tup_read FROM pg_stat_xact_user_tables');
  return new Map(
    rows.map(({ relid, seq_scan, seq_tup_read }) => [
      String(relid),
      { scans: Number(seq_scan), rows: Number(seq_tup_read) },
    ]),
  );
}

/** The oids of the tables that were scanned meanwhile: those that gave rows, and those that held none. */
export function scannedBetween(
  before: ReadonlyMap<string, Scans>,
  after: ReadonlyMap<string, Scans>,
): { readonly full: readonly string[]; readonly empty: readonly string[] } {
  const more = (oid: string, what: keyof Scans): boolean =>
    (after.get(oid)?.[what] ?? 0) > (before.get(oid)?.[what] ?? 0);
  const scanned = [...after.keys()].filter((oid) => more(oid, 'scans'));
  return {
    full: scanned.filter((oid) => more(oid, 'rows')),
    empty: scanned.filter((oid) => !more(oid, 'rows')),
  };
}

/** Every table of the database, quoted, so that it can be locked. */
export async function tablesOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND ${OWN}`,
  );
  return rows.map(({ name }) => String(name));
}
