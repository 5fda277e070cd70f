import type { CommentState, StandingComment, SummaryComment } from '../report/plan.js';
import type { GitHubClient } from './client.js';
import type { PullRequestAddress, PullRequestState } from './gather.js';
import { readSaid, type ListedComment, type Said } from './said.js';

/** How our own comments are known. */
export interface Own {
  /** The login under which the App writes: a marker in anybody else's comment counts for nothing. */
  readonly botLogin: string;
  /** What a comment's marker says; undefined when it has none that is signed by us. */
  readMarker(body: string): { readonly fingerprint: string; readonly state: CommentState } | undefined;
  /** The fingerprint that marks the summary comment. */
  readonly summaryFingerprint: string;
  /** Whether a person's comment is meant for us. */
  isForUs(body: string): boolean;
}

/** Our comments that stand on a pull request, the oldest first, and what is said to us there. */
export interface OwnComments {
  readonly comments: readonly StandingComment[];
  readonly summaries: readonly SummaryComment[];
  /** What people wrote that is meant for us. */
  readonly said: readonly Said[];
}

/**
 * Finds our earlier comments; asks only for what `state` says is there, and for reviews where they are wanted. `listed`: the
 * conversation and what people's reviews say, where it is known.
 */
export async function readOwnComments(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  state: Pick<PullRequestState, 'comments' | 'reviewComments'> & { readonly wantsReviews?: boolean },
  own: Own,
  listed?: readonly ListedComment[],
): Promise<OwnComments> {
  const where = { owner, repo, per_page: 100 };
  const { pulls, issues } = client.rest;
  const [onLines, conversation, reviews] = await Promise.all([
    state.reviewComments === 0
      ? []
      : client.paginate(pulls.listReviewComments, { ...where, pull_number: number }, ({ data }) =>
          data.map((comment) => onlyNeeded(comment, own)),
        ),
    listed ??
      (state.comments === 0
        ? []
        : client.paginate(issues.listComments, { ...where, issue_number: number }, ({ data }) =>
            data.flatMap((comment) => spoken(comment, own)),
          )),
    listed !== undefined || state.wantsReviews !== true
      ? []
      : client.paginate(pulls.listReviews, { ...where, pull_number: number }, ({ data }) =>
          data.flatMap((review) => spoken(review, own)),
        ),
  ]);
  return {
    comments: byAge(standing(onLines, own)),
    summaries: byAge(
      conversation.flatMap((comment) => {
        const marker = markerOf(comment, own);
        const isSummary = marker?.fingerprint === own.summaryFingerprint && marker.state !== 'closed';
        return isSummary ? [{ id: comment.id, nodeId: comment.node_id, body: comment.body ?? '' }] : [];
      }),
    ),
    said: await readSaid(client, [...conversation, ...reviews, ...onLines], (body) => own.isForUs(body)),
  };
}

interface Comment {
  readonly body?: string | undefined;
  readonly user?: { readonly login: string; readonly type: string } | null | undefined;
}

interface ReviewComment extends Comment {
  readonly id: number;
  readonly node_id: string;
  readonly body: string;
  readonly path: string;
  readonly original_commit_id: string;
  readonly line?: number | null;
  readonly start_line?: number | null;
  readonly subject_type?: 'line' | 'file';
  readonly in_reply_to_id?: number;
}

/** A comment on lines; of people's that are not meant for us, only that they are there: thousands of them may be long. */
function onlyNeeded(comment: ReviewComment, own: Own): ReviewComment {
  const { id, node_id, user, path, original_commit_id, line, start_line, subject_type, in_reply_to_id } =
    comment;
  return {
    id,
    node_id,
    user: user && { login: user.login, type: user.type },
    body: kept(comment, own) ?? '',
    path,
    original_commit_id,
    ...(line !== undefined && { line }),
    ...(start_line !== undefined && { start_line }),
    ...(subject_type !== undefined && { subject_type }),
    ...(in_reply_to_id !== undefined && { in_reply_to_id }),
  };
}

/** As much of a command as is read. */
const LONGEST_COMMAND = 2_100;

/** A comment of the conversation, if it is ours or meant for us. */
function spoken(comment: ListedComment, own: Own): readonly ListedComment[] {
  const { id, node_id, user } = comment;
  const body = kept(comment, own);
  if (body === undefined) return [];
  return [{ id, node_id, body, user: user && { login: user.login, type: user.type } }];
}

/** As much of a text as is read; undefined where none of it is. */
function kept(comment: Comment, own: Own): string | undefined {
  const { body = '' } = comment;
  if (isOurs(comment, own)) return body;
  return own.isForUs(body) ? cut(body) : undefined;
}

/** A copy: what is cut from a text keeps the whole of it in memory. */
function cut(text: string): string {
  return Buffer.from(text.slice(0, LONGEST_COMMAND)).toString();
}

function standing(all: readonly ReviewComment[], own: Own): readonly StandingComment[] {
  // Whose account is gone was a person.
  const answers = all.filter(({ user }) => user?.type !== 'Bot');
  const answered = new Set(answers.map((comment) => comment.in_reply_to_id));
  return all.flatMap((comment) => {
    const marker = comment.in_reply_to_id === undefined ? markerOf(comment, own) : undefined;
    if (marker === undefined || marker.fingerprint === own.summaryFingerprint) return [];
    const { id, node_id: nodeId, body, path, original_commit_id: commitId } = comment;
    const hasReply = answered.has(id);
    return [{ ...marker, id, nodeId, body, path, commitId, lines: linesOf(comment), hasReply }];
  });
}

function linesOf({ subject_type, line, start_line }: ReviewComment): number | null {
  if (subject_type === 'file') return 0;
  return typeof line === 'number' ? line - (start_line ?? line) + 1 : null;
}

function markerOf(comment: Comment, own: Own): ReturnType<Own['readMarker']> {
  return isOurs(comment, own) ? own.readMarker(comment.body ?? '') : undefined;
}

function isOurs({ user }: Comment, { botLogin }: Own): boolean {
  return user?.type === 'Bot' && user.login === botLogin;
}

function byAge<T extends { readonly id: number }>(comments: readonly T[]): readonly T[] {
  return [...comments].sort((a, b) => a.id - b.id);
}
