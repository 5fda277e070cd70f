import { glob, globBase, isGlob } from '../wildcard.js';
import { folderOf } from './choose-layout.js';
import type { SqlPath } from './file-name.js';

/** SQL files below one folder that the configuration names. */
export interface Folder {
  /** As shown: the configured folder, the folder that a glob met, or the glob itself when it names files. */
  readonly path: string;
  /** How many segments the configured folder has; what comes below may name a server. */
  readonly from: number;
  readonly files: SqlPath[];
}

/** A configured path without what means nothing: "./db/" is "db", "." the top. */
export function normalized(path: string): string {
  const trimmed = path.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return trimmed === '.' ? '' : trimmed;
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

/** For each path the topmost folder above it that the glob matches; each folder is asked once. */
function folderMatcher(isMatch: (path: string) => boolean): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (folder === '') return undefined;
    if (!known.has(folder))
      known.set(folder, find(folderOf(folder)) ?? (isMatch(folder) ? folder : undefined));
    return known.get(folder);
  };
  return (path) => find(folderOf(path));
}

/** The SQL files that a configured path means, by folder. */
export function foldersOf(configured: string, sqlFiles: readonly SqlPath[]): readonly Folder[] {
  const path = normalized(configured);
  if (!isGlob(path)) {
    const inside = path === '' ? '' : `${path}/`;
    const files = sqlFiles.filter((file) => file.path === path || file.path.startsWith(inside));
    return [{ path, from: files[0]?.path === path ? depthOf(folderOf(path)) : depthOf(path), files }];
  }
  const isMatch = glob(path);
  const matchFolder = folderMatcher(isMatch);
  const folders = new Map<string, Folder>();
  for (const file of sqlFiles) {
    const folder = isMatch(file.path) ? path : matchFolder(file.path);
    if (folder === undefined) continue;
    const from = depthOf(folder === path ? globBase(path) : folder);
    const known = folders.get(folder) ?? { path: folder, from, files: [] };
    known.files.push(file);
    folders.set(folder, known);
  }
  return [...folders.values()];
}

/**
 * Of two entries whose folders lie in each other, the inner one has its files to itself. `folders`: those of all entries
 * that name one.
 */
export function withoutInner(
  configured: string,
  folders: readonly string[],
  sqlFiles: readonly SqlPath[],
): readonly SqlPath[] {
  const own = normalized(configured);
  const outside = own === '' ? '' : `${own}/`;
  const inner = folders
    .filter((folder) => folder !== own && folder.startsWith(outside))
    .map((folder) => `${folder}/`);
  if (inner.length === 0) return sqlFiles;
  return sqlFiles.filter(({ path }) => !inner.some((folder) => path.startsWith(folder)));
}
