import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changedFiles } from './diff.js';
import { git } from './git.js';
import { readHunks } from './hunks.js';
import { createRepository } from './repository.js';
import { openShop, type Shop } from './shop.js';
import { refused } from './client.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** The hunks of one file as `git diff` prints them. */
async function hunksOf(path: string): Promise<string> {
  const { gitDir } = shop.git;
  const text = await git(gitDir, ['diff', 'main', 'feature', '--', path]);
  const printed = text.toString('utf8');
  return printed.slice(printed.indexOf('\n@@ ') + 1).replace(/\n$/, '');
}

describe('the files of a pull request', () => {
  it('have GitHub’s statuses, blobs and bare hunks', async () => {
    const { data } = await shop.client.rest.pulls.listFiles({ ...shop.at, pull_number: 1 });
    const byName = new Map(data.map((file) => [file.filename, file]));
    expect(data.map((file) => `${file.status} ${file.filename}`).sort()).toEqual([
      'added new.sql',
      'modified logo.bin',
      'modified long.sql',
      'removed gone.sql',
      'renamed to.sql',
    ]);
    expect(byName.get('to.sql')?.previous_filename).toBe('from.sql');
    expect(byName.get('to.sql')?.patch).toBeUndefined();
    expect(byName.get('logo.bin')?.patch).toBeUndefined();
    for (const path of ['long.sql', 'new.sql', 'gone.sql']) {
      expect(byName.get(path)?.patch).toBe(await hunksOf(path));
    }
    expect(byName.get('new.sql')?.patch).toContain('\n\\ No newline at end of file');
    const blob = await git(shop.git.gitDir, ['rev-parse', 'feature:new.sql']);
    expect(byName.get('new.sql')?.sha).toBe(blob.toString('utf8').trim());
    expect(byName.get('long.sql')).toMatchObject({ additions: 2, deletions: 2, changes: 4 });
    expect(shop.github.contractErrors).toEqual([]);
  });

  it('come in pages that link to the next', async () => {
    const first = await shop.client.rest.pulls.listFiles({ ...shop.at, pull_number: 1, per_page: 2 });
    expect(first.data).toHaveLength(2);
    expect(first.headers.link).toMatch(/page=2>; rel="next".*page=3>; rel="last"/);
    const all = await shop.client.paginate(shop.client.rest.pulls.listFiles, {
      ...shop.at,
      pull_number: 1,
      per_page: 2,
    });
    expect(all).toHaveLength(5);
  });

  it('lose the patch of a file that is too large', async () => {
    const built = await createRepository();
    const base = await built.commit({ message: 'empty', files: { 'a.txt': 'a\n' } });
    const lines = Array.from({ length: 20_001 }, (_, at) => `${at}\n`).join('');
    const head = await built.commit({
      message: 'large',
      files: { 'large.sql': lines, 'small.sql': 'SELECT 1;\n' },
    });
    const files = await changedFiles(built.gitDir, base, head);
    built.remove();
    expect(files.map((file) => [file.path, file.additions, file.patch])).toEqual([
      ['large.sql', 20_001, undefined],
      ['small.sql', 1, '@@ -0,0 +1 @@\n+SELECT 1;'],
    ]);
  });
});

describe('contents', () => {
  it('are base64 below 1 MB, raw on request, 404 for what is not there', async () => {
    const { client, at, pull } = shop;
    const path = 'db/migrations/0001 first.sql';
    const { data } = await client.rest.repos.getContent({ ...at, path, ref: pull.head.sha });
    if (Array.isArray(data) || data.type !== 'file') throw new Error('not a file');
    expect(Buffer.from(data.content, 'base64').toString('utf8')).toBe('CREATE TABLE t (id int);\n');
    const raw = await client.rest.repos.getContent({ ...at, path, mediaType: { format: 'raw' } });
    expect(raw.data as unknown).toBe('CREATE TABLE t (id int);\n');
    expect(await refused(client.rest.repos.getContent({ ...at, path: 'no.sql' }))).toContain('404 Not Found');
    const nowhere = client.rest.repos.getContent({ ...at, path, ref: 'nowhere' });
    expect(await refused(nowhere)).toContain('404 No commit found for the ref nowhere');
  });

  it('list a folder, and a tree to its leaves', async () => {
    const { client, at, pull } = shop;
    const folder = await client.rest.repos.getContent({ ...at, path: 'db' });
    expect(folder.data).toMatchObject([{ type: 'dir', path: 'db/migrations' }]);
    const { data } = await client.rest.git.getTree({ ...at, tree_sha: pull.head.sha, recursive: '1' });
    const listed = await git(shop.git.gitDir, ['ls-tree', '-r', '--name-only', 'feature']);
    const blobs = data.tree.filter((entry) => entry.type === 'blob').map((entry) => entry.path);
    expect(blobs).toEqual(listed.toString('utf8').trim().split('\n'));
  });

  it('answer 304 to what is known already', async () => {
    const { client, at, pull } = shop;
    const get = (headers = {}): ReturnType<typeof client.rest.git.getCommit> =>
      client.rest.git.getCommit({ ...at, commit_sha: pull.head.sha, headers });
    const { headers } = await get();
    expect(await refused(get({ 'if-none-match': headers.etag }))).toContain('304');
  });

  it('give a tarball behind a redirect', async () => {
    const { data } = await shop.client.rest.repos.downloadTarballArchive({ ...shop.at, ref: 'main' });
    expect(Buffer.from(data as ArrayBuffer).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  it('compare two branches', async () => {
    const { data } = await shop.client.rest.repos.compareCommitsWithBasehead({
      ...shop.at,
      basehead: 'main...feature',
    });
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0, total_commits: 1 });
    expect(data.files).toHaveLength(5);
  });
});

it('reads hunks line by line', () => {
  const [hunk] = readHunks('@@ -1,2 +1,2 @@ f()\n a\n-b\n+c\n\\ No newline at end of file');
  expect(hunk?.lines.map((line) => [line.kind, line.oldLine, line.newLine, line.position])).toEqual([
    ['context', 1, 1, 1],
    ['deleted', 2, undefined, 2],
    ['added', undefined, 2, 3],
    ['note', undefined, undefined, 4],
  ]);
});

it('builds a history of 5,000 files in one go', async () => {
  const built = await createRepository();
  const files = Object.fromEntries(
    Array.from({ length: 5000 }, (_, at) => [`m/${at}.sql`, `SELECT ${at};\n`]),
  );
  const sha = await built.commit({ message: 'many', files });
  const listed = await git(built.gitDir, ['ls-tree', '-r', '--name-only', sha]);
  built.remove();
  expect(listed.toString('utf8').trim().split('\n')).toHaveLength(5000);
});
