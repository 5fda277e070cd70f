import type { HeadRun } from '../github/open-heads.js';
import { isFailedTitle } from '../report/check-run.js';

/**
 * What our check says on a head. `answered`: it has a verdict, since so many milliseconds since 1970. `failed`: Precheck
 * could not finish, so often in a row, and last at that time. `lost`: nobody is told anything, or a run was begun and not
 * ended, or the newest was given up in favour of one that never came.
 */
export type HeadState =
  | { readonly kind: 'answered'; readonly since: number }
  | { readonly kind: 'failed'; readonly times: number; readonly since: number }
  | { readonly kind: 'lost' };

/** What the runs of the check on one commit, the oldest first, come to. */
export function headState(runs: readonly HeadRun[]): HeadState {
  const newest = runs.at(-1);
  if (newest === undefined || newest.conclusion === 'cancelled') return { kind: 'lost' };
  if (!runs.every(({ isCompleted }) => isCompleted)) return { kind: 'lost' };
  const since = Date.parse(newest.completedAt ?? '');
  if (!isFailedTitle(newest.title)) return { kind: 'answered', since };
  const told = runs.filter(({ conclusion }) => conclusion !== 'cancelled');
  const lastAnswer = told.findLastIndex(({ title }) => !isFailedTitle(title));
  return { kind: 'failed', times: told.length - 1 - lastAnswer, since };
}
