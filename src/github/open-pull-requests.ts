import { z } from 'zod';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';

/** An open pull request and the files that it changes. */
export interface OpenPullRequest {
  readonly number: number;
  readonly headSha: string;
  /** The first hundred. */
  readonly files: readonly { readonly path: string; readonly isAdded: boolean }[];
}

/** One page: the cost does not grow with the repository. */
const MOST_PULL_REQUESTS = 50;

const QUERY = `query ($owner: String!, $repo: String!, $base: String!, $first: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequests(states: OPEN, baseRefName: $base, first: $first, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes { number headRefOid files(first: 100) { nodes { path changeType } } }
    }
  }
}`;

const answer = z.object({
  repository: z.object({
    pullRequests: z.object({
      nodes: z.array(
        z.object({
          number: z.int(),
          headRefOid: z.string(),
          files: z
            .object({ nodes: z.array(z.object({ path: z.string(), changeType: z.string() })) })
            .nullable(),
        }),
      ),
    }),
  }),
});

/** The open pull requests into a branch, the fifty that changed last, in one request. */
export async function readOpenPullRequests(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  base: string,
): Promise<readonly OpenPullRequest[]> {
  const data = answer.parse(await client.graphql(QUERY, { owner, repo, base, first: MOST_PULL_REQUESTS }));
  return data.repository.pullRequests.nodes.map(({ number, headRefOid, files }) => ({
    number,
    headSha: headRefOid,
    files: (files?.nodes ?? []).map(({ path, changeType }) => ({ path, isAdded: changeType === 'ADDED' })),
  }));
}
