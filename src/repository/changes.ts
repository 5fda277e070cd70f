import type { TreeEntry } from './source.js';

/** What a pull request does to one file. */
export interface Change {
  readonly path: string;
  /** `renamed`: a merged migration stood elsewhere with the same content. */
  readonly status: 'added' | 'modified' | 'renamed' | 'removed';
  /** Where the same content stood before, be it a draft; undefined where it is new, or still stands there. */
  readonly previousPath?: string | undefined;
}

/**
 * The difference of two trees. A migration that vanished while the same content appeared elsewhere is renamed; a rename
 * that also edits is a removal and an addition, since a migration tool sees it that way too. `hasRun`: whether a path of
 * `before` is that of a merged migration; what was none (a draft) and becomes one is added. Without it each may be one.
 */
export function changesBetween(
  before: readonly TreeEntry[],
  after: readonly TreeEntry[],
  hasRun: (path: string) => boolean = () => true,
): readonly Change[] {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const vanished = new Vanished(before, after, hasRun);
  const changes: Change[] = [];
  for (const { path, id } of after) {
    const previous = old.get(path);
    if (previous?.id === id) continue;
    const from = previous ? undefined : vanished.take(id);
    const status = previous ? 'modified' : from?.hasRun === true ? 'renamed' : 'added';
    changes.push({ path, status, ...(from && { previousPath: from.path }) });
  }
  return [...changes, ...vanished.left().map((path): Change => ({ path, status: 'removed' }))];
}

interface VanishedFile {
  readonly path: string;
  readonly hasRun: boolean;
}

/** Files that are gone, by content; of those with one content the merged migrations are taken first. */
class Vanished {
  private readonly byContent = new Map<string, { run: VanishedFile[]; other: VanishedFile[] }>();

  constructor(before: readonly TreeEntry[], after: readonly TreeEntry[], hasRun: (path: string) => boolean) {
    const present = new Set(after.map(({ path }) => path));
    for (const { path, id } of before.toReversed()) {
      if (present.has(path)) continue;
      const same = this.byContent.get(id) ?? { run: [], other: [] };
      const file = { path, hasRun: hasRun(path) };
      (file.hasRun ? same.run : same.other).push(file);
      this.byContent.set(id, same);
    }
  }

  take(id: string): VanishedFile | undefined {
    const same = this.byContent.get(id);
    return same?.run.pop() ?? same?.other.pop();
  }

  /** Paths of those that nobody took. */
  left(): readonly string[] {
    return [...this.byContent.values()]
      .flatMap(({ run, other }) => [...other, ...run])
      .reverse()
      .map(({ path }) => path);
  }
}
