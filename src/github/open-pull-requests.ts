import { z } from 'zod';
import type { GitHubClient } from './client.js';
import type { PullRequestAddress, ToldHead } from './gather.js';
import type { RepositoryAddress } from './github-source.js';
import { isOwn, type ListedComment } from './said.js';

/** An open pull request and the files that it changes. */
export interface OpenPullRequest {
  readonly number: number;
  readonly headSha: string;
  /** The first hundred. */
  readonly files: readonly { readonly path: string; readonly isAdded: boolean }[];
  /** It changes more files than these. */
  readonly hasMore: boolean;
}

const MOST_PULL_REQUESTS = 50;
/** Who has more open pull requests than these pages hold has those followed that changed last. */
const MOST_PAGES = 20;
const MOST_FILES = 100;

const open = (page: string): string => `pullRequests(
  states: OPEN, baseRefName: $base, first: ${MOST_PULL_REQUESTS}, orderBy: { field: UPDATED_AT, direction: DESC }${page}
) {
  pageInfo { hasNextPage endCursor }
  nodes { number headRefOid changedFiles files(first: ${MOST_FILES}) { nodes { path changeType } } }
}`;

const QUERY = `query ($owner: String!, $repo: String!, $base: String, $after: String) {
  repository(owner: $owner, name: $repo) { ${open(', after: $after')} }
}`;

/** One page: what a review costs does not grow with the repository. */
const NEIGHBOURS = `query ($owner: String!, $repo: String!, $base: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    ${open('')}
    pullRequest(number: $number) {
      headRefOid updatedAt
      comments(first: 100) {
        pageInfo { hasNextPage } nodes {
          id fullDatabaseId body author { __typename login } editor { login } lastEditedAt
        }
      }
    }
  }
}`;

const repository = z.object({
  pullRequests: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(
      z.object({
        number: z.int(),
        headRefOid: z.string(),
        changedFiles: z.int(),
        files: z
          .object({ nodes: z.array(z.object({ path: z.string(), changeType: z.string() })) })
          .nullable(),
      }),
    ),
  }),
});

const answer = z.object({ repository });

const comment = z.object({
  id: z.string(),
  fullDatabaseId: z.coerce.number(),
  body: z.string(),
  author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
  editor: z.object({ login: z.string() }).nullable(),
  lastEditedAt: z.string().nullable(),
});

const surroundings = z.object({
  repository: repository.extend({
    pullRequest: z.object({
      headRefOid: z.string(),
      updatedAt: z.string(),
      comments: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(comment) }),
    }),
  }),
});

/** The open pull requests into a branch, or into any, the one that changed last first; fifty in one request. */
export async function readOpenPullRequests(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  base: string | undefined,
): Promise<readonly OpenPullRequest[]> {
  const found: OpenPullRequest[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = { owner, repo, ...(base !== undefined && { base }), after };
    const { repository: part }: z.infer<typeof answer> = answer.parse(await client.graphql(QUERY, asked));
    found.push(...openOf(part));
    after = part.pullRequests.pageInfo.endCursor;
    if (!part.pullRequests.pageInfo.hasNextPage) break;
  }
  return found;
}

/** What is found around a pull request. */
export interface Surroundings {
  /** The other open pull requests into the same branch, of the fifty that changed last. */
  readonly neighbours: readonly OpenPullRequest[];
  /** The pull request's own head now. */
  readonly head: ToldHead;
  /** Its conversation; undefined where that is longer than a hundred comments. */
  readonly conversation: readonly ListedComment[] | undefined;
}

/** The other open pull requests into `base`, and what moves on the own one, in one request. */
export async function readSurroundings(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  base: string,
): Promise<Surroundings> {
  const { repository: found } = surroundings.parse(
    await client.graphql(NEIGHBOURS, { owner, repo, base, number }),
  );
  const { headRefOid: headSha, updatedAt, comments } = found.pullRequest;
  return {
    neighbours: openOf(found).filter((other) => other.number !== number),
    head: { headSha, updatedAt },
    conversation: comments.pageInfo.hasNextPage ? undefined : comments.nodes.map(listed),
  };
}

/** As REST lists it, which names the account of an App otherwise. */
function listed(found: z.infer<typeof comment>): ListedComment {
  const { id, fullDatabaseId, body, author } = found;
  const isBot = author?.__typename === 'Bot';
  return {
    id: fullDatabaseId,
    node_id: id,
    body,
    user: author && { login: isBot ? `${author.login}[bot]` : author.login, type: author.__typename },
    isAuthors: isOwn(found),
  };
}

function openOf({ pullRequests }: z.infer<typeof repository>): readonly OpenPullRequest[] {
  return pullRequests.nodes.map(({ number, headRefOid, changedFiles, files }) => ({
    number,
    headSha: headRefOid,
    files: (files?.nodes ?? []).map(({ path, changeType }) => ({ path, isAdded: changeType === 'ADDED' })),
    hasMore: changedFiles > MOST_FILES,
  }));
}
