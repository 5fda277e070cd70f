import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.js';
import { readSql } from '../../src/sql/read.js';
import { startServer } from '../../src/start-server.js';
import { until } from '../jobs/recorder.js';
import { AppBesideGitHub, blocker, harmless, proposed, settingsFor } from './app-beside-github.js';

/** Every job waits for long enough to be told of. */
const SLOW = { debounceMs: 1500, waitingTooLongMs: 100 };

/** What people see of a review before it has an answer, whatever holds the jobs. */
export function describeWaiting(name: string, redisUrl: string | undefined): void {
  describe(`a review that waits, with the queue ${name}`, () => {
    let app: AppBesideGitHub;
    const start = async (queue = SLOW) => {
      app = await AppBesideGitHub.start({ queue, settings: { redisUrl } });
    };
    afterEach(async () => {
      await app.close();
      expect(app.github.contractErrors).toEqual([]);
    });

    const runs = (sha: string) =>
      app.repository.checkRuns(sha).map(({ status, conclusion, title }) => [status, conclusion, title]);
    const queued = async (sha: string) => {
      await until(() => app.repository.checkRuns(sha).length > 0);
      expect(runs(sha)).toEqual([['queued', null, 'Queued']]);
    };
    const rerun = async () => {
      const [run] = app.repository.checkRuns(app.repository.pullRequest(1).head.sha);
      if (run !== undefined) await app.repository.rerequestCheck(run);
    };
    const propose = async () => {
      const { sha } = (await app.propose({ [proposed]: harmless })).head;
      await queued(sha);
      return sha;
    };

    it('is shown as queued, and goes on in the same run', async () => {
      await start();
      const sha = await propose();
      const [first] = app.repository.checkRuns(sha);
      await until(() => first?.status === 'in_progress');
      expect(first?.title).toBe('Reviewing');
      await app.idle();
      expect(runs(sha)).toEqual([['completed', 'success', 'No findings in 1 migration']]);
    });

    it('for a moment only is not', async () => {
      await start({ debounceMs: 300, waitingTooLongMs: 3000 });
      const { sha } = (await app.propose({ [proposed]: harmless })).head;
      await app.idle();
      expect(runs(sha)).toEqual([['completed', 'success', 'No findings in 1 migration']]);
      expect(app.calls().filter((call) => call.startsWith('checks/'))).toEqual([
        'checks/create',
        'checks/update',
      ]);
    });

    it('is superseded by the next push', async () => {
      await start();
      const sha = await propose();
      const next = (await app.push(1, { [proposed]: blocker })).head.sha;
      await app.idle();
      await until(() => app.repository.checkRuns(sha)[0]?.status === 'completed');
      expect(runs(sha)).toEqual([['completed', 'cancelled', `Superseded by ${next.slice(0, 7)}`]]);
      expect(runs(next)).toEqual([['completed', 'failure', '1 finding to fix before merge']]);
    });

    it('ends with its pull request', async () => {
      await start();
      const sha = await propose();
      await app.repository.closePullRequest(1);
      await app.idle();
      await until(() => app.repository.checkRuns(sha)[0]?.status === 'completed');
      expect(runs(sha)).toEqual([['completed', 'cancelled', 'Closed meanwhile']]);
    });

    it('ends where the head moved on and nobody said so', async () => {
      await start();
      const sha = await propose();
      app.github.setWebhookTarget(undefined);
      const next = (await app.push(1, { [proposed]: blocker })).head.sha;
      await app.idle();
      expect(runs(sha)).toEqual([['completed', 'cancelled', `Superseded by ${next.slice(0, 7)}`]]);
      expect(runs(next)).toEqual([['completed', 'failure', '1 finding to fix before merge']]);
    });

    it('of a merge group is shown, too', async () => {
      await start();
      await propose();
      await app.idle();
      const group = await app.repository.queue.add(1);
      await queued(group.headSha);
      await app.idle();
      expect(runs(group.headSha)).toEqual([['completed', 'success', 'No findings in 1 migration']]);
    });

    it.each([
      ['button', () => rerun()],
      ['command', () => app.repository.comment(1, { author: 'octocat', body: '/precheck rerun' })],
    ])('is shown where a person asked for it again by the %s', async (_how, ask) => {
      await start();
      app.repository.setRole('octocat', 'write');
      const sha = await propose();
      await app.idle();
      await ask();
      await until(() => app.repository.checkRuns(sha).length > 1);
      expect(runs(sha)[1]).toEqual(['queued', null, 'Queued']);
      await app.idle();
      expect(runs(sha)[1]).toEqual(['completed', 'success', 'No findings in 1 migration']);
    });

    it('without somewhere to show it begins all the same', async () => {
      await start();
      let refused = 0;
      app.github.setFaults(({ operationId }) =>
        operationId === 'checks/create' && (refused += 1) === 1 ? { status: 403 } : undefined,
      );
      const { sha } = (await app.propose({ [proposed]: harmless })).head;
      await app.idle();
      expect(runs(sha)).toEqual([['completed', 'success', 'No findings in 1 migration']]);
      expect(app.logged.join('')).toContain('that it waits could not be shown');
    });

    it('is done after the death of the process', async () => {
      await start({ ...SLOW, debounceMs: 4000 });
      const sha = await propose();
      await app.server.stop(0);
      expect(runs(sha)).toEqual([['queued', null, 'Queued']]);
      const settings = { ...settingsFor(app.github), redisUrl };
      const queue = { debounceMs: 0, retryMs: [100] };
      const log = createLog('info', { write: () => undefined });
      const next = await startServer(settings, { log, readSql, reconcileMs: 500, queue });
      await until(() => app.repository.checkRuns(sha)[0]?.status === 'completed');
      await next.stop(10_000);
      expect(runs(sha)).toEqual([['completed', 'success', 'No findings in 1 migration']]);
    });
  });
}
