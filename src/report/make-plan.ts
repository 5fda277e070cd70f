import type { Notice, Review } from '../engine/finding.js';
import type { InputProblem, ReviewSettings } from '../engine/review-input.js';
import type { Requests } from '../escalation/requests.js';
import { fit, type Block } from './budget.js';
import { checkRun } from './check-run.js';
import { commentBody } from './comment.js';
import { count } from './counting.js';
import type { DocsDefaults } from './docs-url.js';
import { expertBlocks, expertTasks, withExperts, withoutHidden, type ExpertsReport } from './escalation.js';
import { link, markdown } from './markdown.js';
import { markerLine, SUMMARY_FINGERPRINT, type MarkerScope } from './marker.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { ownerBlocks, type OwnerNotes } from './owner-notes.js';
import type { Commit } from './permalink.js';
import { place, type Placed, type Placement } from './placement.js';
import type { FileComment, InlineComment, Plan, PullRequestFacts, ReviewPlan, SummaryPlan } from './plan.js';
import type { Questions } from './questions.js';
import type { Report, Subject } from './report.js';
import { EMPTY_RECORD, recordLine, type PullRecord } from './record.js';
import { saysTheSame } from './same-text.js';
import { commandsBlock, summaryBlocks } from './summary.js';
import { upkeep } from './upkeep.js';

/** Room for the marker, and some below GitHub's 65,536 characters. */
const LONGEST_BODY = 59_000;
/** GitHub's list of changed files ends here. */
const MOST_LISTED_FILES = 3000;

/** What a plan depends on beside the review. */
export interface PlanOptions {
  readonly docs: DocsDefaults;
  /** Signs our comments; the same from one run to the next. */
  readonly markerKey: string;
  /** Migrations that the pull request proposes; 0: nothing here concerns Precheck. */
  readonly reviewedMigrations: number;
  readonly questions: Questions;
  /** What the summary comment has to remember for the next review. */
  readonly record?: PullRecord | undefined;
  /** Where the pull request stands with its experts, and who is asked now; undefined: none is needed. */
  readonly experts?: (ExpertsReport & { readonly requests: Requests }) | undefined;
  /** What keeps GitHub from asking the owners of these migrations; left out: nothing. */
  readonly owners?: OwnerNotes | undefined;
  /** Somebody talks to Precheck in the conversation, and is answered in the summary comment. */
  readonly isSpokenTo?: boolean | undefined;
}

/**
 * Everything that Precheck will do on the pull request. Each finding and gap is in the check's summary; each that is not
 * acknowledged has a comment on its line or its file too, or is an annotation and a row of the summary comment. Nothing is
 * said twice, and what is there already is not written again.
 */
export function makePlan(
  review: Review,
  input: { readonly settings: ReviewSettings; readonly problems: readonly InputProblem[] },
  pull: PullRequestFacts,
  options: PlanOptions,
): Plan {
  const { docs, questions } = options;
  const placement = place({ review }, pull);
  const report: Report = {
    review: { ...review, notices: [...review.notices, ...unlisted(pull, placement)] },
    settings: input.settings,
    problems: input.problems,
    docs,
    questions,
  };
  const experts = options.experts && withoutHidden(options.experts);
  const outcome = outcomeOf(review, input.settings.mode, options.reviewedMigrations, (reviewed) =>
    withExperts(reviewed, experts),
  );
  const commit: Commit = { htmlUrl: pull.htmlUrl, sha: pull.headSha };
  const scope = { key: options.markerKey, repository: pull.repository, pullRequest: pull.number };
  const people = experts && {
    tasks: expertTasks(experts),
    blocks: expertBlocks(experts.standing, commit),
  };
  const summary = [...summaryBlocks(report, outcome, commit, people), ...ownerBlocks(options.owners)];
  const writing: Writing = { report, commit, scope };
  return {
    check: checkRun(report, outcome, summary, commit, withoutLine(placement)),
    review: reviewPlan(outcome, pull, placement, writing),
    fileComments: placement.onFile.map((subject) => fileComment(subject, writing)),
    fileCommentRoom: placement.fileRoom,
    ...upkeep(report, pull, placement, commit, scope),
    summary: summaryPlan(summary, pull, placement, scope, options),
    requests: experts?.requests.ask ?? [],
  };
}

