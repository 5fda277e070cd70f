import { afterEach, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

/** So many files that come before the migrations wherever files are listed. */
function filler(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a/${String(index).padStart(5, '0')}.txt`, `${index}\n`]),
  );
}

it('a finding among more files than a comparison lists is said on its line', async () => {
  app = await AppBesideGitHub.start();
  const pull = await app.propose({ ...filler(330), [proposed]: blocker });
  const run = await app.check(pull.head.sha);
  expect(run.title).toBe('1 finding to fix before merge');
  expect(app.repository.reviewComments(1)).toMatchObject([{ path: proposed, line: 2 }]);
});

it('a finding past the last file that GitHub lists is said in the check, which fails', async () => {
  app = await AppBesideGitHub.start();
  const pull = await app.propose({ ...filler(3050), [proposed]: blocker });
  const run = await app.check(pull.head.sha);
  await app.idle();
  expect(run).toMatchObject({ conclusion: 'failure', title: '1 finding to fix before merge' });
  expect(run.summary).toContain(proposed);
  expect(run.annotations).toMatchObject([{ path: proposed, start_line: 2, annotation_level: 'failure' }]);
  expect(app.repository.reviewComments(1)).toEqual([]);
  const [summary] = app.repository.issueComments(1);
  expect(summary?.body).toContain(proposed);
});

it('a repository whose files GitHub does not all list fails the check, which says so', async () => {
  app = await AppBesideGitHub.start();
  app.github.setFaults(({ operationId }) =>
    operationId === 'git/get-tree'
      ? { status: 200, body: { sha: 'f'.repeat(40), url: 'https://example.com', tree: [], truncated: true } }
      : undefined,
  );
  const pull = await app.propose({ [proposed]: blocker });
  const run = await app.check(pull.head.sha);
  expect(run.conclusion).toBe('failure');
  expect(run.summary).toContain('no migration was analysed');
});

it('an approval counts in the merge queue for what is past the last file that GitHub lists', async () => {
  app = await AppBesideGitHub.start({
    files: {
      '.github/precheck.yml':
        'migrations: [{ path: db/migrations, engine: mysql, version: "8.0.36" }]\nexperts: { reviewers: ["@dba"] }\n',
    },
  });
  app.repository.setRole('dba', 'write');
  const pull = await app.propose({ ...filler(3050), [proposed]: blocker });
  await app.check(pull.head.sha);
  await app.repository.review(1, { author: 'dba', event: 'APPROVE' });
  await app.idle();
  expect(app.repository.checkRuns(pull.head.sha).at(-1)?.conclusion).toBe('success');
  const group = await app.repository.queue.add(1);
  await app.idle();
  expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: 'success' }]);
});
