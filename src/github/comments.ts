import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { PullRequestAddress } from './gather.js';
import { doNotRepeat, isSameText, once, type Writing } from './once.js';

/** A comment by number. */
export interface CommentAddress extends PullRequestAddress {
  readonly commentId: number;
  /** `conversation` of the pull request; `thread`: on its lines; `review`: the text of one. GitHub counts them apart. */
  readonly place: 'conversation' | 'thread' | 'review';
}

/** A comment that somebody wrote. */
export interface WrittenComment {
  readonly body: string;
  /** Undefined for an account that is gone. */
  readonly author: string | undefined;
}

/** One comment; undefined when it is gone. */
export async function readComment(
  { rest }: GitHubClient,
  { owner, repo, number, commentId, place }: CommentAddress,
): Promise<WrittenComment | undefined> {
  const where = { owner, repo, comment_id: commentId };
  try {
    const { data } = await (place === 'review'
      ? rest.pulls.getReview({ owner, repo, pull_number: number, review_id: commentId })
      : place === 'thread'
        ? rest.pulls.getReviewComment(where)
        : rest.issues.getComment(where));
    return {
      body: data.body ?? '',
      author: (data.user as { readonly login: string } | null | undefined)?.login,
    };
  } catch (error) {
    if (isRequestFailure(error, 404) || isRequestFailure(error, 410)) return undefined;
    throw error;
  }
}

/** Answers a comment by a sign; the same sign twice is one. */
export async function react(
  client: GitHubClient,
  { owner, repo, number, commentId, place }: CommentAddress,
  content: Sign,
): Promise<void> {
  const { pulls, reactions } = client.rest;
  if (place === 'review') {
    const review = await pulls.getReview({ owner, repo, pull_number: number, review_id: commentId });
    await client.graphql(REACT, { id: review.data.node_id, content: IN_GRAPHQL[content] });
    return;
  }
  const reaction = { owner, repo, comment_id: commentId, content };
  await (place === 'thread'
    ? reactions.createForPullRequestReviewComment(reaction)
    : reactions.createForIssueComment(reaction));
}

type Sign = '+1' | '-1' | 'confused' | 'eyes';

/** REST knows no reactions to reviews. */
const REACT = `mutation ($id: ID!, $content: ReactionContent!) {
  addReaction(input: { subjectId: $id, content: $content }) { clientMutationId }
}`;

const IN_GRAPHQL: Readonly<Record<Sign, string>> = {
  '+1': 'THUMBS_UP',
  '-1': 'THUMBS_DOWN',
  confused: 'CONFUSED',
  eyes: 'EYES',
};

/** Writes a comment into the conversation, once. `isRepeated`: an earlier try may have written it. */
export async function writeComment(
  client: GitHubClient,
  target: PullRequestAddress & Writing & { readonly botLogin: string },
  body: string,
  { isRepeated = false }: { readonly isRepeated?: boolean } = {},
): Promise<void> {
  const { owner, repo, number, botLogin } = target;
  const where = { owner, repo, issue_number: number };
  const find = async () => {
    const comments = await client.paginate(client.rest.issues.listComments, { ...where, per_page: 100 });
    return comments.find(({ user, body: kept }) => user?.login === botLogin && isSameText(kept, body));
  };
  if (isRepeated && (await find()) !== undefined) return;
  await once<unknown>(
    () => client.rest.issues.createComment({ ...where, body, ...doNotRepeat }),
    find,
    target,
  );
}
