import { recogniseCodeMigration } from '../migrations/code-migration.js';
import { sqlPath } from '../migrations/file-name.js';
import type { LoggedCommit } from '../repository/log.js';
import type { TreeEntry } from '../repository/source.js';

/** A commit that may have changed migrations, with the files of the branch before and after it. */
export interface MergedChange {
  readonly commit: LoggedCommit;
  readonly before: readonly TreeEntry[];
  readonly after: readonly TreeEntry[];
}

/** Whether a commit changes a file that may be a migration. */
export function mayChangeMigrations({ files }: LoggedCommit): boolean {
  return files.some(({ path }) => sqlPath(path) !== undefined || recogniseCodeMigration(path) !== undefined);
}

/** Beside SQL: what tells one migration tool from another, and settings of single migrations. */
const BESIDE_SQL = /\.(?:toml|json|sum|conf|mod|xml|gradle|kts)$/;

/**
 * The changes of a branch, the oldest first. `start` are the files before the first of `commits`, which come in the order
 * in which they were made, without a gap. Unchanged files that no history of migrations is found by are left out.
 */
export function* mergedChanges(
  start: readonly TreeEntry[],
  commits: readonly LoggedCommit[],
): Generator<MergedChange> {
  const files = new Map(start.filter(({ path }) => isKept(path)).map((entry) => [entry.path, entry]));
  for (const commit of commits) {
    const isChange = mayChangeMigrations(commit);
    const before = isChange ? withChanged(files, commit, 'before') : [];
    for (const { path, after } of commit.files) {
      if (!after) files.delete(path);
      else if (isKept(path)) files.set(path, after);
    }
    if (isChange) yield { commit, before, after: withChanged(files, commit, 'after') };
  }
}

function isKept(path: string): boolean {
  return BESIDE_SQL.test(path) || sqlPath(path) !== undefined;
}

function withChanged(
  files: ReadonlyMap<string, TreeEntry>,
  commit: LoggedCommit,
  side: 'before' | 'after',
): readonly TreeEntry[] {
  return [
    ...files.values(),
    ...commit.files.flatMap(({ path, [side]: entry }) => (entry && !isKept(path) ? [entry] : [])),
  ];
}
