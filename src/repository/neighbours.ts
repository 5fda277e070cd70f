import type { RepoConfig } from '../config/config-schema.js';
import type { HistoryInput, TakenVersion } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';

/** Another open change into the same branch. */
export interface Neighbour {
  /** Of the pull request. */
  readonly number: number;
  readonly files: readonly { readonly path: string; readonly isAdded: boolean }[];
}

/** Adds to each history the versions of its proposed migrations that an open neighbour adds too. */
export function withNeighbours(
  histories: readonly HistoryInput[],
  neighbours: readonly Neighbour[],
  paths: readonly string[],
  migrations: RepoConfig['migrations'],
): readonly HistoryInput[] {
  const theirs = new Map<string, number>();
  for (const { number, files } of neighbours) {
    for (const { path, isAdded } of files) if (isAdded) theirs.set(path, number);
  }
  if (theirs.size === 0) return histories;
  const found = findHistories([...new Set([...paths, ...theirs.keys()])], migrations).histories;
  return histories.map((history) => {
    const own = new Set(history.proposed.map(({ path }) => path));
    const same = found.find(({ files }) => files.some(({ path }) => own.has(path)));
    const versions = new Set(
      history.proposed
        .filter(
          ({ status, direction, version }) => status === 'added' && direction === 'up' && version !== '',
        )
        .map(({ version }) => version),
    );
    const elsewhere = (same?.files ?? []).flatMap(({ path, version, direction }): readonly TakenVersion[] => {
      const pullRequest = theirs.get(path);
      // The same path is the same file, of a branch that is built on the other; if it is not, git sees the conflict.
      const isTaken =
        pullRequest !== undefined && !own.has(path) && direction !== 'down' && versions.has(version);
      return isTaken ? [{ version, pullRequest, path }] : [];
    });
    return elsewhere.length === 0 ? history : { ...history, elsewhere };
  });
}
