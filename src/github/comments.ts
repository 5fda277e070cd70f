import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';
import type { PullRequestAddress } from './gather.js';
import { doNotRepeat, isSameText, once, type Writing } from './once.js';

/** A comment in the conversation of a pull request. */
export interface ConversationComment {
  readonly body: string;
  /** Undefined for an account that is gone. */
  readonly author: string | undefined;
}

/** One comment of a conversation; undefined when it is gone. */
export async function readComment(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  commentId: number,
): Promise<ConversationComment | undefined> {
  try {
    const { data } = await client.rest.issues.getComment({ owner, repo, comment_id: commentId });
    return { body: data.body ?? '', author: data.user?.login };
  } catch (error) {
    if (isRequestFailure(error, 404) || isRequestFailure(error, 410)) return undefined;
    throw error;
  }
}

/** Answers a comment by a sign; the same sign twice is one. */
export async function react(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  commentId: number,
  content: '+1' | '-1' | 'confused' | 'eyes',
): Promise<void> {
  await client.rest.reactions.createForIssueComment({ owner, repo, comment_id: commentId, content });
}

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
