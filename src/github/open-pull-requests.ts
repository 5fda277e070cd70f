import { z } from 'zod';
import type { GitHubClient } from './client.js';
import { githubProblem } from './errors.js';
import type { PullRequestAddress, ToldHead } from './gather.js';
import type { RepositoryAddress } from './github-source.js';
import { doNotRepeat } from './once.js';
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
/** Where GitHub does not manage as many. */
const FEW = 10;
/** Who has more open pull requests than these pages hold has those followed that changed last. */
const MOST_PAGES = 20;
const MOST_FILES = 100;

const EXTENT = '$first: Int!, $withFiles: Boolean!';

const open = (page: string): string => `pullRequests(
  states: OPEN, baseRefName: $base, first: $first, orderBy: { field: UPDATED_AT, direction: DESC }${page}
) {
  pageInfo { hasNextPage endCursor }
  nodes {
    number headRefOid changedFiles
    files(first: ${MOST_FILES}) @include(if: $withFiles) { nodes { path changeType } }
  }
}`;

const QUERY = `query ($owner: String!, $repo: String!, $base: String, $after: String, ${EXTENT}) {
  repository(owner: $owner, name: $repo) { ${open(', after: $after')} }
}`;

const WRITTEN = 'id fullDatabaseId body author { __typename login } editor { login } lastEditedAt';

/** One page: what a review costs does not grow with the repository. */
const NEIGHBOURS = `query ($owner: String!, $repo: String!, $base: String!, $number: Int!, ${EXTENT}) {
  repository(owner: $owner, name: $repo) {
    ${open('')}
    pullRequest(number: $number) {
      headRefOid updatedAt
      comments(first: 100) { pageInfo { hasNextPage } nodes { ${WRITTEN} } }
      reviews(first: 100) { pageInfo { hasNextPage } nodes { ${WRITTEN} } }
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
        files: z.object({ nodes: z.array(z.object({ path: z.string(), changeType: z.string() })) }).nullish(),
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

const page = z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(comment) });

const surroundings = z.object({
  repository: repository.extend({
    pullRequest: z.object({
      headRefOid: z.string(),
      updatedAt: z.string(),
      comments: page,
      reviews: page,
    }),
  }),
});

interface Extent {
  readonly first: number;
  readonly withFiles: boolean;
}

/** GitHub gives up what takes it ten seconds, which the files of large pull requests may: then less is asked for. */
async function asMuchAsItGives<T>(ask: (extent: Extent) => Promise<T>): Promise<T> {
  const whole = { first: MOST_PULL_REQUESTS, withFiles: true };
  for (const extent of [
    { ...whole, ...doNotRepeat },
    { ...whole, first: FEW, request: { retries: 1 } },
  ]) {
    try {
      return await ask(extent);
    } catch (error) {
      if (githubProblem(error)?.kind !== 'unavailable') throw error;
    }
  }
  return ask({ ...whole, withFiles: false });
}

/** The open pull requests into a branch, or into any, the one that changed last first; fifty in one request. */
export async function readOpenPullRequests(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  base: string | undefined,
): Promise<readonly OpenPullRequest[]> {
  const found: OpenPullRequest[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { repository: part } = await pageOf(client, {
      owner,
      repo,
      ...(base !== undefined && { base }),
      after,
    });
    found.push(...openOf(part));
    after = part.pullRequests.pageInfo.endCursor;
    if (!part.pullRequests.pageInfo.hasNextPage) break;
  }
  return found;
}

function pageOf(
  client: GitHubClient,
  asked: RepositoryAddress & { readonly base?: string; readonly after: string | null },
): Promise<z.infer<typeof answer>> {
  return asMuchAsItGives(async (extent) =>
    answer.parse(await client.graphql(QUERY, { ...asked, ...extent })),
  );
}

/** What is found around a pull request. */
export interface Surroundings {
  /** The other open pull requests into the same branch, of the fifty that changed last; undefined: GitHub does not say. */
  readonly neighbours: readonly OpenPullRequest[] | undefined;
  /** The pull request's own head now. */
  readonly head: ToldHead;
  /** Its conversation, and what people's reviews say; undefined where either is longer than a hundred. */
  readonly conversation: readonly ListedComment[] | undefined;
}

/** The other open pull requests into `base`, and what moves on the own one, in one request. */
export async function readSurroundings(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  base: string,
): Promise<Surroundings> {
  const { found, withFiles } = await asMuchAsItGives(async (extent) => {
    const said = await client.graphql(NEIGHBOURS, { owner, repo, base, number, ...extent });
    return { found: surroundings.parse(said).repository, withFiles: extent.withFiles };
  });
  const { headRefOid: headSha, updatedAt, comments, reviews } = found.pullRequest;
  const hasMore = comments.pageInfo.hasNextPage || reviews.pageInfo.hasNextPage;
  const ofPeople = reviews.nodes.filter(({ author }) => author?.__typename !== 'Bot');
  return {
    neighbours: withFiles ? openOf(found).filter((other) => other.number !== number) : undefined,
    head: { headSha, updatedAt },
    conversation: hasMore ? undefined : [...comments.nodes, ...ofPeople].map(listed),
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
    hasMore: files === undefined || changedFiles > MOST_FILES,
  }));
}
