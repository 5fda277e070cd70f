import type { RepoConfig } from '../config/config-schema.js';
import type { Notice } from '../engine/finding.js';
import { CONFIG_PATH } from '../config/repo-config.js';
import { normalized } from '../migrations/configured-folders.js';
import type { findHistories } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import { isGlob } from '../wildcard.js';
import type { Change } from './changes.js';
import type { Snapshots } from './compare.js';
import { pathSpan } from './path-span.js';
import type { Snapshot } from './snapshot.js';
import type { TreeEntry } from './source.js';

/** A folder of merged migrations that a change moves as a whole. */
export interface FolderMove {
  readonly from: string;
  readonly to: string;
  /** Index of the configured entry whose `path` it is. */
  readonly entry?: number | undefined;
}

/**
 * Folders that held merged migrations and hold none any more, most of which lie under the same names in a folder that is
 * new. Only where a review finds migrations in the new folder, too; not those of Liquibase, which knows a change set by
 * its path.
 */
export function movedFolders(
  inBase: readonly FoundHistory[],
  configured: RepoConfig['migrations'],
  snapshots: Snapshots,
  find: typeof findHistories,
): readonly FolderMove[] {
  const moves = new Map<string, FolderMove>();
  let news: NewFiles | undefined;
  for (const history of inBase) {
    const move = folderOfHistory(history, configured);
    const tails = history.files.flatMap(({ path }) => tailBelow(move.from, path) ?? []);
    if (history.layout === 'liquibase-sql' || !isGone(move.from, tails, snapshots)) continue;
    news ??= newFiles(snapshots);
    const to = placeOf(move.from, tails, snapshots, news);
    if (to !== undefined) moves.set(move.from, { ...move, to });
  }
  if (moves.size === 0) return [];
  const there = find([...snapshots.head.entries.keys()], pathsAfter([...moves.values()], configured));
  const paths = there.histories.flatMap(({ files }) => files.map(({ path }) => path));
  return [...moves.values()].filter(({ to }) => paths.some((path) => tailBelow(to, path) !== undefined));
}

function folderOfHistory(
  { path, entry }: FoundHistory,
  configured: RepoConfig['migrations'],
): Omit<FolderMove, 'to'> {
  const own = entry === undefined ? undefined : configured[entry]?.path;
  const isOwn = own !== undefined && !isGlob(own) && normalized(own) === path;
  return isOwn ? { from: path, entry } : { from: path };
}

function tailBelow(folder: string, path: string): string | undefined {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

/** Whether all of a history's files were there where the change left the base branch, and none is there now. */
function isGone(from: string, tails: readonly string[], { old, head }: Snapshots): boolean {
  const were = tails.filter((tail) => old.entries.has(`${from}/${tail}`));
  return were.length > 0 && !tails.some((tail) => head.entries.has(`${from}/${tail}`));
}

/** Paths that the change brings, by content and name. */
type NewFiles = ReadonlyMap<string, readonly string[]>;

/** Of one content and name, so many are looked at. */
const MOST_ALIKE = 8;

function keyOf({ path, id }: TreeEntry): string {
  return `${id} ${path.slice(path.lastIndexOf('/') + 1)}`;
}

function newFiles({ old, head }: Snapshots): NewFiles {
  const found = new Map<string, string[]>();
  for (const entry of head.entries.values()) {
    if (old.entries.has(entry.path)) continue;
    const same = found.get(keyOf(entry));
    if (!same) found.set(keyOf(entry), [entry.path]);
    else if (same.length < MOST_ALIKE) same.push(entry.path);
  }
  return found;
}

/** The new folder that holds most of the files under their names, and where nothing was before. */
function placeOf(
  from: string,
  tails: readonly string[],
  { base, old, head }: Snapshots,
  news: NewFiles,
): string | undefined {
  const votes = new Map<string, number>();
  for (const tail of tails) {
    const entry = old.entries.get(`${from}/${tail}`);
    for (const path of (entry && news.get(keyOf(entry))) ?? []) {
      if (!path.endsWith(`/${tail}`)) continue;
      const to = path.slice(0, -tail.length - 1);
      votes.set(to, (votes.get(to) ?? 0) + 1);
    }
  }
  const [to] = [...votes].sort(([, left], [, right]) => right - left)[0] ?? [];
  if (to === undefined || to.startsWith(`${from}/`) || from.startsWith(`${to}/`)) return undefined;
  const moved = tails.filter((tail) => head.entries.has(`${to}/${tail}`));
  if (moved.length * 2 < tails.length) return undefined;
  const wasThere = [...base.entries.keys()].some((path) => tailBelow(to, path) !== undefined);
  return wasThere ? undefined : to;
}

/** The entries of a configuration with the folders that were moved. */
export function pathsAfter(
  moves: readonly FolderMove[],
  configured: RepoConfig['migrations'],
): RepoConfig['migrations'] {
  return configured.map((settings, at) => {
    const move = moves.find(({ entry }) => entry === at);
    return move ? { ...settings, path: move.to } : settings;
  });
}

/** A commit as if its folders had been moved already. */
export function withMoved(snapshot: Snapshot, moves: readonly FolderMove[]): Snapshot {
  const places = new Map<string, string>();
  const entries = new Map<string, TreeEntry>();
  for (const entry of snapshot.entries.values()) {
    const move = moves.find(({ from }) => tailBelow(from, entry.path) !== undefined);
    const path = move ? move.to + entry.path.slice(move.from.length) : entry.path;
    places.set(path, entry.path);
    entries.set(path, { ...entry, path });
  }
  return {
    entries,
    read: async (paths) => {
      const wanted = paths.flatMap((path) => {
        const place = places.get(path);
        return place === undefined ? [] : [{ path, place }];
      });
      const contents = await snapshot.read(wanted.map(({ place }) => place));
      return new Map(
        wanted.flatMap(({ path, place }) => {
          const content = contents.get(place);
          return content ? [[path, content] as const] : [];
        }),
      );
    },
  };
}

/** What who moves the folder has to know. */
export function noticesOfMoves(
  moves: readonly FolderMove[],
  changes: readonly Change[],
  configPath: string,
): readonly Notice[] {
  const isConfigChanged = changes.some(({ path }) => path === CONFIG_PATH);
  return moves.map(({ from, to, entry }) => {
    const stale = entry !== undefined && !isConfigChanged;
    const words = `The folder ${pathSpan(from)} moved to ${pathSpan(to)}: its merged migrations count as run, and are not judged again. A tool that remembers paths would run them again.`;
    const remedy = stale ? ` Change \`path\` in ${pathSpan(configPath)} as well.` : '';
    return { file: null, line: null, text: words + remedy };
  });
}
