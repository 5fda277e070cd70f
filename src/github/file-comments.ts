import type { FileComment } from '../report/plan.js';
import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import { doNotRepeat, isSameText, once } from './once.js';
import type { ReviewTarget } from './post-review.js';

/**
 * Makes comments on files as a whole, one after the other.
 * @returns the comments that GitHub did not take
 */
export async function postFileComments(
  client: GitHubClient,
  target: ReviewTarget,
  comments: readonly FileComment[],
): Promise<readonly FileComment[]> {
  const refused: FileComment[] = [];
  for (const comment of comments) {
    try {
      await once<unknown>(
        () => create(client, target, comment),
        () => find(client, target, comment),
        target,
      );
    } catch (error) {
      if (!isRequestFailure(error, 422)) throw error;
      refused.push(comment);
    }
  }
  return refused;
}

async function create(
  client: GitHubClient,
  { owner, repo, number, headSha }: ReviewTarget,
  { path, body }: FileComment,
): Promise<unknown> {
  return client.rest.pulls.createReviewComment({
    owner,
    repo,
    pull_number: number,
    commit_id: headSha,
    path,
    subject_type: 'file',
    body,
    ...doNotRepeat,
  });
}

async function find(
  client: GitHubClient,
  { owner, repo, number, botLogin }: ReviewTarget,
  { path, body }: FileComment,
): Promise<unknown> {
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const comments = await client.paginate(client.rest.pulls.listReviewComments, where);
  return comments.find(
    (comment) => comment.user.login === botLogin && comment.path === path && isSameText(comment.body, body),
  );
}
