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
    data.flatMap(({ user, body, reactions }) =>
      user.type === 'Bot' && user.login === login && (reactions?.['-1'] ?? 0) > 0 ? [body] : [],
    ),
  );
}
