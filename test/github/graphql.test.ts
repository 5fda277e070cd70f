import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientWith, appToken, installationClient } from './client.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

type Data = Record<string, unknown>;

function ask(query: string, variables: Data = {}): Promise<Data> {
  return shop.client.graphql<Data>(query, variables);
}

function pull(fields: string): Promise<Data> {
  return ask(`{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { ${fields} } } }`);
}

/** The errors of a query that must fail. */
async function errors(query: string, client = shop.client): Promise<readonly Data[]> {
  const failed = await client.graphql(query).then(
    () => ({ errors: [] }),
    (error: unknown) => error as { errors: readonly Data[] },
  );
  return failed.errors;
}

describe('a query', () => {
  it('reads a pull request with its comments, reviews and files', async () => {
    const { repository, client, at } = shop;
    await client.rest.issues.createComment({ ...at, issue_number: 1, body: 'ours' });
    await repository.comment(1, { author: 'dora', body: 'hers' });
    await repository.review(1, { author: 'dora', event: 'APPROVE', body: 'Fine.' });
    const data = await pull(`
      headRefOid baseRefName isDraft state
      comments(first: 1) { totalCount nodes { author { login __typename } body isMinimized } pageInfo { hasNextPage endCursor } }
      reviews(first: 10) { nodes { state commit { oid } authorCanPushToRepository } }
      files(first: 100) { nodes { path changeType } }
      commits(last: 1) { nodes { commit { messageHeadline authors(first: 5) { nodes { email user { login } } } } } }
    `);
    expect(data).toMatchObject({
      repository: {
        pullRequest: {
          headRefOid: shop.pull.head.sha,
          baseRefName: 'main',
          isDraft: false,
          state: 'OPEN',
          comments: {
            totalCount: 2,
            nodes: [{ author: { login: 'precheck', __typename: 'Bot' }, body: 'ours', isMinimized: false }],
            pageInfo: { hasNextPage: true },
          },
          reviews: {
            nodes: [
              { state: 'APPROVED', commit: { oid: shop.pull.head.sha }, authorCanPushToRepository: false },
            ],
          },
          files: { nodes: expect.arrayContaining([{ path: 'gone.sql', changeType: 'DELETED' }]) as unknown },
          commits: {
            nodes: [
              { commit: { messageHeadline: 'change', authors: { nodes: [{ user: { login: 'ada' } }] } } },
            ],
          },
        },
      },
    });
    const next = await pull('comments(first: 1, after: "Y3Vyc29yOnYyOjA=") { nodes { body } }');
    expect(next).toEqual({ repository: { pullRequest: { comments: { nodes: [{ body: 'hers' }] } } } });
    expect(shop.github.contractErrors).toEqual([]);
  });

  it('lists the open pull requests of a base with their checks', async () => {
    const { client, at } = shop;
    await client.rest.checks.create({
      ...at,
      name: 'precheck',
      head_sha: shop.pull.head.sha,
      conclusion: 'failure',
    });
    const data = await ask(
      `query open($base: String!) {
        repository(owner: "acme", name: "shop") {
          pullRequests(states: OPEN, baseRefName: $base, first: 10, orderBy: { field: UPDATED_AT, direction: DESC }) {
            nodes { number commits(last: 1) { nodes { commit {
              statusCheckRollup { state }
              checkSuites(first: 5, filterBy: { appId: 4242 }) { nodes { app { slug } checkRuns(first: 5) { nodes { name conclusion } } } }
            } } } }
          }
        }
      }`,
      { base: 'main' },
    );
    expect(data).toMatchObject({
      repository: {
        pullRequests: {
          nodes: [
            {
              number: 1,
              commits: {
                nodes: [
                  {
                    commit: {
                      statusCheckRollup: { state: 'FAILURE' },
                      checkSuites: {
                        nodes: [
                          {
                            app: { slug: 'precheck' },
                            checkRuns: { nodes: [{ name: 'precheck', conclusion: 'FAILURE' }] },
                          },
                        ],
                      },
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });

  it('is refused as GitHub refuses it', async () => {
    const none = await errors('{ repository(owner: "acme", name: "none") { id } }');
    expect(none).toMatchObject([{ type: 'NOT_FOUND', path: ['repository'] }]);
    const [unpaged] = await errors(
      '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { comments { totalCount } } } }',
    );
    expect(unpaged).toMatchObject({ type: 'MISSING_PAGINATION_BOUNDARIES' });
    const blind = await installationClient(shop.github, shop.repository.installationId, {
      permissions: { contents: 'read' },
    });
    const hidden = '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { id } } }';
    expect(await errors(hidden, blind)).toMatchObject([
      { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
    ]);
    const app = clientWith(shop.github, appToken(shop.github));
    await expect(app.graphql('{ viewer { login } }')).rejects.toMatchObject({ status: 403 });
  });

  it('that GitHub’s schema does not know, or that is not answered here, is recorded', async () => {
    const before = shop.github.contractErrors.length;
    const [wrong] = await errors('{ repository(owner: "acme", name: "shop") { shoeSize } }');
    expect(wrong?.['message']).toContain('Cannot query field "shoeSize" on type "Repository"');
    const [missing] = await errors('{ repository(owner: "acme", name: "shop") { diskUsage } }');
    expect(missing?.['message']).toBe('The local GitHub does not imitate Repository.diskUsage');
    expect(shop.github.contractErrors.slice(before)).toMatchObject([
      { operationId: 'graphql/repository', kind: 'request' },
      { operationId: 'graphql/repository', kind: 'not imitated' },
    ]);
  });
});

describe('a mutation', () => {
  it('hides a comment and shows it again', async () => {
    const { client, at } = shop;
    const { data } = await client.rest.issues.createComment({ ...at, issue_number: 1, body: 'old' });
    const hide = `mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) {
      minimizedComment { isMinimized minimizedReason } } }`;
    expect(await ask(hide, { id: data.node_id })).toEqual({
      minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'resolved' } },
    });
    expect(shop.repository.issueComments(1).at(-1)?.minimized).toBe('resolved');
    await ask('mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { clientMutationId } }', {
      id: data.node_id,
    });
    expect(shop.repository.issueComments(1).at(-1)?.minimized).toBeUndefined();
    expect(await errors(hide.replace('$id,', '"IC_1",').replace('($id: ID!)', ''))).toMatchObject([
      { type: 'NOT_FOUND' },
    ]);
  });

  it('does not resolve a thread without write access to contents', async () => {
    const { client, at } = shop;
    const { data } = await client.rest.pulls.createReviewComment({
      ...at,
      pull_number: 1,
      body: 'About the file',
      commit_id: shop.pull.head.sha,
      path: 'logo.bin',
      subject_type: 'file',
    });
    const threads = await pull(
      'reviewThreads(first: 5) { nodes { id path line subjectType isResolved viewerCanResolve comments(first: 5) { nodes { fullDatabaseId } } } }',
    );
    const id = `PRRT_${data.id}`;
    expect(threads).toMatchObject({
      repository: {
        pullRequest: {
          reviewThreads: {
            nodes: [
              {
                id,
                path: 'logo.bin',
                line: null,
                subjectType: 'FILE',
                isResolved: false,
                viewerCanResolve: false,
                comments: { nodes: [{ fullDatabaseId: String(data.id) }] },
              },
            ],
          },
        },
      },
    });
    const resolve = `mutation { resolveReviewThread(input: { threadId: "${id}" }) { thread { id } } }`;
    expect(await errors(resolve)).toMatchObject([{ type: 'FORBIDDEN' }]);
  });
});

describe('the rate limit', () => {
  it('counts GraphQL by itself, refuses when it is spent, and lets what has not changed go free', async () => {
    const { client, at, github } = shop;
    const left = (headers: Record<string, unknown>): number => Number(headers['x-ratelimit-remaining']);
    const first = await client.rest.repos.get(at);
    await ask('{ viewer { login } }');
    const etag = first.headers.etag ?? '';
    await expect(client.rest.repos.get({ ...at, headers: { 'if-none-match': etag } })).rejects.toMatchObject({
      status: 304,
    });
    const second = await client.rest.repos.get(at);
    expect(left(first.headers) - left(second.headers)).toBe(1);
    github.setRateLimit({ limit: 1, windowMs: 60_000 });
    await expect(client.rest.repos.get(at)).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-ratelimit-remaining': '0' } },
    });
    github.setRateLimit({ limit: 1_000_000, windowMs: 60_000 });
  });
});
