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
}

/** One page: the cost does not grow with the repository. */
const MOST_PULL_REQUESTS = 50;

const OPEN = `pullRequests(
  states: OPEN, baseRefName: $base, first: ${MOST_PULL_REQUESTS}, orderBy: { field: UPDATED_AT, direction: DESC }
) { nodes { number headRefOid files(first: 100) { nodes { path changeType } } } }`;

const QUERY = `query ($owner: String!, $repo: String!, $base: String!) {
  repository(owner: $owner, name: $repo) { ${OPEN} }
}`;

const NEIGHBOURS = `query ($owner: String!, $repo: String!, $base: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    ${OPEN}
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

/** The open pull requests into a branch, the fifty that changed last, in one request. */
export async function readOpenPullRequests(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  base: string,
): Promise<readonly OpenPullRequest[]> {
  const data = answer.parse(await client.graphql(QUERY, { owner, repo, base }));
  return openOf(data.repository);
}

/** What is found around a pull request. */
export interface Surroundings {
  /** The other open pull requests into the same branch, as of `readOpenPullRequests`. */
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
  return pullRequests.nodes.map(({ number, headRefOid, files }) => ({
    number,
    headSha: headRefOid,
    files: (files?.nodes ?? []).map(({ path, changeType }) => ({ path, isAdded: changeType === 'ADDED' })),
  }));
}
