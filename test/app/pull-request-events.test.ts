import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const conclusions = (sha: string) => app.repository.checkRuns(sha).map(({ conclusion }) => conclusion);

/** Waits until the App shows on a commit that it is at work. */
async function running(sha: string): Promise<void> {
  while (app.repository.checkRuns(sha).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a draft', () => {
  it('is reviewed like every other, and anew when it is made ready and when it is made a draft', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker }, { draft: true });
    await app.idle();
    await app.repository.readyForReview(1);
    await app.idle();
    await app.repository.convertToDraft(1);
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure', 'failure', 'failure']);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
    expect(app.repository.reviews(1)).toHaveLength(1);
  });
});

describe('a pull request that is closed', () => {
  it('while it is reviewed ends its check, and hears nothing', async () => {
    app = await AppBesideGitHub.start();
    app.github.setLatency(60);
    const pull = await app.propose({ [proposed]: blocker });
    await running(pull.head.sha);
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(app.repository.checkRuns(pull.head.sha)).toMatchObject([
      { conclusion: 'cancelled', title: 'Closed meanwhile' },
    ]);
    expect(app.repository.reviewComments(1)).toEqual([]);
  });

  it('is not reviewed for a comment', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.idle();
    await app.repository.closePullRequest(1);
    await app.repository.comment(1, { body: '/precheck rerun' });
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure']);
  });

  it('is reviewed when it is opened again', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.idle();
    await app.repository.closePullRequest(1);
    await app.repository.reopenPullRequest(1);
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure', 'failure']);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });
});

describe('a pull request that is edited', () => {
  it('is judged against its new base', async () => {
    app = await AppBesideGitHub.start();
    // On the other branch, the column never had the value.
    await app.built.commit({
      message: 'another history',
      branch: 'release',
      files: {
        'db/migrations/0001_orders.sql': 'CREATE TABLE orders (id BIGINT PRIMARY KEY, status TEXT);\n',
        [proposed]: blocker,
      },
    });
    const pull = await app.propose({ [proposed]: blocker });
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure']);
    await app.repository.editBase(1, 'release');
    await app.idle();
    expect(app.repository.checkRuns(pull.head.sha).at(-1)?.summary).not.toBe(
      app.repository.checkRuns(pull.head.sha)[0]?.summary,
    );
    expect(conclusions(pull.head.sha)).toHaveLength(2);
  });

  it('in its title is left alone', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: harmless });
    await app.idle();
    await app.repository.editTitle(1, 'Another title');
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['success']);
  });
});

describe('a check that is run again', () => {
  it('is not, when it is another App’s of the same name', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.idle();
    const theirs = await app.repository.otherCheck(pull.head.sha, 'precheck', 'success');
    const before = app.github.requests.length;
    await app.repository.rerequestCheck(theirs);
    await app.idle();
    expect(app.github.requests.slice(before)).toEqual([]);
    expect(conclusions(pull.head.sha)).toEqual(['failure', 'success']);
  });

  it('with all others of its commit, also a fork’s', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker }, { fork: 'stranger' });
    await app.idle();
    await app.repository.rerequestSuite(pull.head.sha);
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure', 'failure']);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });
});

describe('a button of the check', () => {
  it('is heard from who may write, and from nobody else', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    await app.idle();
    app.repository.setRole('mallory', 'read');
    await app.repository.pressButton(run, 'rerun', 'mallory');
    await app.repository.pressButton(run, 'rerun', 'nobody');
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure']);
    app.repository.setRole('ann', 'write');
    await app.repository.pressButton(run, 'rerun', 'ann');
    await app.idle();
    expect(conclusions(pull.head.sha)).toEqual(['failure', 'failure']);
  });
});
