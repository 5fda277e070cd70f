/** This folder chooses the words and the effects of a review. It may not do I/O, nor change a verdict. */
import type { Finding, Gap, Review } from '../engine/finding.js';
import type { InputProblem, ReviewSettings } from '../engine/review-input.js';
import { docsUrl, type DocsDefaults } from './docs-url.js';
import type { Questions } from './questions.js';

/** All that words are chosen from, beside the place where they are shown. */
export interface Report {
  readonly review: Review;
  readonly settings: ReviewSettings;
  readonly problems: readonly InputProblem[];
  readonly docs: DocsDefaults;
  readonly questions: Questions;
}

/** A finding or a gap: what a person has to look at. */
export type Subject = Finding | Gap;

/** The word by which a subject is acknowledged and its page is found. */
export function idOf(subject: Subject): string {
  return isFinding(subject) ? subject.rule : subject.id;
}

/** A finding, not a gap. */
export function isFinding(subject: Subject): subject is Finding {
  return 'rule' in subject;
}

/** A gap, not a finding. */
export function isGap(subject: Subject): subject is Gap {
  return !isFinding(subject);
}

/** The page of a rule or gap. */
export function pageOf(id: string, { settings, docs }: Pick<Report, 'settings' | 'docs'>): string {
  return docsUrl(id, settings.docs, docs);
}

const RANK = { blocker: 0, warning: 2, advice: 3 } as const;
const GAP_RANK = 1;
/** Behind all that is open, in the same order. */
const ACKNOWLEDGED_RANK = 4;

/** Findings and gaps: what holds the merge first, what is acknowledged last, then by severity, file and line. */
export function ranked(review: Review): readonly Subject[] {
  return [...review.findings, ...review.gaps].sort(
    (a, b) => rank(a) - rank(b) || compare(a.file, b.file) || a.line - b.line,
  );
}

/** Holds the pull request until it is fixed, or acknowledged by whoever may. */
export function isHolding(subject: Subject): boolean {
  return subject.state !== 'acknowledged' && (!isFinding(subject) || subject.severity === 'blocker');
}

function rank(subject: Subject): number {
  const own = isFinding(subject) ? RANK[subject.severity] : GAP_RANK;
  return subject.state === 'acknowledged' ? ACKNOWLEDGED_RANK + own : own;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
