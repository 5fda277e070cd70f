import { ok, type Answer, type Call, type Implementation } from '../call.js';
import type { GitObject } from '../git-objects.js';
import { git } from '../git.js';
import { notFound, Refusal } from '../refusal.js';
import { revision } from '../revisions.js';
import { wrapped } from './git-data.js';
import { need } from './needs.js';

const most = { entries: 1000, inlineBytes: 1024 * 1024, bytes: 100 * 1024 * 1024, links: 5 };
const linkMode = '120000';

/** Files and folders by path. */
export const contents: Readonly<Record<string, Implementation>> = {
  'repos/get-content': { needs: need.contents, handle: get },
  'repos/codeowners-errors': {
    needs: need.contents,
    handle: ({ repository }) => ok({ errors: [...repository.codeownersErrors] }),
  },
  'repos/download-tarball-archive': {
    needs: need.contents,
    handle: async ({ world, repository, params }) => {
      const sha = await revision(repository, params['ref'] ?? '');
      const location = `${world.url}/_codeload/${repository.fullName}/legacy.tar.gz/${sha}`;
      return { status: 302, headers: { location } };
    },
  },
};

interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number;
  readonly path: string;
}

async function get(call: Call): Promise<Answer> {
  const { repository, params, query, media } = call;
  const ref = query.get('ref') ?? repository.defaultBranch;
  const sha = await revision(repository, ref);
  const path = (params['path'] ?? '').replace(/^\/+|\/+$/g, '');
  if (path.split('/').some((part) => part === '.' || part === '..')) {
    throw new Refusal(422, 'path contains a malformed path component');
  }
  const entry = await follow(call, sha, path);
  if (entry === undefined) throw notFound();
  if (entry.type === 'commit') return ok(presentSubmodule(call, entry, ref));
  const object = await repository.objects.read(entry.sha);
  if (object === undefined) throw notFound();
  if (object.type === 'tree') return folder(call, object, path, ref);
  if (object.content.length > most.bytes) throw tooLarge();
  if (media === 'raw') {
    return {
      status: 200,
      bytes: { type: 'application/vnd.github.raw; charset=utf-8', content: object.content },
    };
  }
  return ok(presentFile(call, { ...entry, path }, ref, object));
}

function tooLarge(): Refusal {
  return new Refusal(403, 'This API returns blobs up to 100 MB in size.', [
    { resource: 'Blob', field: 'data', code: 'too_large' },
  ]);
}

/** The entry at a path; a link to a place inside the repository stands for what it names. */
async function follow(call: Call, sha: string, path: string): Promise<Entry | undefined> {
  const { gitDir, objects } = call.repository;
  if (path === '') {
    const root = await objects.read(`${sha}^{tree}`);
    return root === undefined ? undefined : { mode: '040000', type: 'tree', sha: root.sha, size: 0, path };
  }
  let at = path;
  for (let links = 0; links < most.links; links++) {
    const [entry] = entriesOf(
      await git(gitDir, ['--literal-pathspecs', 'ls-tree', '-l', '-z', sha, '--', at]),
    );
    if (entry?.mode !== linkMode) return entry;
    const target = (await objects.read(entry.sha))?.content.toString('utf8') ?? '';
    const next = new URL(target, `http://in/${at}`).pathname.slice(1);
    if (target.startsWith('/')) return entry;
    at = decodeURIComponent(next);
  }
  return undefined;
}

function entriesOf(listing: Buffer): readonly Entry[] {
  return listing
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode = '', type = '', sha = '', size = '', path = ''] =
        /^(\d+) (\w+) (\w+) +(-|\d+)\t([^]*)$/.exec(line) ?? [];
      return { mode, type, sha, size: Number(size) || 0, path };
    });
}

async function folder(call: Call, tree: GitObject, path: string, ref: string): Promise<Answer> {
  const listing = await git(call.repository.gitDir, ['ls-tree', '-l', '-z', tree.sha]);
  const prefix = path === '' ? '' : `${path}/`;
  const items = entriesOf(listing)
    .slice(0, most.entries)
    .map((entry) => presentEntry(call, { ...entry, path: prefix + entry.path }, ref));
  if (call.media !== 'object') return ok(items);
  return ok({
    ...presentEntry(call, { mode: '040000', type: 'tree', sha: tree.sha, size: 0, path }, ref),
    entries: items,
  });
}

const kinds: Readonly<Record<string, string>> = { tree: 'dir', blob: 'file', commit: 'submodule' };

function presentEntry({ world, repository }: Call, entry: Entry, ref: string): Record<string, unknown> {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const api = `${world.api}/repos/${repository.fullName}`;
  const self = `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const isFolder = entry.type === 'tree';
  const html = `${world.url}/${repository.fullName}/${isFolder ? 'tree' : 'blob'}/${encodeURIComponent(ref)}/${path}`;
  const gitUrl = `${api}/git/${isFolder ? 'trees' : 'blobs'}/${entry.sha}`;
  return {
    type: entry.mode === linkMode ? 'symlink' : (kinds[entry.type] ?? 'file'),
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url: self,
    git_url: gitUrl,
    html_url: html,
    download_url: isFolder
      ? null
      : `${world.url}/${repository.fullName}/raw/${encodeURIComponent(ref)}/${path}`,
    _links: { self, git: gitUrl, html },
  };
}

/** Above 1 MB the content is left out; the raw media type still gives it. */
function presentFile(call: Call, entry: Entry, ref: string, object: GitObject): Record<string, unknown> {
  const fits = object.content.length <= most.inlineBytes;
  const shown = presentEntry(call, { ...entry, size: object.content.length }, ref);
  if (entry.mode === linkMode) return { ...shown, type: 'symlink', target: object.content.toString('utf8') };
  return {
    ...shown,
    type: 'file',
    encoding: fits ? 'base64' : 'none',
    content: fits ? wrapped(object.content) : '',
  };
}

function presentSubmodule(call: Call, entry: Entry, ref: string): Record<string, unknown> {
  return { ...presentEntry(call, entry, ref), type: 'submodule', submodule_git_url: '' };
}
