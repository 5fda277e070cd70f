import type { Octokit } from '@octokit/rest';
import { installationClient } from './client.js';
import type { LocalRepository } from './local-repository.js';
import { createRepository, type BuiltRepository } from './repository.js';
import { startLocalGitHub, type LocalGitHub, type LocalGitHubOptions } from './server.js';
import type { PullRequest } from './pull-request.js';

/** A small shop with one open pull request, and a client of the App. */
export interface Shop {
  readonly git: BuiltRepository;
  readonly github: LocalGitHub;
  readonly repository: LocalRepository;
  readonly pull: PullRequest;
  readonly client: Octokit;
  readonly at: { readonly owner: string; readonly repo: string };
  readonly close: () => Promise<void>;
}

const twenty = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);

/**
 * Opens a shop: `long.sql` has lines 3 and 17 changed (two hunks), `new.sql` is new, `gone.sql` removed, `from.sql`
 * renamed to `to.sql`, `logo.bin` changed.
 */
export async function openShop(options: LocalGitHubOptions = {}): Promise<Shop> {
  const git = await createRepository();
  const lines = (third: string, seventeenth: string): string =>
    `${twenty.with(2, third).with(16, seventeenth).join('\n')}\n`;
  await git.commit({
    message: 'history',
    files: {
      'long.sql': lines('line 3', 'line 17'),
      'gone.sql': 'SELECT 1;\n',
      'from.sql': `${twenty.join('\n')}\n`,
      'logo.bin': Buffer.from([0, 1, 2, 3]),
      'db/migrations/0001 first.sql': 'CREATE TABLE t (id int);\n',
    },
  });
  await git.commit({
    branch: 'feature',
    message: 'change',
    moves: { 'from.sql': 'to.sql' },
    files: {
      'long.sql': lines('third', 'seventeenth'),
      'new.sql': 'one\ntwo\nthree',
      'gone.sql': null,
      'logo.bin': Buffer.from([0, 9, 9, 9]),
    },
  });
  const github = await startLocalGitHub(options);
  const repository = github.addRepository({ fullName: 'acme/shop', gitDir: git.gitDir });
  const pull = await repository.openPullRequest({ base: 'main', head: 'feature', title: 'Change' });
  return {
    git,
    github,
    repository,
    pull,
    client: await installationClient(github, repository.installationId),
    at: { owner: 'acme', repo: 'shop' },
    close: async () => {
      await github.close();
      git.remove();
    },
  };
}
