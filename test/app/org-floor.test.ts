import { afterEach, expect, it } from '@jest/globals';
import { createRepository } from '../github/repository.js';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;
const built: { remove(): void }[] = [];

afterEach(async () => {
  await app.close();
  for (const one of built.splice(0)) one.remove();
  expect(app.github.contractErrors).toEqual([]);
});

/** An App whose organisation has this configuration; undefined: the repository is not there. */
async function start(floor: string | undefined, own: string): Promise<void> {
  app = await AppBesideGitHub.start({
    files: {
      '.github/precheck.yml': `migrations: [{ path: db/migrations, engine: mysql, version: "8.0.36" }]\n${own}`,
    },
    settings: { orgConfig: { owner: 'acme', repo: 'policy' } },
  });
  if (floor === undefined) return;
  const policy = await createRepository();
  built.push(policy);
  await policy.commit({ message: 'policy', files: { '.github/precheck.yml': floor } });
  app.github.addRepository({ fullName: 'acme/policy', gitDir: policy.gitDir });
}

it('a repository cannot loosen what its organisation demands, and is told so', async () => {
  await start(
    'mode: enforce\nrules:\n  enum-non-additive: blocker\n',
    'mode: observe\nrules:\n  enum-non-additive: off\n',
  );
  const pull = await app.propose({ [proposed]: blocker });
  const check = await app.check(pull.head.sha);
  expect(check.conclusion).toBe('failure');
  expect(check.summary).toMatch(/organisation/);
});

it('what it does not mention is the repository’s own business', async () => {
  await start('rules: {}\n', 'mode: observe\n');
  const pull = await app.propose({ [proposed]: blocker });
  expect((await app.check(pull.head.sha)).conclusion).toBe('success');
});

it('no review is finished without it', async () => {
  await start(undefined, 'mode: observe\n');
  const pull = await app.propose({ [proposed]: blocker });
  const check = await app.check(pull.head.sha);
  expect(check).toMatchObject({ conclusion: 'failure', title: expect.stringMatching(/could not finish/) });
});
