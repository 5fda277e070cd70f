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
  /** Whether a person's comment in the conversation is meant for us. */
  isForUs(body: string): boolean;
}

/** Our comments that stand on a pull request, the oldest first, and what is said to us there. */
export interface OwnComments {
  readonly comments: readonly StandingComment[];
  readonly summaries: readonly SummaryComment[];
  /** What people wrote that is meant for us. */
  readonly said: readonly Said[];
}

/** Finds our earlier comments; asks only for what `state` says is there. `listed`: the conversation, where it is known. */
export async function readOwnComments(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  state: Pick<PullRequestState, 'comments' | 'reviewComments'>,
  own: Own,
  listed?: readonly ListedComment[],
): Promise<OwnComments> {
  const where = { owner, repo, per_page: 100 };
  const [onLines, conversation] = await Promise.all([
    state.reviewComments === 0
      ? []
      : client.paginate(client.rest.pulls.listReviewComments, { ...where, pull_number: number }),
    listed ??
      (state.comments === 0
        ? []
        : client.paginate(client.rest.issues.listComments, { ...where, issue_number: number })),
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
    said: await readSaid(client, conversation, (body) => own.isForUs(body)),
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

function markerOf({ body, user }: Comment, own: Own): ReturnType<Own['readMarker']> {
  if (user?.type !== 'Bot' || user.login !== own.botLogin) return undefined;
  return own.readMarker(body ?? '');
}

function byAge<T extends { readonly id: number }>(comments: readonly T[]): readonly T[] {
  return [...comments].sort((a, b) => a.id - b.id);
}
