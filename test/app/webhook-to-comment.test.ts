import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

describe('a pull request that is opened', () => {
  it('gets a check that runs and ends, and a comment on the line', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
    expect(run).toMatchObject({
      name: 'precheck',
      conclusion: 'failure',
      detailsUrl: 'https://precheck.example/rules',
    });
    expect(run.externalId).toMatch(new RegExp(`^acme/shop:1:${pull.head.sha}:.+`));
    const [started] = app.github.requests.filter(({ operationId }) => operationId === 'checks/create');
    expect(started?.body).toMatchObject({ status: 'in_progress', head_sha: pull.head.sha });
    expect(app.repository.reviews(1)).toHaveLength(1);
    const [comment] = app.repository.reviewComments(1);
    expect(comment).toMatchObject({ path: proposed, commitId: pull.head.sha, side: 'RIGHT' });
    expect(comment?.body).toContain('https://precheck.example/rules/enum-non-additive');
    expect(comment?.body.split('\n').at(-1)).toMatch(/^<!-- precheck:v1:.+:[0-9a-f]{64} -->$/);
  });

  it('is answered before the review is done', async () => {
    app = await AppBesideGitHub.start();
    app.github.setLatency(100);
    const pull = await app.propose({ [proposed]: blocker });
    expect(app.repository.checkRuns(pull.head.sha)).toEqual([]);
    expect(app.github.deliveries[0]?.status).toBe(202);
    await app.check(pull.head.sha);
  });

  it('passes at once when no migration changed', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ 'README.md': '# The shop\n' });
    expect((await app.check(pull.head.sha)).conclusion).toBe('success');
    expect(app.repository.reviewComments(1)).toEqual([]);
    expect(app.repository.issueComments(1)).toEqual([]);
  });

  it('passes with a harmless migration, as a draft and from a fork', async () => {
    app = await AppBesideGitHub.start();
    const draft = await app.propose({ [proposed]: harmless }, { draft: true });
    expect((await app.check(draft.head.sha)).conclusion).toBe('success');
    const fork = await app.propose({ [proposed]: blocker }, { branch: 'theirs', fork: 'stranger' });
    expect((await app.check(fork.head.sha)).conclusion).toBe('failure');
  });

  it('is not held in observe mode, and hears the same words', async () => {
    app = await AppBesideGitHub.start({ files: { '.github/precheck.yml': 'mode: observe\n' } });
    const pull = await app.propose({ [proposed]: blocker });
    expect((await app.check(pull.head.sha)).conclusion).toBe('success');
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });

  it('is judged against a long history that comes in one archive', async () => {
    const long = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [
        `db/migrations/0001_${String(at).padStart(3, '0')}_t.sql`,
        `CREATE TABLE t${at} (id INT PRIMARY KEY, v ENUM('a','b'));\n`,
      ]),
    );
    app = await AppBesideGitHub.start({ files: long });
    const pull = await app.propose({ [proposed]: "ALTER TABLE t59 MODIFY v ENUM('a');\n" });
    expect((await app.check(pull.head.sha)).conclusion).toBe('failure');
    expect(app.calls().filter((call) => call === 'repos/download-tarball-archive')).toHaveLength(1);
    expect(app.calls().filter((call) => call === 'git/get-blob').length).toBeLessThan(5);
  });
});

