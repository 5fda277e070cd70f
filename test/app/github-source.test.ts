import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ContentCache, GitHubSource } from '../../src/github/github-source.js';
import type { FileContent } from '../../src/repository/source.js';
import { installationClient } from '../github/client.js';
import { createRepository, type BuiltRepository, type Files } from '../github/repository.js';
import { startLocalGitHub, type LocalGitHub } from '../github/server.js';

let github: LocalGitHub;
let built: BuiltRepository;

beforeEach(async () => {
  [github, built] = await Promise.all([startLocalGitHub(), createRepository()]);
});

afterEach(async () => {
  await github.close();
  built.remove();
  expect(github.contractErrors).toEqual([]);
});

/** What a process that never saw the repository reads of all files of a commit, by path, and what it asked to read them. */
async function readAll(files: Files) {
  const commit = await built.commit({ message: 'files', files });
  const { installationId } = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
  const client = await installationClient(github, installationId);
  const at = { owner: 'acme', repo: 'shop' };
  const source = new GitHubSource(client, at, new ContentCache(), new AbortController().signal);
  const entries = await source.tree(commit);
  const before = github.requests.length;
  const contents = await source.read(commit, entries);
  return {
    read: new Map(entries.map(({ path, id }): [string, FileContent | undefined] => [path, contents.get(id)])),
    asked: github.requests.slice(before).map(({ operationId }) => operationId),
  };
}

function migrations(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`db/${at}.sql`, `CREATE TABLE t${at} (name text); -- é\n`]),
  );
}

const text = (content: string): FileContent => ({ kind: 'text', text: content });

it('reads a few files in one request', async () => {
  const { read, asked } = await readAll(migrations(25));
  expect(asked).toEqual(['graphql/repository']);
  expect(read).toEqual(new Map(Object.entries(migrations(25)).map(([path, sql]) => [path, text(sql)])));
});

it('reads a single file without a query', async () => {
  expect((await readAll(migrations(1))).asked).toEqual(['git/get-blob']);
});

it('reads many files from the archive', async () => {
  const { read, asked } = await readAll(migrations(60));
  expect(asked).toEqual(['repos/download-tarball-archive']);
  expect(read.get('db/59.sql')).toEqual(text('CREATE TABLE t59 (name text); -- é\n'));
});

it('reads by itself what a query shows otherwise than it is', async () => {
  const long = '-- é\n'.repeat(110_000);
  const { read, asked } = await readAll({
    ...migrations(2),
    'db/binary.sql': Buffer.from([0, 1, 2]),
    'db/latin1.sql': Buffer.from('-- \xe9\n', 'latin1'),
    'db/long.sql': long,
  });
  expect(asked).toEqual(['graphql/repository', 'git/get-blob', 'git/get-blob', 'git/get-blob']);
  expect(read.get('db/long.sql')).toEqual(text(long));
  expect(read.get('db/binary.sql')).toEqual({ kind: 'unreadable', reason: 'binary' });
  expect(read.get('db/latin1.sql')).toEqual({ kind: 'unreadable', reason: 'not-utf8' });
  expect(read.get('db/1.sql')).toEqual(text('CREATE TABLE t1 (name text); -- é\n'));
});

it('asks for no more than two megabytes at once', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 5 }, (_, at): [string, string] => [`${at}.sql`, `${at}${' '.repeat(499_000)}`]),
  );
  const { read, asked } = await readAll(files);
  expect(asked).toEqual(['graphql/repository', 'graphql/repository']);
  expect(read).toEqual(new Map(Object.entries(files).map(([path, sql]) => [path, text(sql)])));
});

it('reads file by file where GitHub fails on the query', async () => {
  github.setFaults(({ operationId }) =>
    operationId?.startsWith('graphql/') === true ? { status: 502 } : undefined,
  );
  const { read, asked } = await readAll(migrations(3));
  expect(asked).toEqual(['graphql/repository', 'git/get-blob', 'git/get-blob', 'git/get-blob']);
  expect(read.get('db/2.sql')).toEqual(text('CREATE TABLE t2 (name text); -- é\n'));
});
