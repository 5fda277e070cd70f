import { kindOf } from '../engine/fingerprint.js';
import { lookUp } from '../look-up.js';
import { duplicateBody, goneBody, idIn, movedBody, type Gone } from './closed-comment.js';
import { commentBody, isOffered, type CommentPlace } from './comment.js';
import { markerLine, SUMMARY_FINGERPRINT, type MarkerScope } from './marker.js';
import type { Commit } from './permalink.js';
import { standingComments, type Placement, type Standing } from './placement.js';
import type { ClosedComment, CommentEdit, PullRequestFacts, StandingComment } from './plan.js';
import { isFinding, type Report, type Subject } from './report.js';
import { saysTheSame } from './same-text.js';

/** Of one push; what is left gets its turn at the next review. */
const MOST_EDITS = 30;

/** What becomes of the comments that earlier reviews made. */
export interface Upkeep {
  readonly edits: readonly CommentEdit[];
  readonly closed: readonly ClosedComment[];
}

/**
 * Keeps our comments true: words that changed are edited, what is fixed, moved or said twice is closed. A thread in which
 * a person answered is theirs, and stays as it is.
 */
export function upkeep(
  report: Report,
  pull: PullRequestFacts,
  placement: Placement,
  commit: Commit,
  scope: MarkerScope,
): Upkeep {
  const edits = placement.standing.flatMap((standing) => edited(standing, report, commit, scope));
  const closed = gone(pull, placement).flatMap((comment) =>
    closing(comment, report, pull, placement, commit),
  );
  const all = [...closed.map((closing) => closedComment(closing, scope)), ...closedDoubles(pull, scope)];
  return {
    closed: all.slice(0, MOST_EDITS),
    edits: edits.slice(0, Math.max(0, MOST_EDITS - all.length)),
  };
}

/** The body of the comment that stands, if it is not what it should be. */
function edited(
  { subject, comment }: Standing,
  report: Report,
  commit: Commit,
  scope: MarkerScope,
): readonly CommentEdit[] {
  if (comment.hasReply) return [];
  const text = commentBody(subject, report, placeOf(subject, comment, commit));
  const body = `${text}\n${markerLine(comment.fingerprint, scope, comment.state)}`;
  return saysTheSame(comment.body, body) ? [] : [{ nodeId: comment.nodeId, body }];
}

/**
 * GitHub moves a comment with its lines, and takes no suggestion where they changed: one that was made on the lines that
 * it replaces stays on them, unless it replaces another number of lines now.
 */
function placeOf(subject: Subject, { lines, state }: StandingComment, commit: Commit): CommentPlace {
  if (lines === 0) return { on: 'file', commit };
  const isOffer = state === 'suggestion' && isFinding(subject) && isOffered(subject);
  return { on: isOffer && (lines === null || lines === replacedLines(subject)) ? 'suggestion' : 'line' };
}

function replacedLines(subject: Subject): number | undefined {
  if (!isFinding(subject)) return undefined;
  const { suggestionLine: first, suggestionEndLine: last } = subject;
  return first === null || last === null ? undefined : Math.max(first, last) - first + 1;
}

interface Closing {
  readonly comment: StandingComment;
  readonly reason: ClosedComment['reason'];
  readonly text: string;
}

/** Comments without a person's answer on what the review does not find. */
function gone(pull: PullRequestFacts, { standing }: Placement): readonly StandingComment[] {
  const found = new Set(standing.map(({ comment }) => comment.id));
  return standingComments(pull).filter(({ id, hasReply }) => !hasReply && !found.has(id));
}

function closing(
  comment: StandingComment,
  report: Report,
  pull: PullRequestFacts,
  placement: Placement,
  commit: Commit,
): readonly Closing[] {
  const target = movedTo(comment, pull, placement);
  if (target) return [{ comment, reason: 'OUTDATED', text: movedBody(comment.body, target, commit) }];
  if (isUnknown(comment, report)) return [];
  const how = howGone(comment, report, pull);
  return [
    { comment, reason: how === 'fixed' ? 'RESOLVED' : 'OUTDATED', text: goneBody(comment.body, how, commit) },
  ];
}

/** The same finding in a file that is new to the pull request, where the comment's own file is no longer part of it. */
function movedTo(
  { path, fingerprint }: StandingComment,
  { files }: PullRequestFacts,
  { inline, onFile, unplaced }: Placement,
): Subject | undefined {
  if (files.some((file) => file.path === path)) return undefined;
  const fresh = [...inline.map(({ subject }) => subject), ...onFile, ...unplaced];
  return fresh.find((subject) => kindOf(subject.fingerprint) === kindOf(fingerprint));
}

/** What could not be judged may hold the finding still. */
function isUnknown({ path }: StandingComment, { review }: Report): boolean {
  return review.gaps.some(
    ({ state, id, file }) =>
      state !== 'acknowledged' && (id === 'engine-unknown' || file === path || path.startsWith(`${file}/`)),
  );
}

function howGone(
  { body, commitId }: StandingComment,
  { settings }: Report,
  { headSha }: PullRequestFacts,
): Gone {
  const id = idIn(body);
  if (id !== undefined && lookUp(settings.rules, id) === 'off') return 'off';
  return commitId === headSha ? 'unchanged' : 'fixed';
}

/** Closes what stands twice: of several comments that say the same the one that counts stays, of summaries the oldest. */
export function closedDoubles(
  pull: Pick<PullRequestFacts, 'comments' | 'summaries'>,
  scope: MarkerScope,
): readonly ClosedComment[] {
  const counted = new Set(standingComments(pull));
  const doubles = pull.comments.filter(
    (comment) => comment.state !== 'closed' && !comment.hasReply && !counted.has(comment),
  );
  return [
    ...doubles.map((comment) =>
      closedComment({ comment, reason: 'DUPLICATE', text: duplicateBody(comment.body) }, scope),
    ),
    ...pull.summaries.slice(1).map((summary) => closedSummary(summary, scope)),
  ];
}

function closedComment({ comment, reason, text }: Closing, scope: MarkerScope): ClosedComment {
  const { nodeId, fingerprint } = comment;
  const body = `${text}\n\n${markerLine(fingerprint, scope, 'closed')}`;
  return { nodeId, body, on: 'diff', reason };
}

function closedSummary({ nodeId }: PullRequestFacts['summaries'][number], scope: MarkerScope): ClosedComment {
  const body = `${duplicateBody('')}\n\n${markerLine(SUMMARY_FINGERPRINT, scope, 'closed')}`;
  return { nodeId, body, on: 'conversation', reason: 'DUPLICATE' };
}
