import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const elsewhere = { 'src/shop.ts': 'export const shop = 1;\n' };

/** The lines of a metric. */
async function measured(name: string): Promise<readonly string[]> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(`precheck_${name}`));
}

/** A person marks every comment on lines. */
function mark(content: '-1' | '+1'): void {
  for (const { reactions, author } of app.repository.reviewComments(1))
    reactions.push({ id: 1, author, content, createdAt: '2026-01-01T00:00:00Z' });
}

describe('a comment that is marked as not helpful', () => {
  it('is counted for its rule when the pull request is closed', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: blocker });
    await app.idle();
    mark('-1');
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(await measured('disliked')).toEqual([
      'precheck_disliked_comments_total{rule="enum-non-additive"} 1',
    ]);
  });

  it('is counted when what it said is fixed', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: blocker });
    await app.idle();
    mark('-1');
    await app.push(1, { [proposed]: harmless });
    await app.idle();
    expect(app.repository.reviewComments(1)[0]?.body).toContain('Fixed in');
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(await measured('disliked')).toEqual([
      'precheck_disliked_comments_total{rule="enum-non-additive"} 1',
    ]);
  });

  it('is not, where it is somebody else’s, or liked', async () => {
    app = await AppBesideGitHub.start();
    const { head } = await app.propose({ [proposed]: blocker });
    await app.idle();
    mark('+1');
    const [ours] = app.repository.reviewComments(1);
    await app.repository.review(1, {
      author: 'mallory',
      event: 'COMMENT',
      body: 'Mine.',
      comments: [{ path: proposed, line: 1, body: ours?.body ?? '' }],
    });
    app.repository
      .reviewComments(1)
      .filter(({ author }) => author.login === 'mallory')
      .forEach(({ reactions, author }) =>
        reactions.push({ id: 2, author, content: '-1', createdAt: '2026-01-01T00:00:00Z' }),
      );
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(await measured('disliked')).toEqual([]);
    expect(app.repository.checkRuns(head.sha)).toHaveLength(1);
  });

  it('is not, where its author’s account is gone', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: blocker });
    await app.idle();
    const [ours] = app.repository.reviewComments(1);
    app.github.setFaults(({ operationId }) =>
      operationId === 'pulls/list-review-comments'
        ? { status: 200, body: [{ user: null, body: ours?.body, reactions: { '-1': 1 } }] }
        : undefined,
    );
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(await measured('disliked')).toEqual([]);
    expect(await measured('job_runs_total')).toEqual(['precheck_job_runs_total{outcome="done"} 2']);
  });

  it('costs nothing where nobody commented on a line', async () => {
    app = await AppBesideGitHub.start();
    await app.propose(elsewhere);
    await app.idle();
    const before = app.calls().length;
    await app.repository.closePullRequest(1);
    await app.idle();
    expect(app.calls().slice(before)).not.toContain('pulls/list-review-comments');
  });
});

describe('the time that experts take', () => {
  const count = async (): Promise<string | undefined> =>
    (await measured('time_to_expert_seconds_count'))[0]?.split(' ')[1];

  it('is counted once, when they approve what they were asked about', async () => {
    const config = `migrations: [{ path: db/migrations, engine: mysql }]\nexperts: { reviewers: ["@dba"] }\n`;
    app = await AppBesideGitHub.start({ files: { '.github/precheck.yml': config } });
    app.repository.setRole('dba', 'write');
    await app.propose({ [proposed]: blocker });
    await app.idle();
    expect(await count()).toBe('0');
    await app.repository.review(1, { author: 'dba', event: 'APPROVE' });
    await app.idle();
    expect(await count()).toBe('1');
    const [summary] = app.repository.issueComments(1);
    const edited = { author: 'dba', body: `Mine\n${summary?.body ?? ''}` };
    await app.repository.editComment(1, summary?.id ?? 0, edited);
    await app.idle();
    expect(app.repository.issueComments(1)[0]?.body).not.toContain('Mine');
    expect(await count()).toBe('1');
    await app.push(1, elsewhere);
    await app.idle();
    await app.repository.review(1, { author: 'dba', event: 'COMMENT', body: 'Ship it.' });
    await app.idle();
    const { sha } = app.repository.pullRequest(1).head;
    expect(app.repository.checkRuns(sha).at(-1)?.title).toBe('Approval by @dba still applies');
    expect(await count()).toBe('1');
  });
});
