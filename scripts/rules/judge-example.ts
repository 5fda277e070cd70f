import type { Review } from '../../src/engine/finding.js';
import type { RegistryEntry } from '../../src/engine/rule.js';
import type { Example } from './page.js';
import { findingText } from './run-example.js';

/** What a page promises of an example, and what a review of it answers: equal where the page holds. */
export interface Judged {
  readonly promised: unknown;
  readonly answered: unknown;
}

/** Compares a review of an example with what the page of `entry` promises. */
export function judgeExample(example: Example, entry: RegistryEntry, review: Review): Judged {
  const gaps = review.gaps.map(({ id }) => id);
  if (entry.subject === 'gap') return { promised: [entry.id], answered: gaps };
  if (example.kind === 'bad') {
    const own = review.findings.filter(({ rule }) => rule === entry.id).map(findingText);
    return {
      promised: { findings: [example.finding?.text], gaps: [] },
      answered: { findings: own, gaps },
    };
  }
  return {
    promised: { findings: [], gaps: example.kind === 'undecided' ? 1 : 0 },
    answered: { findings: review.findings, gaps: gaps.length },
  };
}
