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

it('knows co-authors by the addresses that GitHub gives, but not who only suggested a change on its page', async () => {
  const [github, git] = await Promise.all([startLocalGitHub(), createRepository()]);
  try {
    await git.commit({ message: 'first', files: { 'a.txt': 'a' } });
    const trailers = (...lines: readonly string[]): string => ['Change', '', ...lines].join('\n');
    const page = { name: 'GitHub', email: 'web-flow@users.noreply.github.com' };
    const impostor = { name: 'GitHub', email: 'web-flow@users.noreply.example' };
    const commits = [
      trailers(
        'Co-authored-by: Bea <12+bea@users.noreply.github.com>',
        'co-authored-by: Cid <cid@users.noreply.github.com>',
        'Co-authored-by: Dan <dan@example.com>',
        'Co-authored-by: robot[bot] <3+robot[bot]@users.noreply.github.com>',
      ),
      'I wrote: Co-authored-by: Eve <5+eve@users.noreply.github.com>',
    ];
    const by = (author: typeof page, message: string) => ({ message, branch: 'feature', author });
    const ann = { name: 'Ann', email: 'ann@users.noreply.github.com' };
    const tips = await git.commits([
      ...commits.map((message) => by(ann, message)),
      by(page, trailers('Co-authored-by: Fay <6+fay@users.noreply.github.com>')),
      by(impostor, trailers('Co-authored-by: Gil <7+gil@users.noreply.github.com>')),
    ]);
    const repository = github.addRepository({ fullName: 'acme/shop', gitDir: git.gitDir });
    const { number } = await repository.openPullRequest({ base: 'main', head: 'feature' });
    const client = await installationClient(github, repository.installationId);
    const ends = { baseRef: 'main', headSha: tips.at(-1) ?? '' };
    const logins = await readCommitters(client, { owner: 'acme', repo: 'shop', number }, ends);
    expect([...logins].sort()).toEqual(['ann', 'bea', 'cid', 'gil']);
    expect(github.contractErrors).toEqual([]);
  } finally {
    await github.close();
    git.remove();
  }
});
