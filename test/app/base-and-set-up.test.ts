import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

/** What the App wrote since. */
const writes = (before: number) =>
  app.github.requests
    .slice(before)
    .filter(({ method, operationId }) => method !== 'GET' && !operationId?.startsWith('graphql'))
    .map(({ operationId }) => operationId)
    .filter((operation) => operation !== 'apps/create-installation-access-token');

/** Pushes to the base branch. */
async function pushToMain(files: Record<string, string>): Promise<string> {
  const before = await app.built.head();
  const sha = await app.built.commit({ message: 'on main', branch: 'main', files });
  await app.repository.push('main', before);
  await app.idle();
  return sha;
}

describe('a push to the base branch', () => {
  it('writes nothing where the answer is the same', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.idle();
    const before = app.github.requests.length;
    await pushToMain({ 'db/migrations/0001_z_note.sql': 'CREATE TABLE notes (id BIGINT PRIMARY KEY);\n' });
    expect(writes(before)).toEqual([]);
    expect(app.github.requests.length).toBeGreaterThan(before);
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
  });

  it('of files that cannot matter asks nothing', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: blocker });
    await app.idle();
    const before = app.github.requests.length;
    await pushToMain({ 'src/shop.ts': 'export const shop = 1;\n' });
    expect(app.github.requests.slice(before)).toEqual([]);
  });

  it('changes the check where the answer is another one', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: harmless });
    const readme = await app.propose({ 'README.md': '#\n' }, { branch: 'readme' });
    await app.idle();
    await pushToMain({ 'db/migrations/0002_taken.sql': 'CREATE TABLE taken (id BIGINT PRIMARY KEY);\n' });
    const runs = app.repository.checkRuns(pull.head.sha);
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'failure']);
    expect(runs.at(-1)?.summary).toContain('version-duplicate');
    expect(app.repository.checkRuns(readme.head.sha)).toHaveLength(1);
  });

  it('by force is followed too, whatever it names', async () => {
    app = await AppBesideGitHub.start();
    const first = await app.built.head();
    await app.built.commit({
      message: 'taken',
      branch: 'main',
      files: { 'db/migrations/0002_taken.sql': 'CREATE TABLE taken (id BIGINT PRIMARY KEY);\n' },
    });
    await app.built.commit({
      message: 'change',
      branch: 'change',
      from: first,
      files: { [proposed]: harmless },
    });
    const pull = await app.repository.openPullRequest({ base: 'main', head: 'change' });
    await app.idle();
    const taken = await app.built.head();
    await app.built.branch('main', first);
    await app.repository.push('main', taken);
    await app.idle();
    const runs = app.repository.checkRuns(pull.head.sha);
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'success']);
  });
});

