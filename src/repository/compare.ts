import type { RepoConfig } from '../config/config-schema.js';
import { sqlPath } from '../migrations/file-name.js';
import type { findHistories, FoundHistories } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import { changesBetween, type Change } from './changes.js';
import { movedFolders, pathsAfter, withMoved, type FolderMove } from './moved-folders.js';
import type { Snapshot } from './snapshot.js';

/** Three commits of a repository: the base branch now, where the change left it, and the change's own. */
export interface Snapshots {
  readonly base: Snapshot;
  readonly old: Snapshot;
  readonly head: Snapshot;
}

/** What a change does, and the histories that it may touch. Folders that it moves as a whole are where it puts them. */
export interface Compared extends Snapshots {
  readonly migrations: RepoConfig['migrations'];
  readonly moves: readonly FolderMove[];
  readonly changes: readonly Change[];
  /** In the files of both commits together. */
  readonly found: FoundHistories;
  readonly inBase: readonly FoundHistory[];
  /** Empty where the change removes nothing. */
  readonly inHead: readonly FoundHistory[];
}

/** Finds the histories of a change by the configuration's entries. */
export function compare(
  snapshots: Snapshots,
  configured: RepoConfig['migrations'],
  find: typeof findHistories,
): Compared {
  const inBase = find(pathsOf(snapshots.base), configured).histories;
  const moves = movedFolders(inBase, configured, snapshots, find);
  if (moves.length === 0) return compareInPlace(snapshots, configured, find, inBase);
  const base = withMoved(snapshots.base, moves);
  const old = snapshots.old === snapshots.base ? base : withMoved(snapshots.old, moves);
  const migrations = pathsAfter(moves, configured);
  const there = find(pathsOf(base), migrations).histories;
  return { ...compareInPlace({ base, old, head: snapshots.head }, migrations, find, there), moves };
}

function compareInPlace(
  { base, old, head }: Snapshots,
  migrations: RepoConfig['migrations'],
  find: typeof findHistories,
  inBase: readonly FoundHistory[],
): Compared {
  const ran = ranIn(inBase);
  let ranBefore: ReadonlySet<string> | undefined;
  // What the base branch has deleted meanwhile is known by where the change left it.
  const hasRun = (path: string): boolean => {
    if (base.entries.has(path) || !sqlPath(path)) return ran.has(path);
    ranBefore ??= ranIn(find(pathsOf(old), migrations).histories);
    return ranBefore.has(path);
  };
  const changes = changesBetween([...old.entries.values()], [...head.entries.values()], hasRun);
  const found = find([...new Set([...base.entries.keys(), ...head.entries.keys()])], migrations);
  const inHead = changes.some(({ status }) => status === 'removed')
    ? find(pathsOf(head), migrations).histories
    : [];
  return { base, old, head, migrations, moves: [], changes, found, inBase, inHead };
}

function pathsOf({ entries }: Snapshot): readonly string[] {
  return [...entries.keys()];
}

function ranIn(histories: readonly FoundHistory[]): ReadonlySet<string> {
  return new Set(
    histories.flatMap(({ files }) =>
      files.filter(({ direction }) => direction !== 'down').map(({ path }) => path),
    ),
  );
}
