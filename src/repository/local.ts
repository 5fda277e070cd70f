import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { catFiles, git, tryGit } from './git.js';
import { decode, MAX_FILE_BYTES } from './source.js';
import type { FileContent, Source, TreeEntry } from './source.js';

/** Stands for the files as they lie in the working tree, committed or not. */
export const WORKING_TREE = 'WORKTREE';

/** The files of a local git repository. `directory` is its top. */
export function localSource(directory: string): Source {
  const workingFiles = new Map<string, string>();
  return {
    tree: async (commit) =>
      commit === WORKING_TREE ? workingTree(directory, workingFiles) : committedTree(directory, commit),
    read: async (_commit, entries) => {
      const contents = new Map<string, FileContent>();
      const blobs: string[] = [];
      for (const { id, size } of entries) {
        const path = workingFiles.get(id);
        if (size !== undefined && size > MAX_FILE_BYTES)
          contents.set(id, { kind: 'unreadable', reason: 'too-large' });
        else if (path === undefined) blobs.push(id);
        else contents.set(id, decode(await readFile(join(directory, path))));
      }
      for (const [id, bytes] of await catFiles(directory, blobs)) contents.set(id, decode(bytes));
      return contents;
    },
  };
}

const LINE = /^(\d{6}) (\w+) ([0-9a-f]+) +(-|\d+)\t(.*)$/s;

async function committedTree(directory: string, commit: string): Promise<readonly TreeEntry[]> {
  const listing = await git(directory, 'ls-tree', '-r', '-l', '-z', '--full-tree', commit);
  return listing.split('\0').flatMap((line) => {
    const [, mode, , id, size, path] = LINE.exec(line) ?? [];
    if (id === undefined || path === undefined) return [];
    const type = mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file';
    return [{ path, id, type, ...(size === '-' ? {} : { size: Number(size) }) }];
  });
}

/** The tree without a file, which every git knows (the SHA-1 of no bytes as a tree). */
const NOTHING_COMMITTED = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** HEAD's files with everything changed, added and not ignored since laid over them. */
async function workingTree(
  directory: string,
  workingFiles: Map<string, string>,
): Promise<readonly TreeEntry[]> {
  const head = (await tryGit(directory, 'rev-parse', '--verify', '--quiet', 'HEAD')) ?? NOTHING_COMMITTED;
  const files = new Map((await committedTree(directory, head)).map((entry) => [entry.path, entry]));
  const changed = await git(directory, 'diff', '--name-only', '--no-renames', '-z', head);
  const untracked = await git(directory, 'ls-files', '--others', '--exclude-standard', '-z', '--full-name');
  for (const path of `${changed}${untracked}`.split('\0').filter((name) => name !== '')) {
    files.delete(path);
    const entry = await workingEntry(directory, path);
    if (!entry) continue;
    files.set(path, entry);
    workingFiles.set(entry.id, path);
  }
  return [...files.values()];
}

async function workingEntry(directory: string, path: string): Promise<TreeEntry | undefined> {
  const stats = await lstat(join(directory, path)).catch(() => undefined);
  if (stats?.isSymbolicLink()) return { path, id: `symlink ${path}`, type: 'symlink' };
  if (!stats?.isFile()) return undefined;
  if (stats.size > MAX_FILE_BYTES) return { path, id: `large ${path}`, size: stats.size, type: 'file' };
  const bytes = await readFile(join(directory, path));
  const id = createHash('sha1')
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest('hex');
  return { path, id, size: bytes.length, type: 'file' };
}