interface Writing {
  readonly report: Report;
  readonly commit: Commit;
  readonly scope: MarkerScope;
}

/** Said where GitHub's list of the changed files is cut: the review read them all, comments are another matter. */
function unlisted({ files }: PullRequestFacts, { unplaced }: Placement): readonly Notice[] {
  if (files.length < MOST_LISTED_FILES) return [];
  const paths = new Set(files.map(({ path }) => path));
  if (unplaced.every(({ file }) => paths.has(file))) return [];
  const text =
    'GitHub lists only the first 3,000 changed files. All of them were reviewed; what was found in the others has no comment on its line.';
  return [{ file: null, line: null, text }];
}

/** What no comment shows on its line as the file is now. */
function withoutLine({ unplaced, standing }: Placement): readonly Subject[] {
  const outdated = standing.filter(
    ({ subject, comment }) => comment.lines === null && subject.state !== 'acknowledged',
  );
  return [...unplaced, ...outdated.map(({ subject }) => subject)];
}

function reviewPlan(
  outcome: Outcome,
  pull: PullRequestFacts,
  placement: Placement,
  writing: Writing,
): ReviewPlan | null {
  if (placement.inline.length === 0) return null;
  return {
    body: reviewBody(outcome, pull, placement),
    comments: placement.inline.map((placed) => inlineComment(placed, writing)),
  };
}

function reviewBody({ title }: Outcome, pull: PullRequestFacts, { unplaced }: Placement): string {
  const check = link('the check', `${pull.htmlUrl}/pull/${pull.number}/checks`);
  const rest =
    unplaced.length === 0 ? '' : ` ${count(unplaced.length, 'more is', 'more are')} listed only there.`;
  return `**Precheck: ${markdown(title)}.** All of it, and what was checked, is in ${check}.${rest}`;
}

function inlineComment({ subject, anchor, isOnSuggestion }: Placed, writing: Writing): InlineComment {
  const { report, scope } = writing;
  const { file: path, fingerprint } = subject;
  const on = isOnSuggestion ? 'suggestion' : 'line';
  const marker = markerLine(fingerprint, scope, isOnSuggestion ? 'suggestion' : 'open');
  const body = `${commentBody(subject, report, { on })}\n${marker}`;
  return { path, ...anchor, body, fingerprint, onFile: fileComment(subject, writing) };
}

function fileComment(subject: Subject, { report, commit, scope }: Writing): FileComment {
  const { file: path, fingerprint } = subject;
  const text = commentBody(subject, report, { on: 'file', commit });
  return { path, body: `${text}\n${markerLine(fingerprint, scope)}`, fingerprint };
}

function summaryPlan(
  summary: readonly Block[],
  { summaries: [standing] }: PullRequestFacts,
  { unplaced, inline, onFile }: Placement,
  scope: MarkerScope,
  { record = EMPTY_RECORD, isSpokenTo = false }: PlanOptions,
): SummaryPlan | null {
  const memory = recordLine(record, scope);
  const blocks = isSpokenTo ? [...summary, commandsBlock()] : summary;
  const ending = [...(memory === '' ? [] : [memory]), markerLine(SUMMARY_FINGERPRINT, scope)].join('\n');
  const body = `${fit(blocks, LONGEST_BODY - Buffer.byteLength(ending))}\n\n${ending}`;
  if (standing)
    return saysTheSame(standing.body, body) ? null : { body, nodeId: standing.nodeId, when: 'always' };
  if (unplaced.length > 0 || isSpokenTo || memory !== '') return { body, nodeId: null, when: 'always' };
  return inline.length + onFile.length > 0 ? { body, nodeId: null, when: 'refused' } : null;
}
