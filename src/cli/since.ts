import { git } from '../repository/git.js';
import { firstParentTimes } from '../repository/log.js';
import { commitOf } from './default-branch.js';
import { UsageError } from './exit.js';

/** The part of a branch's first-parent history that is asked for: its newest commits. */
export interface Range {
  readonly commits: number;
  /** "since 2025-01-31" or "since v1.2": for people. */
  readonly words: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const AGO = /^(\d{1,4}) ?(day|week|month|year)s?(?: ago)?$/;
const YEAR = '1 year ago';

/**
 * What `--since` means on a branch: the commits that a name's history lacks, or those from a date on. A span, and the
 * year that is the default, counts back from the newest commit, so that a clone gives the same answer on any day.
 * Throws `UsageError` for what is neither.
 */
export async function rangeSince(directory: string, tip: string, since = YEAR): Promise<Range> {
  const commit = await commitOf(directory, since);
  if (commit !== undefined) {
    const count = await git(directory, 'rev-list', '--first-parent', '--count', tip, '--not', commit);
    return { commits: Number(count), words: `since ${since}` };
  }
  const times = await firstParentTimes(directory, tip);
  const from = startOf(since, times[0] ?? 0);
  if (from === undefined) {
    throw new UsageError(
      `--since ${since}: neither a commit, nor a date like 2025-01-31, nor a span like "6 months ago".`,
    );
  }
  const words = `since ${new Date(from * 1000).toISOString().slice(0, 10)}`;
  return { commits: times.findLastIndex((time) => time >= from) + 1, words };
}

/** In seconds since 1970; undefined when the text is no date and no span. */
function startOf(since: string, newest: number): number | undefined {
  if (DATE.test(since)) {
    const time = Date.parse(since);
    return Number.isNaN(time) ? undefined : time / 1000;
  }
  const [, digits, unit] = AGO.exec(since.trim()) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  const date = new Date(newest * 1000);
  if (unit === 'year') backMonths(date, 12 * number);
  else if (unit === 'month') backMonths(date, number);
  else date.setUTCDate(date.getUTCDate() - number * (unit === 'week' ? 7 : 1));
  return date.getTime() / 1000;
}

/** A month before the 31st of March is the last day of February. */
function backMonths(date: Date, months: number): void {
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() - months);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
}
