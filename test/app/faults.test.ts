import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { InlineComment } from '../../src/report/plan.js';
import { startCheck } from '../../src/github/check-run.js';
import { connectApp } from '../../src/github/client.js';
import { publish } from '../../src/github/publish.js';
import { createLog } from '../../src/log.js';
import { AppBesideGitHub, blocker, proposed, settingsFor } from './app-beside-github.js';

jest.setTimeout(90_000);

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

/** Fails one operation so often. */
function failing(operation: string, status: number, times = 1, more: Record<string, unknown> = {}): void {
  let left = times;
  app.github.setFaults(({ operationId }) => {
    if (operationId !== operation || left === 0) return undefined;
    left -= 1;
    return { status, ...more };
  });
}

describe('when GitHub fails in the middle', () => {
  it('the check ends as failed, with an id that the log has too', async () => {
    app = await AppBesideGitHub.start();
    failing('git/get-tree', 404, 9);
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    expect(run.conclusion).toBe('failure');
    const incident = /\(id ([0-9a-f-]{36})\)/.exec(run.title ?? '')?.[1] ?? 'none';
    expect(run.summary).toContain('GitHub shows the App no such thing');
    const line = app.logged.find((text) => text.includes(incident)) ?? '';
    expect(JSON.parse(line)).toMatchObject({ msg: 'review failed', err: { status: 404, method: 'GET' } });
    expect(app.logged.join()).not.toMatch(/MODIFY|ghs_/);
  });

  it('a delivery that failed is worked on when it is sent again', async () => {
    app = await AppBesideGitHub.start();
    app.github.setFaults(({ operationId }) =>
      operationId?.startsWith('checks/') === true ? { status: 403 } : undefined,
    );
    const pull = await app.propose({ [proposed]: blocker });
    while (!app.logged.some((line) => line.includes('could not be completed'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    app.github.setFaults(undefined);
    const [first] = app.github.deliveries;
    if (first === undefined) throw new Error('no delivery');
    await app.github.deliver('pull_request', first.payload);
    expect((await app.check(pull.head.sha)).conclusion).toBe('failure');
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });

  it.each([
    ['checks/create', 'before', {}],
    ['checks/create', 'after', { afterWrite: true }],
    ['pulls/create-review', 'before', {}],
    ['pulls/create-review', 'after', { afterWrite: true }],
    ['checks/update', 'after', { afterWrite: true }],
  ])('a 502 of %s %s the write doubles nothing and loses nothing', async (operation, _, more) => {
    app = await AppBesideGitHub.start();
    failing(operation, 502, 1, more);
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    await app.server.stop();
    expect(run.conclusion).toBe('failure');
    expect(run.title).not.toContain('could not finish');
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
    expect(app.repository.reviews(1)).toHaveLength(1);
  });
});

describe('when GitHub places a comment nowhere', () => {
  it('the others stand in one review, and its words are in the check', async () => {
    const comment = (line: number, word: string): InlineComment => ({
      path: proposed,
      line,
      body: `Mind the ${word}.`,
      fingerprint: word,
    });
    app = await AppBesideGitHub.start();
    app.github.setWebhookTarget(undefined);
    const pull = await app.propose({ [proposed]: blocker });
    const client = await connectApp(settingsFor(app.github), createLog('silent')).client(
      app.repository.installationId,
    );
    const subject = {
      owner: 'acme',
      repo: 'shop',
      headSha: pull.head.sha,
      externalId: 'x',
      detailsUrl: 'https://precheck.example/rules',
    };
    const checkRunId = await startCheck(client, subject, { title: 'Reviewing', summary: '…' });
    const target = {
      ...subject,
      number: 1,
      botLogin: 'precheck[bot]',
      checkRunId,
      currentHead: () => Promise.resolve(pull.head.sha),
    };
    const annotations = Array.from({ length: 120 }, (_, at) => ({
      path: proposed,
      startLine: at + 1,
      endLine: at + 1,
      level: 'notice' as const,
      title: 'A note',
      message: 'A note.',
    }));
    const published = await publish(client, target, {
      check: { conclusion: 'failure', title: 'To fix', summary: 'Two.', text: 'The table.', annotations },
      review: {
        body: 'Found.',
        comments: [comment(1, 'gap'), comment(99, 'step'), comment(2, 'door'), comment(0, 'head')],
      },
      summary: { body: 'The summary.', commentId: 12345 },
    });
    expect(published).toMatchObject({
      kind: 'published',
      refused: [{ fingerprint: 'step' }, { fingerprint: 'head' }],
    });
    expect(app.repository.reviews(1).map(({ state }) => state)).toEqual(['COMMENTED']);
    const [review] = app.repository.reviews(1);
    const comments = app.repository.reviewComments(1).filter(({ reviewId }) => reviewId === review?.id);
    expect(comments.map(({ body }) => body)).toEqual(['Mind the gap.', 'Mind the door.']);
    const run = await app.check(pull.head.sha);
    expect(run.text).toMatch(/Mind the step\.[^]*Mind the head\.[^]*The table\./);
    expect(run.annotations.map(({ start_line }) => start_line)).toEqual(
      annotations.map(({ startLine }) => startLine),
    );
    expect(app.repository.issueComments(1).map(({ body }) => body)).toEqual(['The summary.']);
  });
});
