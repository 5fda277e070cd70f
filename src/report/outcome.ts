import type { Gap, Review } from '../engine/finding.js';
import type { ReviewSettings } from '../engine/review-input.js';
import { count } from './counting.js';
import type { Conclusion } from './plan.js';
import { isHolding } from './report.js';

/** How the check ends. The title is plain text. */
export interface Outcome {
  readonly conclusion: Conclusion;
  readonly title: string;
}

/**
 * What a review says of the pull request, and `people` after it. In observe mode it always passes, with the title that it
 * would have had.
 */
export function outcomeOf(
  review: Review,
  mode: ReviewSettings['mode'],
  reviewedMigrations: number,
  people: (outcome: Outcome) => Outcome = (outcome) => outcome,
): Outcome {
  const outcome = people(enforced(review, reviewedMigrations));
  return mode === 'observe' ? observed(outcome) : outcome;
}

/** An outcome as it is shown where Precheck only observes. */
export function observed({ conclusion, title }: Outcome): Outcome {
  const isHeld = conclusion === 'failure' || conclusion === 'action_required';
  return { conclusion: 'success', title: isHeld ? `Would block: ${title}` : title };
}

function enforced(review: Review, reviewedMigrations: number): Outcome {
  switch (review.verdict) {
    case 'blocked':
      return blocked(review);
    case 'incomplete':
      return { conclusion: 'action_required', title: incompleteTitle(review.gaps.filter(isHolding)) };
    case 'acknowledged':
    case 'clear':
      return { conclusion: 'success', title: clearTitle(review, reviewedMigrations) };
  }
}

function blocked(review: Review): Outcome {
  const held = review.findings.filter(isHolding);
  const open = held.filter(({ state }) => state === 'open').length;
  if (open > 0) return { conclusion: 'failure', title: `${count(open, 'finding')} to fix before merge` };
  return {
    conclusion: 'action_required',
    title: `${count(held.length, 'acknowledged finding')} must be approved by an expert`,
  };
}

function incompleteTitle(gaps: readonly Gap[]): string {
  const files = gaps.filter(({ statement }) => statement === '').length;
  const statements = gaps.length - files;
  const parts = [
    ...(statements > 0 ? [count(statements, 'statement')] : []),
    ...(files > 0 ? [count(files, 'file')] : []),
  ];
  return `${parts.join(' and ')} could not be judged`;
}

function clearTitle(review: Review, reviewedMigrations: number): string {
  const acknowledged = [...review.findings, ...review.gaps].filter(({ state }) => state === 'acknowledged');
  const notes = review.findings.length + review.gaps.length - acknowledged.length;
  if (notes > 0) return `No blocking findings (${count(notes, 'note')})`;
  if (acknowledged.length > 0) return `No open findings (${String(acknowledged.length)} acknowledged)`;
  if (reviewedMigrations === 0) return 'No SQL migrations in this pull request';
  return `No findings in ${count(reviewedMigrations, 'migration')}`;
}
