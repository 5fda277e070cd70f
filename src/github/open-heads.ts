import { z } from 'zod';
import { CHECK_NAME } from './check-run.js';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';

/** An open pull request and the runs of our check on its head. */
export interface OpenHead {
  readonly number: number;
  readonly headSha: string;
  /** Branch that it is merged into. */
  readonly baseRef: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  /** The oldest first, at most fifty. */
  readonly runs: readonly HeadRun[];
}

/** A run of our check, as far as it tells whether there is something left to do. */
export interface HeadRun {
  readonly isCompleted: boolean;
  /** In lower case; null while it runs. */
  readonly conclusion: string | null;
  readonly title: string;
  /** ISO 8601; null while it runs. */
  readonly completedAt: string | null;
}

const QUERY = `query ($owner: String!, $repo: String!, $app: Int!, $name: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequests(states: OPEN, first: 50, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number headRefOid baseRefName updatedAt
        commits(last: 1) { nodes { commit { oid checkSuites(first: 5, filterBy: { appId: $app }) {
          nodes { checkRuns(first: 50, filterBy: { checkName: $name, checkType: ALL }) {
            nodes { databaseId status conclusion title completedAt }
          } }
        } } } }
      }
    }
  }
}`;

const nodes = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node) });
const checkRun = z.object({
  databaseId: z.number().nullable(),
  status: z.string(),
  conclusion: z.string().nullable(),
  title: z.string().nullable(),
  completedAt: z.string().nullable(),
});
const suites = nodes(z.object({ checkRuns: nodes(checkRun).nullable() })).nullable();
const pullRequest = z.object({
  number: z.int(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  updatedAt: z.string(),
  commits: nodes(z.object({ commit: z.object({ oid: z.string(), checkSuites: suites }) })),
});
const answer = z.object({
  repository: z.object({
    pullRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(pullRequest),
    }),
  }),
});

/** Pages of fifty: who has more open pull requests than this is looked at as far as they go, the newest first. */
const MOST_PAGES = 10;

/** The open pull requests of a repository with what our check says on their heads, the one that changed last first. */
export async function readOpenHeads(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  appId: number,
): Promise<readonly OpenHead[]> {
  const found: OpenHead[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { pullRequests }: z.infer<typeof answer>['repository'] = answer.parse(
      await client.graphql(QUERY, { owner, repo, app: appId, name: CHECK_NAME, after }),
    ).repository;
    found.push(...pullRequests.nodes.map(headOf));
    after = pullRequests.pageInfo.endCursor;
    if (!pullRequests.pageInfo.hasNextPage) break;
  }
  return found;
}

function headOf({
  number,
  headRefOid,
  baseRefName,
  updatedAt,
  commits,
}: z.infer<typeof pullRequest>): OpenHead {
  const runs = commits.nodes.flatMap(({ commit }) =>
    (commit.checkSuites?.nodes ?? []).flatMap((suite) => suite.checkRuns?.nodes ?? []),
  );
  return {
    number,
    headSha: headRefOid,
    baseRef: baseRefName,
    updatedAt,
    runs: runs
      .toSorted((a, b) => (a.databaseId ?? 0) - (b.databaseId ?? 0))
      .map(({ status, conclusion, title, completedAt }) => ({
        isCompleted: status === 'COMPLETED',
        conclusion: conclusion?.toLowerCase() ?? null,
        title: title ?? '',
        completedAt,
      })),
  };
}
