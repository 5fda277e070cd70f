import type { Finding, Review } from '../engine/finding.js';
import { count, list } from './counting.js';
import type { Paint } from './paint.js';
import { isFinding, ranked, type Report } from './report.js';

/** The last line of a review at a terminal: whether it blocks, and how much of what was found. */
export function verdictLine(
  { review, settings }: Pick<Report, 'review' | 'settings'>,
  paint: Paint,
  elapsedMs: number | undefined,
): string {
  const time = elapsedMs === undefined ? '' : paint.dim(` (${(elapsedMs / 1000).toFixed(1)} s)`);
  const nothing = review.checked.length === 0 && review.gaps.length === 0;
  if (nothing) return `${paint.green('✓ Nothing to check:')} no SQL migration changes here.${time}`;
  const counts = countWords(review);
  switch (review.verdict) {
    case 'clear':
      return `${paint.green(paint.bold('✓ Clear:'))} ${counts === '' ? 'nothing here hurts.' : `nothing blocks; ${counts}.`}${time}`;
    case 'acknowledged':
      return `${paint.green(paint.bold('✓ Acknowledged:'))} nothing blocks; ${counts}.${time}`;
    case 'blocked':
    case 'incomplete': {
      const word = review.verdict === 'blocked' ? 'Blocked' : 'Incomplete';
      const shown = settings.mode === 'observe' ? `${word} (only observed)` : word;
      return `${paint.red(paint.bold(`✗ ${shown}:`))} ${counts}.${time}`;
    }
  }
}

function countWords(review: Review): string {
  const subjects = ranked(review);
  const left = subjects.filter(({ state }) => state !== 'acknowledged');
  const kinds = left.map((subject) => (isFinding(subject) ? subject.severity : 'gap'));
  const number = (kind: Finding['severity'] | 'gap'): number =>
    kinds.filter((other) => other === kind).length;
  const acknowledged = subjects.length - left.length;
  const words = [
    number('blocker') > 0 && count(number('blocker'), 'blocker'),
    number('warning') > 0 && count(number('warning'), 'warning'),
    number('advice') > 0 && `${number('advice')} advice`,
    number('gap') > 0 && `${number('gap')} not judged`,
    acknowledged > 0 && `${acknowledged} acknowledged`,
  ];
  return list(
    words.filter((word) => word !== false),
    words.length,
  );
}
