import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const other = 'db/migrations/0003_note.sql';

describe('a merge group', () => {
  it('passes with harmless migrations, and writes no comment', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: harmless });
    await app.idle();
    const group = await app.repository.queue.add(1);
    await app.idle();
    expect(app.repository.checkRuns(group.headSha)).toMatchObject([
      { name: 'precheck', conclusion: 'success' },
    ]);
    expect([app.repository.issueComments(1), app.repository.reviewComments(1)]).toEqual([[], []]);
  });

  it('fails for what any of its pull requests brings', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: harmless }, { branch: 'first' });
    await app.propose({ [other]: blocker }, { branch: 'second' });
    await app.idle();
    const first = await app.repository.queue.add(1);
    const both = await app.repository.queue.add(1, 2);
    await app.idle();
    expect(app.repository.checkRuns(first.headSha)).toMatchObject([{ conclusion: 'success' }]);
    expect(app.repository.checkRuns(both.headSha)).toMatchObject([
      { conclusion: 'failure', title: '1 finding to fix before merge' },
    ]);
    expect(app.repository.checkRuns(both.headSha)[0]?.summary).toContain(other);
  });

  it('fails for what only both together break', async () => {
    app = await AppBesideGitHub.start();
    const same = 'db/migrations/0002_other.sql';
    await app.propose({ [proposed]: harmless }, { branch: 'first' });
    await app.propose({ [same]: 'CREATE TABLE refunds (id BIGINT PRIMARY KEY);\n' }, { branch: 'second' });
    await app.idle();
    const both = await app.repository.queue.add(1, 2);
    await app.idle();
    expect(app.repository.checkRuns(both.headSha)[0]?.conclusion).toBe('failure');
    expect(app.repository.checkRuns(both.headSha)[0]?.summary).toContain('version-duplicate');
  });

  it('takes over what was acknowledged in the conversation', async () => {
    app = await AppBesideGitHub.start();
    app.repository.setRole('ann', 'write');
    await app.propose({ [proposed]: blocker }, { branch: 'first' });
    await app.propose({ [other]: harmless }, { branch: 'second' });
    await app.idle();
    await app.repository.comment(1, { author: 'ann', body: '/precheck ack enum-non-additive Never written' });
    await app.idle();
    const group = await app.repository.queue.add(1, 2);
    await app.idle();
    expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: 'success' }]);
  });

  it('is not held up by the numbers of issues and of other pull requests that its commits end in', async () => {
    app = await AppBesideGitHub.start();
    await app.built.commit({ branch: 'old', message: 'old', files: { 'old.txt': 'old' } });
    await app.built.commit({ branch: 'gone', message: 'gone', files: { 'gone.txt': 'gone' } });
    const elsewhere = await app.repository.openPullRequest({ base: 'gone', head: 'old' });
    await app.repository.closePullRequest(elsewhere.number);
    await app.built.deleteBranch('gone');
    const files = { [proposed]: harmless };
    await app.built.commit({ branch: 'change', message: 'Fix the login (#123)', files });
    await app.built.commit({
      branch: 'change',
      message: `Another fix (#${String(elsewhere.number)})`,
      files: { 'note.txt': 'x' },
    });
    const pull = await app.repository.openPullRequest({ base: 'main', head: 'change' });
    await app.idle();
    const group = await app.repository.queue.add(pull.number);
    await app.idle();
    expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: 'success' }]);
  });

  it('finds its pull requests among more commits than a page holds', async () => {
    app = await AppBesideGitHub.start();
    app.repository.setRole('ann', 'write');
    await app.propose({ [proposed]: blocker }, { branch: 'first' });
    await app.built.commits(
      Array.from({ length: 260 }, (_, at) => ({
        branch: 'second',
        message: `step ${String(at)}`,
        files: { 'notes.txt': String(at) },
      })),
    );
    const second = await app.repository.openPullRequest({ base: 'main', head: 'second' });
    await app.idle();
    await app.repository.comment(1, { author: 'ann', body: '/precheck ack enum-non-additive Never written' });
    await app.idle();
    const group = await app.repository.queue.add(1, second.number);
    await app.idle();
    expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: 'success' }]);
  });

  it('that is given up ends its check', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: harmless });
    await app.idle();
    app.github.setLatency(60);
    const group = await app.repository.queue.add(1);
    while (app.repository.checkRuns(group.headSha).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await app.repository.queue.destroy(group, 'dequeued');
    await app.idle();
    expect(app.repository.checkRuns(group.headSha)).toMatchObject([
      { conclusion: 'cancelled', title: 'Closed meanwhile' },
    ]);
  });

  it('is reviewed again when somebody asks', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: harmless });
    await app.idle();
    const group = await app.repository.queue.add(1);
    await app.idle();
    const [run] = app.repository.checkRuns(group.headSha);
    if (run === undefined) throw new Error('no run');
    await app.repository.rerequestCheck(run);
    await app.idle();
    const conclusions = () => app.repository.checkRuns(group.headSha).map(({ conclusion }) => conclusion);
    expect(conclusions()).toEqual(['success', 'success']);
    await app.repository.rerequestSuite(group.headSha);
    await app.idle();
    expect(conclusions()).toEqual(['success', 'success', 'success']);
  });
});
