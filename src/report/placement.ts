import { kindOf } from '../engine/fingerprint.js';
import { isOffered } from './comment.js';
import { anchor, exactAnchor, hunks, type Anchor, type Hunk } from './diff.js';
import type { PullRequestFacts, StandingComment } from './plan.js';
import { isFinding, ranked, type Report, type Subject } from './report.js';

/** More new comments than this on one push help nobody; the others are in the summary. */
const MOST_COMMENTS = 20;
/** Of them, on files as a whole: each is a request and a notification of its own. */
const MOST_FILE_COMMENTS = 5;

/** A finding or gap and the lines that its comment will stand on. */
export interface Placed {
  readonly subject: Subject;
  readonly anchor: Anchor;
  /** The anchor is exactly the lines that the finding's suggestion replaces. */
  readonly isOnSuggestion: boolean;
}

/** A finding or gap and the comment that an earlier review made on it. */
export interface Standing {
  readonly subject: Subject;
  readonly comment: StandingComment;
}

/** Where everything goes: each subject that is not acknowledged is in one of the first four. */
export interface Placement {
  /** New comments, the most severe first. */
  readonly inline: readonly Placed[];
  /** New comments on a file whose diff does not show the lines, or that GitHub gives no diff of. */
  readonly onFile: readonly Subject[];
  readonly standing: readonly Standing[];
  /** Outside the changed files, or past the most comments. */
  readonly unplaced: readonly Subject[];
  /** So many comments on files may still be made. */
  readonly fileRoom: number;
}

/**
 * An acknowledged subject gets no new comment: its author wrote one in the file, and the check lists it. A commit that was
 * commented on before gets no second review, whatever changed beside it.
 */
export function place({ review }: Pick<Report, 'review'>, pull: PullRequestFacts): Placement {
  const said = new Map(standingComments(pull).map((comment) => [comment.fingerprint, comment]));
  const answered = answeredElsewhere(pull);
  const files = new Map(pull.files.map(({ path, patch }) => [path, patch === undefined ? [] : hunks(patch)]));
  const inline: Placed[] = [];
  const onFile: Subject[] = [];
  const standing: Standing[] = [];
  const unplaced: Subject[] = [];
  const room = roomOn(pull);
  for (const subject of onlyOnce(ranked(review))) {
    const comment = said.get(subject.fingerprint) ?? answered.get(kindOf(subject.fingerprint));
    const within = files.get(subject.file);
    const placed = within && placedOn(subject, within);
    const isFull = inline.length + onFile.length >= room.comments;
    if (comment) standing.push({ subject, comment });
    else if (subject.state === 'acknowledged') continue;
    else if (placed && !isFull && !room.isReviewed) inline.push(placed);
    else if (within && !placed && !isFull && onFile.length < room.onFiles) onFile.push(subject);
    else unplaced.push(subject);
  }
  return { inline, onFile, standing, unplaced, fileRoom: Math.max(0, room.onFiles - onFile.length) };
}

/** Our comments that count, one for each fingerprint: of several the one that a person answered, else the oldest. */
export function standingComments({
  comments,
}: Pick<PullRequestFacts, 'comments'>): readonly StandingComment[] {
  const said = new Map<string, StandingComment>();
  for (const comment of comments) {
    if (comment.state === 'closed') continue;
    const known = said.get(comment.fingerprint);
    if (!known || (comment.hasReply && !known.hasReply)) said.set(comment.fingerprint, comment);
  }
  return [...said.values()];
}

/** Threads that people talk in, on files that have another name now: what is said there is not said again. */
function answeredElsewhere(pull: PullRequestFacts): ReadonlyMap<string, StandingComment> {
  const paths = new Set(pull.files.map(({ path }) => path));
  return new Map(
    standingComments(pull)
      .filter(({ hasReply, path }) => hasReply && !paths.has(path))
      .map((comment) => [kindOf(comment.fingerprint), comment]),
  );
}

function roomOn({ comments, headSha }: PullRequestFacts) {
  const made = comments.filter(({ commitId }) => commitId === headSha);
  const onFiles = made.filter(({ lines }) => lines === 0).length;
  return {
    comments: MOST_COMMENTS - made.length,
    onFiles: MOST_FILE_COMMENTS - onFiles,
    isReviewed: made.length > onFiles,
  };
}

function onlyOnce(subjects: readonly Subject[]): readonly Subject[] {
  const seen = new Set<string>();
  return subjects.filter(({ fingerprint }) => !seen.has(fingerprint) && seen.add(fingerprint));
}

function placedOn(subject: Subject, within: readonly Hunk[]): Placed | undefined {
  const onSuggestion = suggestionAnchor(subject, within);
  if (onSuggestion) return { subject, anchor: onSuggestion, isOnSuggestion: true };
  const found = anchor(within, subject.line, subject.endLine);
  return found && { subject, anchor: found, isOnSuggestion: false };
}

function suggestionAnchor(subject: Subject, within: readonly Hunk[]): Anchor | undefined {
  if (!isFinding(subject) || !isOffered(subject)) return undefined;
  const { suggestionLine, suggestionEndLine } = subject;
  return suggestionLine === null || suggestionEndLine === null
    ? undefined
    : exactAnchor(within, suggestionLine, suggestionEndLine);
}
