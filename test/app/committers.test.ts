import { expect, it } from '@jest/globals';
import { readCommitters } from '../../src/github/reviews.js';
import { installationClient } from '../github/client.js';
import { createRepository } from '../github/repository.js';
import { startLocalGitHub } from '../github/server.js';

it('knows who made the commits behind the 250 that GitHub lists', async () => {
  const [github, git] = await Promise.all([startLocalGitHub(), createRepository()]);
  try {
    await git.commit({ message: 'first', files: { 'a.txt': 'a' } });
    const by = (login: string, name: string) => ({
      message: name,
      branch: 'feature',
      author: { name: login, email: `${login}@users.noreply.github.com` },
    });
    const many = Array.from({ length: 260 }, (_, at) => by('ann', String(at)));
    const tips = await git.commits([...many, by('bob', 'the last'), by('web-flow', 'merged on a page')]);
    const repository = github.addRepository({
      fullName: 'acme/shop',
      gitDir: git.gitDir,
    });
    const { number } = await repository.openPullRequest({ base: 'main', head: 'feature' });
    const client = await installationClient(github, repository.installationId);
    const ends = { baseRef: 'main', headSha: tips.at(-1) ?? '' };
    const logins = await readCommitters(client, { owner: 'acme', repo: 'shop', number }, ends);
    expect([...logins].sort()).toEqual(['ann', 'bob']);
    expect(github.contractErrors).toEqual([]);
  } finally {
    await github.close();
    git.remove();
  }
});
