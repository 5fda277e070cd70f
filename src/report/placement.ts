import { isOffered } from './comment.js';
import { anchor, exactAnchor, hunks, type Anchor, type Hunk } from './diff.js';
import type { PullRequestFacts } from './plan.js';
import { isFinding, ranked, type Report, type Subject } from './report.js';

/** More comments than this on one push help nobody; the others are in the summary. */
const MOST_COMMENTS = 20;

/** A finding or gap and the lines that its comment will stand on. */
export interface Placed {
  readonly subject: Subject;
  readonly anchor: Anchor;
  /** The anchor is exactly the lines that the finding's suggestion replaces. */
  readonly isOnSuggestion: boolean;
}

/** Where everything that is not acknowledged goes: each subject is in one of the three. */
export interface Placement {
  /** New comments, the most severe first. */
  readonly inline: readonly Placed[];
  /** Commented on at an earlier push. */
  readonly standing: readonly Subject[];
  /** Outside the diff, in a file whose diff GitHub does not give, or past the most comments. */
  readonly unplaced: readonly Subject[];
}

/** An acknowledged subject has its comment in the file already, written by its author; the check lists it. */
export function place({ review }: Pick<Report, 'review'>, pull: PullRequestFacts): Placement {
  const commented = new Set(pull.commented);
  const files = new Map(pull.files.map(({ path, patch }) => [path, patch === undefined ? [] : hunks(patch)]));
  const inline: Placed[] = [];
  const standing: Subject[] = [];
  const unplaced: Subject[] = [];
  for (const subject of ranked(review).filter(({ state }) => state !== 'acknowledged')) {
    const placed = placedOn(subject, files.get(subject.file) ?? []);
    if (commented.has(subject.fingerprint)) standing.push(subject);
    else if (placed && inline.length < MOST_COMMENTS) inline.push(placed);
    else unplaced.push(subject);
    commented.add(subject.fingerprint);
  }
  return { inline, standing, unplaced };
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
