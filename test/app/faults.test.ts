import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

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

  it('a review that shows only after it was written again: each of its comments is open once', async () => {
    app = await AppBesideGitHub.start();
    let created = 0;
    app.github.setFaults(({ operationId }) => {
      if (operationId === 'pulls/create-review') created += 1;
      if (operationId === 'pulls/create-review' && created === 1) return { status: 502, afterWrite: true };
      return operationId === 'pulls/list-reviews' ? { status: 200, body: [] } : undefined;
    });
    const pull = await app.propose({ [proposed]: blocker });
    const run = await app.check(pull.head.sha);
    expect(run.conclusion).toBe('failure');
    expect(app.repository.reviews(1)).toHaveLength(2);
    const folded = app.repository.reviewComments(1).map(({ minimized }) => minimized);
    expect(folded).toEqual([undefined, 'duplicate']);
  });

  it('a comment that could not be folded away is folded by another try, before the check ends', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.check(pull.head.sha);
    let left = 1;
    app.github.setFaults(({ body }) => {
      if (left === 0 || !JSON.stringify(body ?? '').includes('minimizeComment')) return undefined;
      left -= 1;
      return { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } };
    });
    const { head } = await app.push(1, { [proposed]: harmless });
    await app.check(head.sha);
    const [comment] = app.repository.reviewComments(1);
    expect({ left, reason: comment?.minimized }).toEqual({ left: 0, reason: 'resolved' });
    expect(app.repository.checkRuns(head.sha)).toHaveLength(1);
  });
});
