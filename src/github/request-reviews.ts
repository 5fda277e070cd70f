import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { PullRequestAddress } from './gather.js';

/** Whom GitHub did not ask, in its own words. */
export interface RefusedRequest {
  readonly reviewer: string;
  readonly reason: string;
}

/**
 * Asks people and teams ("@org/team", "@user") for a review. GitHub refuses a list for one bad name in it, so each is asked
 * alone when the whole is refused.
 */
export async function requestReviews(
  client: GitHubClient,
  address: PullRequestAddress,
  reviewers: readonly string[],
): Promise<readonly RefusedRequest[]> {
  if (reviewers.length === 0) return [];
  const refusal = await refusedFor(client, address, reviewers);
  if (refusal === undefined) return [];
  if (reviewers.length === 1) return reviewers.map((reviewer) => ({ reviewer, reason: refusal }));
  const refused: RefusedRequest[] = [];
  for (const reviewer of reviewers) {
    const reason = await refusedFor(client, address, [reviewer]);
    if (reason !== undefined) refused.push({ reviewer, reason });
  }
  return refused;
}

async function refusedFor(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  handles: readonly string[],
): Promise<string | undefined> {
  const names = handles.map((handle) => handle.replace(/^@/, ''));
  try {
    // Asked again for the same, GitHub changes nothing: the request may be repeated.
    await client.rest.pulls.requestReviewers({
      owner,
      repo,
      pull_number: number,
      reviewers: names.filter((name) => !name.includes('/')),
      team_reviewers: names.flatMap((name) => name.split('/')[1] ?? []),
    });
    return undefined;
  } catch (error) {
    if (isRequestFailure(error, 422) || isRequestFailure(error, 403)) return error.message.slice(0, 200);
    throw error;
  }
}
