import type { Session } from '../catalog/catalog.js';
import type { Dialect } from '../sql/dialect.js';
import { lookUp } from '../look-up.js';

/**
 * The longest wait for a lock that a session may allow, in seconds. While a statement waits everybody behind it waits
 * too, and a minute of that is an outage.
 */
export const LONGEST_LOCK_WAIT = 60;

/** PostgreSQL: what ends a statement that waits. */
const LIMITS = ['lock_timeout', 'statement_timeout', 'transaction_timeout'] as const;

/** Seconds in each unit that PostgreSQL writes a time in; a bare number counts milliseconds. */
const UNITS: Readonly<Record<string, number>> = {
  us: 1e-6,
  ms: 1e-3,
  '': 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86400,
};

/**
 * How many seconds a statement of this session waits for a lock before it gives up. Undefined where nothing was set, so
 * that the server's default counts: for ever on PostgreSQL, a year on MySQL, a day on MariaDB. Infinity where the
 * session says for ever.
 */
export function lockWaitOf(dialect: Dialect, { variables }: Session): number | undefined {
  if (dialect !== 'postgres') {
    const value = variables['lock_wait_timeout'];
    return value !== undefined && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
  }
  const limits = LIMITS.flatMap((name) => secondsIn(variables[name]) ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** Zero means no limit. Undefined for what is no time. */
function secondsIn(text: string | undefined): number | undefined {
  const match = /^\s*'?\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*'?\s*$/i.exec(text ?? '');
  const unit = lookUp(UNITS, (match?.[2] ?? '').toLowerCase());
  if (!match || unit === undefined) return undefined;
  const seconds = Number(match[1]) * unit;
  return seconds === 0 ? Infinity : seconds;
}

/** True when a statement of this session does not wait for a lock so long that those behind it are an outage. */
export function boundsLockWait(dialect: Dialect, session: Session): boolean {
  return (lockWaitOf(dialect, session) ?? Infinity) <= LONGEST_LOCK_WAIT;
}