describe('a pull request that changes', () => {
  it('is not told the same thing twice', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    const first = pull.head.sha;
    await app.check(first);
    const { head } = await app.push(1, { 'README.md': '# Another\n' });
    expect(head.sha).not.toBe(first);
    expect((await app.check(head.sha)).conclusion).toBe('failure');
    expect(app.repository.reviewComments(1)).toHaveLength(1);
    expect(app.repository.reviews(1)).toHaveLength(1);
  });

  it('does not take a stranger’s copy of a marker for its own comment', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.check(pull.head.sha);
    const [ours] = pull.reviewComments.splice(0);
    await app.repository.review(1, {
      author: 'mallory',
      event: 'COMMENT',
      body: 'Looks good.',
      comments: [{ path: proposed, line: 2, side: 'RIGHT', body: ours?.body ?? '' }],
    });
    const { head } = await app.push(1, { 'README.md': '# Another\n' });
    await app.check(head.sha);
    const authors = app.repository.reviewComments(1).map(({ author }) => author.login);
    expect(authors).toEqual(['mallory', 'precheck[bot]']);
  });

  it('between read and write: the old commit is superseded and nothing is written to it', async () => {
    let pushed = false;
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ 'README.md': '# Quiet\n' });
    await app.check(pull.head.sha);
    const old = await app.built.commit({
      message: 'risky',
      files: { [proposed]: blocker },
      branch: 'change',
    });
    app.github.setFaults(({ operationId }) => {
      // The old head's file is about to be read: the branch moves, and GitHub has not told anybody yet.
      if (operationId !== 'git/get-blob' || pushed) return undefined;
      pushed = true;
      app.repository.pullRequest(1).head.sha = next;
      return undefined;
    });
    const next = await app.built.commit({
      message: 'safe',
      files: { [proposed]: harmless },
      branch: 'next',
      from: pull.head.sha,
    });
    await app.repository.synchronize(1);
    const run = await app.check(old);
    expect(run).toMatchObject({ conclusion: 'cancelled', title: `Superseded by ${next.slice(0, 7)}` });
    expect(app.repository.reviewComments(1)).toEqual([]);
    expect(app.repository.issueComments(1)).toEqual([]);
  });

  it('while it is reviewed: the old review stops before it writes', async () => {
    app = await AppBesideGitHub.start();
    app.github.setLatency(60);
    const pull = await app.propose({ [proposed]: blocker });
    const old = pull.head.sha;
    while (app.repository.checkRuns(old).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const { head } = await app.push(1, { [proposed]: harmless });
    expect((await app.check(head.sha)).conclusion).toBe('success');
    expect(await app.check(old)).toMatchObject({
      conclusion: 'cancelled',
      title: `Superseded by ${head.sha.slice(0, 7)}`,
    });
    expect(app.repository.reviewComments(1)).toEqual([]);
  });
});

describe('a delivery', () => {
  it('that comes twice is worked on once', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.check(pull.head.sha);
    const [first] = app.github.deliveries;
    const { signed } = await import('../github/webhooks.js');
    const body = JSON.stringify(first?.payload);
    const answer = await fetch(`${app.url}/api/github/webhooks`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'pull_request',
        'x-github-delivery': first?.guid ?? '',
        'x-hub-signature-256': signed(app.github.webhookSecret, body),
      },
    });
    expect(answer.status).toBe(202);
    await app.server.stop();
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });

  it('with a wrong signature starts nothing', async () => {
    app = await AppBesideGitHub.start();
    const answer = await fetch(`${app.url}/api/github/webhooks`, {
      method: 'POST',
      body: '{}',
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'pull_request',
        'x-github-delivery': 'd',
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
      },
    });
    expect([answer.status, await answer.text()]).toEqual([401, 'The signature does not match.\n']);
    expect(app.calls().filter((call) => call !== 'apps/get-authenticated')).toEqual([]);
  });

  it('of events that start nothing is taken', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ 'README.md': '#\n' });
    await app.check(pull.head.sha);
    await app.repository.comment(1, { body: 'Nice.' });
    await app.repository.closePullRequest(1);
    await app.github.settled();
    expect(new Set(app.github.deliveries.map(({ status }) => status))).toEqual(new Set([202]));
  });
});

describe('Re-run', () => {
  it('reviews again, in a new run', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    await app.repository.rerequestCheck(run);
    await app.server.stop();
    const runs = app.repository.checkRuns(pull.head.sha);
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure']);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });
});
