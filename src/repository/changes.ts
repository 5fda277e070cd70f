import type { TreeEntry } from './source.js';

/** What a pull request does to one file. */
export interface Change {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'renamed' | 'removed';
  /** Of a renamed file: where the same content stood before. */
  readonly previousPath?: string | undefined;
}

/**
 * The difference of two trees. A file that vanished while the same content appeared elsewhere is renamed; a rename that
 * also edits is a removal and an addition, since a migration tool sees it that way too.
 */
export function changesBetween(before: readonly TreeEntry[], after: readonly TreeEntry[]): readonly Change[] {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const present = new Set(after.map(({ path }) => path));
  const vanished = new Map<string, string[]>();
  for (const { path, id } of before.toReversed()) {
    if (present.has(path)) continue;
    const same = vanished.get(id);
    if (same) same.push(path);
    else vanished.set(id, [path]);
  }
  const changes: Change[] = [];
  for (const { path, id } of after) {
    const previous = old.get(path);
    if (previous?.id === id) continue;
    const previousPath = previous ? undefined : vanished.get(id)?.pop();
    const status = previous ? 'modified' : previousPath === undefined ? 'added' : 'renamed';
    changes.push({ path, status, ...(previousPath === undefined ? {} : { previousPath }) });
  }
  const removed = [...vanished.values()]
    .flat()
    .reverse()
    .map((path): Change => ({ path, status: 'removed' }));
  return [...changes, ...removed];
}
