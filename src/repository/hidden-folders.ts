import type { RepoConfig } from '../config/config-schema.js';
import type { InputProblem } from '../engine/review-input.js';
import type { FoundHistory } from '../migrations/migration.js';
import type { Change } from './changes.js';
import type { Snapshot } from './snapshot.js';

/**
 * Folders of migrations in whose place a change puts a link or a submodule: what is in them lies elsewhere, so nobody sees
 * it here, now or when it changes. `merged`: the histories of the base branch.
 */
export function hiddenFolders(
  changes: readonly Change[],
  head: Snapshot,
  merged: readonly FoundHistory[],
  configured: RepoConfig['migrations'],
): readonly InputProblem[] {
  const known = [
    ...merged.flatMap(({ files }) => files.map(({ path }) => path)),
    ...configured.flatMap(({ path }) => (path === undefined ? [] : [`${path}/`])),
  ];
  return changes.flatMap(({ path }): readonly InputProblem[] => {
    const type = head.entries.get(path)?.type ?? 'file';
    if (type === 'file' || !known.some((one) => one.startsWith(`${path}/`))) return [];
    const what = type === 'symlink' ? 'a symbolic link' : 'a submodule';
    const reason = `The folder of migrations is ${what}: what it holds is not in this repository, and was not judged. Keep the migrations in the repository that is reviewed.`;
    return [{ kind: 'file-unreadable', file: path, line: null, column: null, reason }];
  });
}
