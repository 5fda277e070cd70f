import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.js';
import { readSql } from '../../src/sql/read.js';
import { startServer } from '../../src/start-server.js';
import { until } from '../jobs/recorder.js';
import { AppBesideGitHub, blocker, harmless, proposed, settingsFor } from './app-beside-github.js';

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const asksSql = `migrations:
  - path: db/migrations
    engine: mysql
    version: "8.0.36"
    session: { lock_wait_timeout: 5 }
experts: { reviewers: ["@acme/sql"] }
`;

describe('who asks for experts by the button', () => {
  const start = async (queue = {}) => {
    app = await AppBesideGitHub.start({ queue, files: { '.github/precheck.yml': asksSql } });
    app.github.addTeam({
      organisation: 'acme',
      slug: 'sql',
      members: ['dba'],
      repositories: { 'acme/shop': 'write' },
    });
    app.repository.setRole('octocat', 'write');
    const pull = await app.propose({ [proposed]: harmless });
    await app.idle();
    const [run] = app.repository.checkRuns(pull.head.sha);
    if (run === undefined) throw new Error('no run');
    return run;
  };
  const title = () =>
    app.repository.checkRuns(app.repository.pullRequest(1).head.sha).at(-1)?.title?.replace(/ \(.*/, '');

  it('gets them though somebody talks meanwhile', async () => {
    const run = await start({ debounceMs: 700 });
    await app.repository.pressButton(run, 'escalate', 'octocat');
    await until(() => app.logged.some((line) => line.includes('"subject"') && line.includes(':review"')));
    await app.repository.review(1, { author: 'dora', event: 'COMMENT', body: 'Looks fine.' });
    await app.idle();
    expect(title()).toBe('Waiting for @acme/sql');
  });

  it('gets them though somebody pushes meanwhile', async () => {
    const run = await start();
    app.github.setLatency(60);
    await app.repository.pressButton(run, 'escalate', 'octocat');
    await until(() => app.repository.checkRuns(run.headSha).length > 1);
    await app.push(1, { 'README.md': '# A shop\n' });
    await app.idle();
    expect(title()).toBe('Waiting for @acme/sql');
  });
});

describe('a pull request that is closed', () => {
  it('is taken off the others though somebody talks meanwhile', async () => {
    app = await AppBesideGitHub.start({ queue: { debounceMs: 300 } });
    await app.propose({ [proposed]: harmless }, { branch: 'first' });
    await app.propose(
      { 'db/migrations/0002_refunds.sql': 'CREATE TABLE refunds (id BIGINT PRIMARY KEY);\n' },
      { branch: 'second' },
    );
    await app.idle();
    const said = () => app.repository.checkRuns(app.repository.pullRequest(2).head.sha).at(-1)?.summary ?? '';
    expect(said()).toContain('version-taken-elsewhere');
    await app.repository.closePullRequest(1);
    await app.repository.review(1, { author: 'dora', event: 'COMMENT', body: 'Superseded by the other.' });
    await app.idle();
    expect(said()).not.toContain('version-taken-elsewhere');
  });
});

describe('a look at a repository', () => {
  it('that has to be repeated leaves no check behind', async () => {
    app = await AppBesideGitHub.start();
    const main = await app.built.head();
    let refused = 0;
    app.github.setFaults(({ operationId }) =>
      operationId === 'checks/update' && (refused += 1) === 1
        ? {
            status: 403,
            headers: { 'retry-after': '0', 'x-ratelimit-remaining': '0' },
            body: { message: 'API rate limit exceeded' },
          }
        : undefined,
    );
    await app.github.organisation('acme').install();
    await app.idle();
    expect(refused).toBeGreaterThan(1);
    expect(app.repository.checkRuns(main).map(({ status }) => status)).toEqual(['completed']);
  });
});

describe('a merge group whose process ends', () => {
  it('is not thrown out of the queue where another process goes on with it', async () => {
    app = await AppBesideGitHub.start({ tools: { outlives: true } });
    await app.propose({ [proposed]: harmless });
    await app.idle();
    app.github.setLatency(60);
    const group = await app.repository.queue.add(1);
    await until(() => app.repository.checkRuns(group.headSha).length > 0);
    await app.server.stop(0);
    expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: null }]);
  });
});

describe('an App that GitHub does not answer at its start', () => {
  it('knows its own words later', async () => {
    app = await AppBesideGitHub.start();
    const whoAmI = 'apps/get-authenticated';
    app.github.setFaults(({ operationId }) => (operationId === whoAmI ? { status: 404 } : undefined));
    const logged: string[] = [];
    const log = createLog('info', { write: (line: string) => void logged.push(line) });
    const next = await startServer(settingsFor(app.github), { log, readSql, queue: { debounceMs: 0 } });
    await until(() => logged.some((line) => line.includes('does not answer')));
    app.github.setFaults(undefined);
    app.github.setWebhookTarget(`http://127.0.0.1:${next.port}/api/github/webhooks`);
    const { head } = await app.propose({ [proposed]: blocker });
    await app.check(head.sha);
    await app.github.settled();
    await next.stop(10_000);
    expect(logged.filter((line) => line.includes('asked for a task'))).toHaveLength(1);
  });
});
