import type { Review } from '../engine/finding.js';
import type { InputProblem, ReviewSettings } from '../engine/review-input.js';
import { fit, type Block } from './budget.js';
import { checkRun } from './check-run.js';
import { commentBody } from './comment.js';
import { count } from './counting.js';
import type { DocsDefaults } from './docs-url.js';
import { link, markdown } from './markdown.js';
import { markerLine, SUMMARY_FINGERPRINT, type MarkerScope } from './marker.js';
import { outcomeOf, type Outcome } from './outcome.js';
import type { Commit } from './permalink.js';
import { place, type Placed, type Placement } from './placement.js';
import type { InlineComment, Plan, PullRequestFacts, ReviewPlan, SummaryPlan } from './plan.js';
import type { Report } from './report.js';
import { summaryBlocks } from './summary.js';

/** Room for the marker, and some below GitHub's 65,536 characters. */
const LONGEST_BODY = 59_000;

export interface PlanOptions {
  readonly docs: DocsDefaults;
  /** Signs our comments; the same from one run to the next. */
  readonly markerKey: string;
  /** Migrations that the pull request proposes; 0: nothing here concerns Precheck. */
  readonly reviewedMigrations: number;
  /** Per rule or gap id: the question that its page answers. */
  readonly questions?: Readonly<Record<string, string>> | undefined;
}

/**
 * Everything that Precheck will do on the pull request. Each finding and gap is in the check's summary; each that is not
 * acknowledged has a comment on its line too, or is an annotation and a row of the summary comment. Nothing is said twice
 * on a line, and nothing new means no review.
 */
export function makePlan(
  review: Review,
  input: { readonly settings: ReviewSettings; readonly problems: readonly InputProblem[] },
  pull: PullRequestFacts,
  options: PlanOptions,
): Plan {
  const { docs, questions } = options;
  const report: Report = { review, settings: input.settings, problems: input.problems, docs, questions };
  const outcome = outcomeOf(review, input.settings.mode, options.reviewedMigrations);
  const commit: Commit = { htmlUrl: pull.htmlUrl, sha: pull.headSha };
  const scope: MarkerScope = {
    key: options.markerKey,
    repository: pull.repository,
    pullRequest: pull.number,
  };
  const placement = place(report, pull);
  const summary = summaryBlocks(report, outcome, commit);
  return {
    check: checkRun(report, outcome, summary, commit, placement.unplaced),
    review: reviewPlan(report, outcome, pull, placement, scope),
    summary: summaryPlan(summary, pull, placement, scope),
  };
}

function reviewPlan(
  report: Report,
  outcome: Outcome,
  pull: PullRequestFacts,
  placement: Placement,
  scope: MarkerScope,
): ReviewPlan | null {
  if (placement.inline.length === 0) return null;
  return {
    body: reviewBody(outcome, pull, placement),
    comments: placement.inline.map((placed) => inlineComment(placed, report, scope)),
  };
}

function reviewBody({ title }: Outcome, pull: PullRequestFacts, { unplaced }: Placement): string {
  const check = link('the check', `${pull.htmlUrl}/pull/${pull.number}/checks`);
  const rest =
    unplaced.length === 0 ? '' : ` ${count(unplaced.length, 'more is', 'more are')} listed only there.`;
  return `**Precheck: ${markdown(title)}.** All of it, and what was checked, is in ${check}.${rest}`;
}

function inlineComment(placed: Placed, report: Report, scope: MarkerScope): InlineComment {
  const { subject, anchor, isOnSuggestion } = placed;
  const body = commentBody(subject, report, isOnSuggestion);
  return {
    path: subject.file,
    ...anchor,
    body: `${body}\n${markerLine(subject.fingerprint, scope)}`,
    fingerprint: subject.fingerprint,
  };
}

function summaryPlan(
  summary: readonly Block[],
  { summaryCommentId: commentId }: PullRequestFacts,
  { unplaced }: Placement,
  scope: MarkerScope,
): SummaryPlan | null {
  if (unplaced.length === 0 && commentId === null) return null;
  const body = `${fit(summary, LONGEST_BODY)}\n\n${markerLine(SUMMARY_FINGERPRINT, scope)}`;
  return { body, commentId };
}
