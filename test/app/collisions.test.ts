import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const theirs = 'db/migrations/0002_refunds.sql';
const refunds = 'CREATE TABLE refunds (id BIGINT PRIMARY KEY);\n';

/** What the newest check of a pull request says of others. */
const said = (number: number) => {
  const { sha } = app.repository.pullRequest(number).head;
  const summary = app.repository.checkRuns(sha).at(-1)?.summary ?? '';
  // A number of somebody's words is kept from becoming a reference.
  return /Pull requests? #[\d, #]+ takes? version/.exec(summary.replaceAll('&#8203;', ''))?.[0];
};

async function collide(): Promise<void> {
  app = await AppBesideGitHub.start();
  await app.propose({ [proposed]: harmless }, { branch: 'first' });
  await app.idle();
  expect(said(1)).toBeUndefined();
  await app.propose({ [theirs]: refunds }, { branch: 'second' });
  await app.idle();
}

describe('two pull requests that take the same version', () => {
  it('are both told, once', async () => {
    await collide();
    expect([said(1), said(2)]).toEqual(['Pull request #2 takes version', 'Pull request #1 takes version']);
    expect(app.repository.reviewComments(1)[0]?.body).toContain('version-taken-elsewhere');
    const runs = [1, 2].map((number) =>
      app.repository.checkRuns(app.repository.pullRequest(number).head.sha),
    );
    expect(runs.map(({ length }) => length)).toEqual([2, 1]);
    expect(runs.map((all) => all.at(-1)?.conclusion)).toEqual(['success', 'success']);
    expect([1, 2].map((number) => app.repository.issueComments(number).length)).toEqual([1, 1]);
  });

  it('hear that it is over when one is renumbered', async () => {
    await collide();
    await app.push(2, { [theirs]: null, 'db/migrations/0003_refunds.sql': refunds });
    await app.idle();
    expect([said(1), said(2)]).toEqual([undefined, undefined]);
    expect(app.repository.reviewComments(1)[0]?.body).not.toContain('[!WARNING]');
  });

  it('hear that it is over when one is closed, and that it is back', async () => {
    await collide();
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(said(2)).toBeUndefined();
    await app.repository.reopenPullRequest(1);
    await app.idle();
    expect([said(1), said(2)]).toEqual(['Pull request #2 takes version', 'Pull request #1 takes version']);
  });

  it('are no two when one is built on the other', async () => {
    app = await AppBesideGitHub.start();
    const first = await app.propose({ [proposed]: harmless }, { branch: 'first' });
    await app.built.commit({
      message: 'on top',
      branch: 'second',
      from: first.head.sha,
      files: { 'db/migrations/0003_refunds.sql': refunds },
    });
    await app.repository.openPullRequest({ base: 'main', head: 'second' });
    await app.idle();
    expect([said(1), said(2)]).toEqual([undefined, undefined]);
  });
});
