import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';

/** What a merge group is made of. */
export interface MergeGroup {
  /** The branch as the queue found it, and where the group leaves it: the same commit, unless somebody pushed past the queue. */
  readonly base: string;
  readonly mergeBase: string;
  readonly htmlUrl: string;
  /** The last in the queue, which the group's branch is named after, and the branch that it is merged into. */
  readonly last: { readonly number: number; readonly baseRef: string } | undefined;
  /**
   * Numbers that commits end in, and that of the last pull request behind them. Anybody can write "(#12)": the number may be
   * an issue's, nobody's, or that of a pull request elsewhere.
   */
  readonly numbers: readonly number[];
}

/** Pull requests that one group may hold, by GitHub's settings. */
const MOST_PULL_REQUESTS = 100;

/** GitHub gives no more commits a page, and without pages the newest 250. */
const PAGE = 100;
/** Each is a request. Commits come oldest first; a pull request that is not found has its acknowledgements not counted. */
const MOST_PAGES = 50;

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
  const where = { owner, repo, basehead: `${baseSha}...${headSha}`, per_page: PAGE };
  const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...where, page: 1 });
  const messages = data.commits.map(({ commit }) => commit.message);
  const pages = Math.min(MOST_PAGES, Math.ceil(data.total_commits / PAGE));
  for (let page = 2; page <= pages; page++) {
    const more = await client.rest.repos.compareCommitsWithBasehead({ ...where, page });
    messages.push(...more.data.commits.map(({ commit }) => commit.message));
  }
  const last = lastIn(headRef);
  const named = new Set(messages.flatMap((message) => numberIn(message) ?? []));
  if (last !== undefined) named.delete(last.number);
  return {
    base: baseSha,
    mergeBase: data.merge_base_commit.sha,
    htmlUrl: data.html_url.replace(/\/compare\/.*$/, ''),
    last,
    numbers: [...[...named].slice(1 - MOST_PULL_REQUESTS), ...(last === undefined ? [] : [last.number])],
  };
}

/** "refs/heads/gh-readonly-queue/main/pr-12-<commit>". */
function lastIn(headRef: string): MergeGroup['last'] {
  const found = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-(\d{1,9})-[0-9a-f]{40,64}$/.exec(headRef);
  const [, baseRef, number] = found ?? [];
  return baseRef === undefined ? undefined : { baseRef, number: Number(number) };
}

/** "Merge pull request #12 from …", or a squashed commit's "Title (#12)". */
function numberIn(message: string): number | undefined {
  const [title = ''] = message.split('\n', 1);
  const [, merged, squashed] = /^Merge pull request #(\d{1,9})(?: |$)|\(#(\d{1,9})\)$/.exec(title) ?? [];
  const number = merged ?? squashed;
  return number === undefined ? undefined : Number(number);
}
