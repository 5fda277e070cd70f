import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientWith, refused } from './client.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

interface Place {
  readonly path: string;
  readonly line?: number;
  readonly side?: 'LEFT' | 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'LEFT' | 'RIGHT';
}

function review(...places: readonly Place[]): Promise<unknown> {
  const comments = places.map((place) => ({ ...place, body: 'here' }));
  return shop.client.rest.pulls.createReview({
    ...shop.at,
    pull_number: 1,
    event: 'COMMENT',
    body: 'A review.',
    comments,
  });
}

describe('a review', () => {
  it.each<[string, Place, string]>([
    ['line outside the hunks', { path: 'long.sql', line: 10 }, 'line must be part of the diff'],
    [
      'context line on the left',
      { path: 'long.sql', line: 1, side: 'LEFT' },
      'line must be part of the diff',
    ],
    ['path outside the diff', { path: 'db/x.sql', line: 1 }, 'Path could not be resolved'],
    ['binary file', { path: 'logo.bin', line: 1 }, 'diff is too large'],
    [
      'range over two hunks',
      { path: 'long.sql', start_line: 3, line: 17 },
      'start line must be part of the same hunk as the line',
    ],
    ['range backwards', { path: 'long.sql', start_line: 4, line: 3 }, 'start line must precede'],
    ['no line', { path: 'long.sql' }, 'Line could not be resolved'],
  ])('is declined as a whole for a %s', async (_, place, words) => {
    const before = shop.repository.reviewComments(1).length;
    const message = await refused(review({ path: 'long.sql', line: 3 }, place));
    expect(message).toContain('422 Unprocessable Entity');
    expect(message).toContain(words);
    expect(shop.repository.reviewComments(1)).toHaveLength(before);
  });

  it('is kept when every comment stands in the diff', async () => {
    const { repository } = shop;
    const before = repository.reviewComments(1).length;
    await review(
      { path: 'long.sql', line: 3 },
      { path: 'long.sql', line: 3, side: 'LEFT' },
      { path: 'long.sql', start_line: 2, line: 4 },
      { path: 'new.sql', line: 2 },
    );
    const kept = repository.reviewComments(1).slice(before);
    expect(kept.map((one) => [one.path, one.side, one.startLine, one.line])).toEqual([
      ['long.sql', 'RIGHT', undefined, 3],
      ['long.sql', 'LEFT', undefined, 3],
      ['long.sql', 'RIGHT', 2, 4],
      ['new.sql', 'RIGHT', undefined, 2],
    ]);
    expect(kept[0]?.diffHunk).toMatch(/^@@ .*\n[^]*\n\+third$/);
  });

  it('needs a body, and a commit of the pull request', async () => {
    const { client, at, git } = shop;
    const bare = client.rest.pulls.createReview({ ...at, pull_number: 1, event: 'COMMENT' });
    expect(await refused(bare)).toContain('422 Unprocessable Entity: "Body can\'t be blank"');
    const foreign = client.rest.pulls.createReview({
      ...at,
      pull_number: 1,
      event: 'COMMENT',
      body: 'x',
      commit_id: await git.head('main'),
    });
    expect(await refused(foreign)).toContain('commit_id is not part of the pull request');
  });

  it('is declined by a single comment’s rules too', async () => {
    const { client, at, pull } = shop;
    const create = client.rest.pulls.createReviewComment({
      ...at,
      pull_number: 1,
      commit_id: pull.head.sha,
      path: 'long.sql',
      line: 10,
      body: 'x',
    });
    expect(await refused(create)).toContain('pull_request_review_thread.line must be part of the diff');
    const { data } = await client.rest.pulls.createReviewComment({
      ...at,
      pull_number: 1,
      commit_id: pull.head.sha,
      path: 'logo.bin',
      subject_type: 'file',
      body: 'on the file',
    });
    expect(data.subject_type).toBe('file');
  });
});

describe('a comment', () => {
  it('has at most 65,536 characters', async () => {
    const { client, at } = shop;
    const say = (body: string): Promise<unknown> =>
      client.rest.issues.createComment({ ...at, issue_number: 1, body });
    await say('x'.repeat(65_536));
    expect(await refused(say('x'.repeat(65_537)))).toContain(
      'Body is too long (maximum is 65536 characters)',
    );
    expect(await refused(say(' '))).toContain("Body can't be blank");
  });
});

describe('a review request', () => {
  it('does not go to the author, twice to one, or to a team that may not see the repository', async () => {
    const { client, at, github, repository } = shop;
    github.addTeam({
      organisation: 'acme',
      slug: 'dba',
      members: ['dora'],
      repositories: { 'acme/shop': 'write' },
    });
    github.addTeam({ organisation: 'acme', slug: 'ops', members: ['olaf'] });
    repository.setRole('dora', 'write');
    const ask = (who: { reviewers?: string[]; team_reviewers?: string[] }): Promise<unknown> =>
      client.rest.pulls.requestReviewers({ ...at, pull_number: 1, ...who });
    expect(await refused(ask({ reviewers: ['octocat'] }))).toContain(
      'cannot be requested from pull request author',
    );
    expect(await refused(ask({ reviewers: ['dora', 'Dora'] }))).toContain('duplicates');
    expect(await refused(ask({ team_reviewers: ['ops'] }))).toContain('only be requested from collaborators');
    await ask({ reviewers: ['dora'], team_reviewers: ['dba'] });
    const { data } = await client.rest.pulls.listRequestedReviewers({ ...at, pull_number: 1 });
    expect([data.users.map((one) => one.login), data.teams.map((one) => one.slug)]).toEqual([
      ['dora'],
      ['dba'],
    ]);
  });
});

it('says 501 and records it for what it does not imitate', async () => {
  const { github } = shop;
  const before = github.contractErrors.length;
  const client = clientWith(github);
  expect(await refused(client.rest.gists.list())).toContain(
    '501 The local GitHub does not imitate GET /gists',
  );
  expect(github.contractErrors.slice(before)).toMatchObject([{ kind: 'not imitated' }]);
});
