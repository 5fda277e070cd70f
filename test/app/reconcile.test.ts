import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.js';
import { readSql } from '../../src/sql/read.js';
import { startServer, type RunningServer, type ServerParts } from '../../src/start-server.js';
import { AppBesideGitHub, blocker, harmless, proposed, settingsFor } from './app-beside-github.js';

let app: AppBesideGitHub;
const others: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(others.splice(0).map((server) => server.stop(10_000)));
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

/** Starts another process of the App beside the same GitHub, as a supervisor does after a death. */
async function startAgain(parts: ServerParts = {}): Promise<RunningServer> {
  const server = await startServer(settingsFor(app.github), {
    log: createLog('info', { write: (line: string) => void app.logged.push(line) }),
    readSql,
    reconcileMs: 3_600_000,
    queue: { debounceMs: 0, retryMs: [100, 200, 400] },
    ...parts,
  });
  others.push(server);
  app.github.setWebhookTarget(`http://127.0.0.1:${server.port}/api/github/webhooks`);
  return server;
}

async function until(condition: () => boolean): Promise<void> {
  for (let left = 3000; !condition(); left -= 1) {
    if (left === 0) throw new Error('it did not happen within a minute');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Deliveries reach nobody for so long, and GitHub does not know that they failed. */
async function unheard(act: () => Promise<unknown>): Promise<void> {
  app.github.setWebhookTarget(undefined);
  await act();
  app.github.setWebhookTarget(`${app.url}/api/github/webhooks`);
}

const runsOf = (number = 1) => app.repository.checkRuns(app.repository.pullRequest(number).head.sha);
const titles = (number = 1) => runsOf(number).map(({ title }) => title ?? '');
const isGivenUp = (title: string) => title.startsWith('Precheck could not finish');

describe('what was lost is found again', () => {
  it('a pull request that the App was never told of gets its check', async () => {
    app = await AppBesideGitHub.start({ reconcileMs: 300 });
    await unheard(() => app.propose({ [proposed]: blocker }));
    await until(() => runsOf().some(({ status }) => status === 'completed'));
    await app.idle();
    expect(titles()).toEqual([expect.stringMatching(/blocker|finding/)]);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });

  it('a delivery that failed is asked for again', async () => {
    app = await AppBesideGitHub.start({ reconcileMs: 500 });
    await app.propose({ [proposed]: harmless });
    await app.idle();
    app.github.setWebhookTarget(`http://127.0.0.1:1/`);
    await app.repository.comment(1, { body: '/precheck explain enum-non-additive' });
    app.github.setWebhookTarget(`${app.url}/api/github/webhooks`);
    await until(() => app.github.deliveries.some(({ redelivery, status }) => redelivery && status === 202));
    await until(() => app.repository.issueComments(1).length === 2);
    expect(app.repository.issueComments(1)[1]?.body).toContain('enum-non-additive');
    const again = app.github.deliveries.filter(({ redelivery }) => redelivery);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(app.github.deliveries.filter(({ redelivery }) => redelivery)).toEqual(again);
  });

  it('a process died in the middle of a review: the next one goes on with its check', async () => {
    let release: (() => void) | undefined;
    const review = (): Promise<never> =>
      new Promise((_, reject) => {
        release = () => {
          reject(new Error('The process is long dead'));
        };
      });
    app = await AppBesideGitHub.start({ tools: { review } });
    await app.propose({ [proposed]: blocker });
    await until(() => release !== undefined);
    await app.server.stop(0);
    expect(runsOf()[0]?.status).toBe('in_progress');
    await startAgain({ reconcileMs: 300 });
    await until(() => runsOf().every(({ status }) => status === 'completed'));
    expect(titles()).toEqual([expect.stringMatching(/blocker|finding/)]);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
    release?.();
  });

  it('a run that gave way to one that never came is no answer', async () => {
    let isHeld = true;
    app = await AppBesideGitHub.start({ reconcileMs: 300 });
    app.github.setFaults(({ operationId }) =>
      isHeld && operationId?.startsWith('git/') === true ? { delayMs: 300 } : undefined,
    );
    await app.propose({ [proposed]: blocker });
    await until(() => runsOf().length === 1);
    await app.repository.closePullRequest(1);
    await until(() => runsOf()[0]?.conclusion === 'cancelled');
    isHeld = false;
    await unheard(() => app.repository.reopenPullRequest(1));
    await until(() => runsOf().at(-1)?.conclusion === 'failure');
    await app.idle();
    expect(titles()).toEqual(['Closed meanwhile', expect.stringMatching(/blocker|finding/)]);
  });
});

describe('a review that Precheck could not finish', () => {
  it('is tried again, and its answer stands', async () => {
    app = await AppBesideGitHub.start({ reconcileMs: 300 });
    let left = 1;
    app.github.setFaults(({ operationId }) => {
      if (operationId !== 'git/get-tree' || left === 0) return undefined;
      left -= 1;
      return { status: 404 };
    });
    await app.propose({ [proposed]: blocker });
    await until(() => runsOf().length === 2 && runsOf()[1]?.status === 'completed');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(titles().map(isGivenUp)).toEqual([true, false]);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });

  it('is left to people after six more tries', async () => {
    app = await AppBesideGitHub.start({ reconcileMs: 50 });
    app.github.setFaults(({ operationId }) => (operationId === 'git/get-tree' ? { status: 404 } : undefined));
    await app.propose({ [proposed]: blocker });
    await until(() => runsOf().length === 7 && runsOf()[6]?.status === 'completed');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(titles().map(isGivenUp)).toEqual(Array.from({ length: 7 }, () => true));
  });
});

describe('events that a process had taken when it died', () => {
  const observing = {
    '.github/precheck.yml':
      'mode: observe\nmigrations:\n  - path: db/migrations\n    engine: mysql\n    version: "8.0.36"\n',
  };

  async function reviewed(): Promise<void> {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: blocker });
    await app.idle();
    expect(runsOf().map(({ conclusion }) => conclusion)).toEqual(['failure']);
    await app.server.stop(0);
    // GitHub's times are of a whole second.
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }

  it('another base branch: the new answer comes', async () => {
    await reviewed();
    await app.built.commit({ branch: 'trial', message: 'observe', files: observing });
    await unheard(() => app.repository.editBase(1, 'trial'));
    await startAgain();
    await until(() => runsOf().at(-1)?.conclusion === 'success');
    expect(titles()[1]).toMatch(/^Would block: /);
  });

  it('a push to the base branch: the new answer comes', async () => {
    await reviewed();
    const before = await app.built.head('main');
    await app.built.commit({ message: 'observe', files: observing });
    await unheard(() => app.repository.push('main', before));
    await startAgain();
    await until(() => runsOf().at(-1)?.conclusion === 'success');
    expect(titles()[1]).toMatch(/^Would block: /);
  });

  it('none: a start costs little, and nothing is written', async () => {
    await reviewed();
    const asked = app.github.requests.length;
    await startAgain();
    await until(() => app.calls().slice(asked).includes('graphql/repository'));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const calls = app.calls().slice(asked);
    expect(calls.length).toBeLessThan(25);
    expect(calls.filter((call) => /create|update|minimize/.test(call) && !call.startsWith('apps/'))).toEqual(
      [],
    );
    expect(runsOf()).toHaveLength(1);
  });
});
