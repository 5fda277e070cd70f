import type { ServerVersion } from '../../sql/dialect.js';
import { isAtLeast } from '../../sql/dialect.js';
import type { LockClauseValue } from '../impact.js';
import type { ChangeKind } from './change.js';
import type { ConditionName } from './condition.js';

/**
 * What ALGORITHM=INPLACE does for a change: metadata only, whole partitions are thrown away or swapped, the rows of a
 * table that becomes a partition are read, an index is built, every row is written anew; "no" where only a copy will do.
 */
export type InPlace = 'metadata' | 'discard' | 'scan' | 'build' | 'rebuild' | 'no';
/** The word of the manual's tables: "yes" where the statement can be done by changing metadata alone. */
export type Instant = 'instant' | '-';

/**
 * One line of the manual's tables of online DDL operations: from that release on, under those conditions, the change
 * can be done in these ways. Of the lines for one change, the first whose release and conditions hold speaks.
 */
export type FactRow = readonly [
  change: ChangeKind | 'any',
  conditions: readonly ConditionName[],
  from: string,
  instant: Instant,
  inPlace: InPlace,
  /** The weakest LOCK that the server accepts with it. */
  lock: LockClauseValue,
  /** The server's own words where it refuses a cheaper ALGORITHM or LOCK (error 1846); empty where it has none (1845). */
  reason: string,
  source: string,
];

/** What one change asks of the statement that contains it. */
export interface Effect {
  readonly instant: boolean;
  readonly inPlace: InPlace;
  readonly lock: LockClauseValue;
  readonly reason: string;
  /** The id of the row, and where the row comes from. */
  readonly fact: string;
  readonly source: string;
}

export const IN_PLACE_ORDER: readonly InPlace[] = ['metadata', 'discard', 'scan', 'build', 'rebuild', 'no'];
export const LOCK_ORDER: readonly LockClauseValue[] = ['NONE', 'SHARED', 'EXCLUSIVE'];

/** "add-column:compressed@8.0.12": names a row for ever. */
export function factId(row: FactRow): string {
  const [change, conditions, from] = row;
  return change + conditions.map((name) => `:${name}`).join('') + (from === '' ? '' : `@${from}`);
}

/** True when the release is at least the one written; always true for none. */
export function holdsFrom(version: ServerVersion, from: string): boolean {
  const [major = 0, minor = 0, patch = 0] = from.split('.').map(Number);
  return isAtLeast(version, major, minor, patch);
}

function effectOf(row: FactRow): Effect {
  const [, , , instant, inPlace, lock, reason, source] = row;
  return { instant: instant === 'instant', inPlace, lock, reason, fact: factId(row), source };
}

/** True, false, or undefined where the history does not say. */
export type Holds = (condition: ConditionName) => boolean | undefined;

/** Every row that may speak for the change: more than one only where a condition is not known. */
export function effectsOf(
  rows: readonly FactRow[],
  kind: ChangeKind,
  version: ServerVersion,
  holds: Holds,
): readonly Effect[] {
  const possible: Effect[] = [];
  for (const row of rows) {
    const [change, conditions, from] = row;
    if ((change !== kind && change !== 'any') || !holdsFrom(version, from)) continue;
    const values = conditions.map(holds);
    if (values.includes(false)) continue;
    possible.push(effectOf(row));
    if (!values.includes(undefined)) return possible;
  }
  return possible;
}

/** Negative when `a` asks for less than `b`. */
export function compareEffects(a: Effect, b: Effect): number {
  return (
    Number(b.instant) - Number(a.instant) ||
    IN_PLACE_ORDER.indexOf(a.inPlace) - IN_PLACE_ORDER.indexOf(b.inPlace) ||
    LOCK_ORDER.indexOf(a.lock) - LOCK_ORDER.indexOf(b.lock)
  );
}
