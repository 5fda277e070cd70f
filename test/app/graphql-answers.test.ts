import { afterEach, describe, expect, it } from '@jest/globals';
import { readPullRequest } from '../../src/github/gather.js';
import { readOpenPullRequests } from '../../src/github/open-pull-requests.js';
import { readSaid } from '../../src/github/said.js';
import { installationClient } from '../github/client.js';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const shop = { owner: 'acme', repo: 'shop' };
const client = () => installationClient(app.github, app.repository.installationId);

describe('GraphQL', () => {
  it.each([
    ['a fault of its own', 4, { message: 'Something went wrong while executing your query.' }],
    ['a rate limit', 1, { type: 'RATE_LIMITED', message: 'API rate limit exceeded' }],
  ])('that answers %s with status 200 is asked again', async (_what, times, error) => {
    app = await AppBesideGitHub.start();
    let left = times;
    app.github.setFaults(({ operationId }) =>
      operationId === 'graphql/repository' && left-- > 0
        ? { status: 200, headers: { 'retry-after': '0' }, body: { data: null, errors: [error] } }
        : undefined,
    );
    const pull = await app.propose({ [proposed]: blocker });
    await app.idle();
    expect(left).toBeLessThan(1);
    expect(app.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
    expect(app.repository.checkRuns(pull.head.sha)).toMatchObject([
      { title: '1 finding to fix before merge' },
    ]);
  });

  it('is asked about a comment that was deleted meanwhile', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ 'README.md': '#\n' });
    const stays = await app.repository.comment(1, { author: 'ann', body: '/precheck help' });
    const goes = await app.repository.comment(1, { author: 'ann', body: '/precheck status' });
    await app.idle();
    const github = await client();
    const { data } = await github.rest.issues.listComments({ ...shop, issue_number: 1 });
    const comments = data.filter(({ id }) => id === stays.id || id === goes.id);
    await app.repository.deleteComment(1, goes.id);
    const said = await readSaid(github, comments, () => true);
    expect(said).toEqual([{ id: stays.id, author: 'ann', body: '/precheck help' }]);
  });
});

describe('a neighbour whose files GitHub does not manage to list', () => {
  it('keeps no other pull request from being reviewed, nor from being followed', async () => {
    app = await AppBesideGitHub.start({ patience: { timeoutMs: 30_000, retryMs: 1 } });
    app.github.setFaults(({ operationId, body }) =>
      operationId === 'graphql/repository' && /withFiles\\?":true/.test(JSON.stringify(body))
        ? { status: 502, body: { message: 'Bad Gateway' } }
        : undefined,
    );
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    expect(run.title).toBe('1 finding to fix before merge');
    expect(run.summary).toContain('whether one of them takes the same version is not known');
    const found = await readOpenPullRequests(await client(), shop, 'main');
    expect(found).toMatchObject([{ number: 1, files: [], hasMore: true }]);
  });
});

describe('the open pull requests', () => {
  it('are all found, of every branch if asked, and those with more files than are listed are known', async () => {
    app = await AppBesideGitHub.start();
    app.github.setWebhookTarget(undefined);
    await app.built.branch('release');
    const files = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`a/${at}.txt`, `${at}\n`]));
    await app.propose(files, { branch: 'large' });
    await app.built.commit({ message: 'small', branch: 'change', files: { 'README.md': '#\n' } });
    for (let at = 0; at < 54; at += 1) {
      await app.repository.openPullRequest({ base: at === 0 ? 'release' : 'main', head: 'change' });
    }
    const github = await client();
    const into = async (base: string | undefined) =>
      (await readOpenPullRequests(github, shop, base)).map(({ number, hasMore }) => [number, hasMore]);
    expect(await into('release')).toEqual([[2, false]]);
    const all = await into(undefined);
    expect(all).toHaveLength(55);
    expect(all.filter(([, hasMore]) => hasMore)).toEqual([[1, true]]);
    expect(await into('main')).toHaveLength(54);
  });

  it('of somebody whose account is gone are read', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ 'README.md': '#\n' });
    await app.idle();
    const github = await client();
    const { data } = await github.rest.pulls.get({ ...shop, pull_number: 1 });
    app.github.setFaults(({ operationId }) =>
      operationId === 'pulls/get' ? { status: 200, body: { ...data, user: null } } : undefined,
    );
    expect((await readPullRequest(github, { ...shop, number: 1 })).author).toBeUndefined();
  });
});
