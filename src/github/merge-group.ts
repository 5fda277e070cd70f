import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';

/** What a merge group is made of. */
export interface MergeGroup {
  /** The branch as the queue found it, and where the group leaves it: the same commit, unless somebody pushed past the queue. */
  readonly base: string;
  readonly mergeBase: string;
  readonly htmlUrl: string;
  /** Numbers, the last one in the queue last. */
  readonly pullRequests: readonly number[];
}

/** Pull requests that one group may hold, by GitHub's settings. */
const MOST_PULL_REQUESTS = 100;

/**
 * Compares a group with its base, and finds its pull requests: the last one is in the branch's name, and each has a commit
 * whose first line ends in its number or names it.
 */
export async function readGroup(
  client: GitHubClient,
  {
    owner,
    repo,
    baseSha,
    headSha,
    headRef,
  }: RepositoryAddress & { readonly baseSha: string; readonly headSha: string; readonly headRef: string },
): Promise<MergeGroup> {
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${baseSha}...${headSha}`,
  });
  const named = data.commits.flatMap(({ commit }) => numberIn(commit.message) ?? []);
  const last = /\/pr-(\d{1,9})-[0-9a-f]{40,64}$/.exec(headRef)?.[1];
  const all = [...named, ...(last === undefined ? [] : [Number(last)])];
  return {
    base: baseSha,
    mergeBase: data.merge_base_commit.sha,
    htmlUrl: data.html_url.replace(/\/compare\/.*$/, ''),
    pullRequests: [...new Set(all)].slice(-MOST_PULL_REQUESTS),
  };
}

/** "Merge pull request #12 from …", or a squashed commit's "Title (#12)". */
function numberIn(message: string): number | undefined {
  const [title = ''] = message.split('\n', 1);
  const [, merged, squashed] = /^Merge pull request #(\d{1,9})(?: |$)|\(#(\d{1,9})\)$/.exec(title) ?? [];
  const number = merged ?? squashed;
  return number === undefined ? undefined : Number(number);
}