describe('a repository that the App comes to', () => {
  it('gets a check that can be required, and its open pull requests are reviewed', async () => {
    app = await AppBesideGitHub.start();
    app.github.setWebhookTarget(undefined);
    const pull = await app.propose({ [proposed]: blocker });
    app.github.setWebhookTarget(`${app.url}/api/github/webhooks`);
    const main = await app.built.head();
    await app.github.organisation('acme').install();
    await app.idle();
    const [run] = app.repository.checkRuns(main);
    if (run === undefined) throw new Error('no run');
    await app.repository.rerequestCheck(run);
    await app.idle();
    expect(app.repository.checkRuns(main)).toHaveLength(2);
    expect(app.repository.checkRuns(main).slice(1)).toMatchObject([
      { name: 'precheck', conclusion: 'success', title: 'Ready: 1 migration history found' },
    ]);
    expect(app.repository.checkRuns(pull.head.sha)).toMatchObject([{ conclusion: 'failure' }]);
    await app.repository.rerequestSuite(main);
    await app.idle();
    expect(app.repository.checkRuns(main).slice(2)).toMatchObject([{ conclusion: 'success' }]);
    await app.github.organisation('acme').addRepositories('acme/shop');
    await app.idle();
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
  });

  it('is told what is wrong with its configuration and its owners', async () => {
    app = await AppBesideGitHub.start({
      files: {
        '.github/precheck.yml': `migrations:
  - path: db/migrations
    engine: mysql
  - path: db/nowhere
    engine: mysql
rules:
  table-droped: off
experts:
  reviewers: ["@acme/dba"]
`,
        '.github/CODEOWNERS':
          'db/migrations/*.sql @acme/dba\ndb/migrations/ @acme/everybody\n[a-z].sql @acme/dba\n',
      },
    });
    const main = await app.built.head();
    await app.github.organisation('acme').install();
    await app.idle();
    const [run] = app.repository.checkRuns(main);
    expect(run?.conclusion).toBe('success');
    expect(run?.title).toMatch(/^\d things to mend\. 1 migration history found$/);
    expect(run?.summary).toMatch(/`\.github\/precheck\.yml:4`: .*db\/nowhere/);
    expect(run?.summary).toMatch(/`\.github\/precheck\.yml:7`: .*table-droped/);
    expect(run?.summary).toMatch(/`\.github\/CODEOWNERS:\d`/);
  });

  it('is told what its App lacks', async () => {
    app = await AppBesideGitHub.start({
      registered: {
        permissions: { contents: 'read', pull_requests: 'write', checks: 'write', members: 'read' },
        events: ['pull_request', 'pull_request_review', 'push', 'membership'],
      },
    });
    const main = await app.built.head();
    await app.github.organisation('acme').install();
    await app.idle();
    const [run] = app.repository.checkRuns(main);
    expect([run?.conclusion, run?.title]).toEqual(['success', '4 things to mend. 1 migration history found']);
    const lacks = run?.summary?.split('\n').filter((line) => line.includes('The App lacks'));
    expect(lacks?.map((line) => line.replace(/\. (?:Add|Choose) .*/, ''))).toEqual([
      '- The App lacks the permission `issues: read`: commands in the conversation are not heard',
      '- The App lacks the event `pull_request_review_comment`: commands in threads on lines are heard only with the next review',
      '- The App lacks the permission `merge_queues: read`: a merge queue waits in vain for the check',
      '- The App lacks the event `team`: a change of a team is noticed late',
    ]);
  });

  it('is told that one person alone can approve', async () => {
    const config = 'migrations: [{ path: db/migrations, engine: mysql }]\nexperts: { reviewers: ["@mia"] }\n';
    app = await AppBesideGitHub.start({ files: { '.github/precheck.yml': config } });
    app.repository.setRole('mia', 'write');
    await app.github.organisation('acme').install();
    await app.idle();
    const [run] = app.repository.checkRuns(await app.built.head());
    expect(run?.summary).toContain('Only `@mia` can approve');
  });

  it('without a commit is left alone', async () => {
    app = await AppBesideGitHub.start();
    const { createRepository } = await import('../github/repository.js');
    const empty = await createRepository();
    const repository = app.github.addRepository({ fullName: 'acme/empty', gitDir: empty.gitDir });
    await app.github.organisation('acme').install(['acme/empty']);
    await app.idle();
    expect(app.logged.join('')).not.toContain('"level":50');
    expect(repository.fullName).toBe('acme/empty');
    empty.remove();
  });

  it('is looked at again when its set-up changes', async () => {
    app = await AppBesideGitHub.start();
    const sha = await pushToMain({ '.github/precheck.yml': 'mode: observed\n' });
    expect(app.repository.checkRuns(sha)).toMatchObject([{ conclusion: 'success' }]);
    expect(app.repository.checkRuns(sha)[0]?.summary).toContain('.github/precheck.yml:1');
  });
});

describe('a pull request that changes the configuration', () => {
  it('learns in its check when it counts and what is wrong with it, and is left in peace', async () => {
    app = await AppBesideGitHub.start();
    const { head } = await app.propose({ '.github/precheck.yml': 'mod: observe\n' });
    const check = await app.check(head.sha);
    expect([check.conclusion, check.title]).toEqual(['success', 'No SQL migrations in this pull request']);
    expect(check.summary).toContain('what is changed here counts after the merge');
    expect(check.summary).toContain('To mend before the merge: Unknown key "mod": did you mean "mode"?');
    await app.idle();
    expect(app.repository.issueComments(1)).toEqual([]);
  });
});

describe('an installation that ends', () => {
  for (const act of ['uninstall', 'suspend'] as const) {
    it(`by ${act}: what waits for it is dropped, and nobody hears of a failure`, async () => {
      app = await AppBesideGitHub.start({ queue: { debounceMs: 400 } });
      await app.propose({ [proposed]: blocker });
      await app.github.organisation('acme')[act]();
      const before = app.github.requests.length;
      await app.idle();
      expect(writes(before)).toEqual([]);
      expect(app.logged.filter((line) => /"level":(?:40|50)/.test(line))).toEqual([]);
    });

    it(`by ${act} in the middle of a review, which stops`, async () => {
      app = await AppBesideGitHub.start();
      app.github.setLatency(60);
      const pull = await app.propose({ [proposed]: blocker });
      while (app.repository.checkRuns(pull.head.sha).length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await app.github.organisation('acme')[act]();
      await app.idle();
      expect(app.repository.reviewComments(1)).toEqual([]);
      expect(app.logged.filter((line) => /"level":(?:40|50)/.test(line))).toEqual([]);
    });
  }
});
