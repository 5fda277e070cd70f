import type { GitHubClient } from './client.js';
import type { PullRequestAddress } from './gather.js';

/** The bodies of the comments on lines that `login` wrote and somebody marked with 👎. */
export async function dislikedComments(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  login: string,
): Promise<readonly string[]> {
  const where = { owner, repo, pull_number: number, per_page: 100 };
  return client.paginate(client.rest.pulls.listReviewComments, where, ({ data }) =>
    data.flatMap((comment) => (isBy(login, comment) && isDisliked(comment) ? [comment.body] : [])),
  );
}

/** GitHub's description does not know accounts that are gone: their comments have no user. */
interface Comment {
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly reactions?: { readonly '-1': number };
}

function isBy(login: string, { user }: Comment): boolean {
  return user?.type === 'Bot' && user.login === login;
}

function isDisliked({ reactions }: Comment): boolean {
  return (reactions?.['-1'] ?? 0) > 0;
}
