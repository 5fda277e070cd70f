import { z } from 'zod';
import { CHECK_NAME } from './check-run.js';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';

/** An open pull request whose head has no finished check of ours. */
export interface UnfinishedPullRequest {
  readonly number: number;
  readonly headSha: string;
  /** ISO 8601. */
  readonly updatedAt: string;
}

const QUERY = `query ($owner: String!, $repo: String!, $app: Int!, $name: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequests(states: OPEN, first: 50, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number headRefOid updatedAt
        commits(last: 1) { nodes { commit { oid checkSuites(first: 5, filterBy: { appId: $app }) {
          nodes { checkRuns(first: 50, filterBy: { checkName: $name, checkType: ALL }) { nodes { status } } }
        } } } }
      }
    }
  }
}`;

const nodes = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node) });
const suites = nodes(z.object({ checkRuns: nodes(z.object({ status: z.string() })).nullable() })).nullable();
const answer = z.object({
  repository: z.object({
    pullRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(
        z.object({
          number: z.int(),
          headRefOid: z.string(),
          updatedAt: z.string(),
          commits: nodes(z.object({ commit: z.object({ oid: z.string(), checkSuites: suites }) })),
        }),
      ),
    }),
  }),
});

/** Pages of fifty: who has more open pull requests than this is looked at as far as they go, the newest first. */
const MOST_PAGES = 10;

/**
 * Open pull requests whose head has no completed check of ours, or one that runs beside it: what a lost delivery or a
 * process that died leaves behind.
 */
export async function readUnfinished(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  appId: number,
): Promise<readonly UnfinishedPullRequest[]> {
  const found: UnfinishedPullRequest[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { pullRequests }: z.infer<typeof answer>['repository'] = answer.parse(
      await client.graphql(QUERY, { owner, repo, app: appId, name: CHECK_NAME, after }),
    ).repository;
    for (const { number, headRefOid, updatedAt, commits } of pullRequests.nodes) {
      const statuses = commits.nodes.flatMap(({ commit }) =>
        (commit.checkSuites?.nodes ?? []).flatMap((suite) =>
          (suite.checkRuns?.nodes ?? []).map(({ status }) => status),
        ),
      );
      const isFinished = statuses.length > 0 && statuses.every((status) => status === 'COMPLETED');
      if (!isFinished) found.push({ number, headSha: headRefOid, updatedAt });
    }
    after = pullRequests.pageInfo.endCursor;
    if (!pullRequests.pageInfo.hasNextPage) break;
  }
  return found;
}
