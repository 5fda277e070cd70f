import { ownerLine, type Owners } from '../owners/codeowners.js';
import type { Weakening } from './weakening.js';

/**
 * Lines times paths that are matched: a file of owners may have a hundred thousand lines, a repository as many
 * migrations, and both are read while somebody waits.
 */
const MOST_MATCHES = 200_000;

/** What a change of CODEOWNERS is judged by. */
export interface OwnersFacts {
  /** The file that the pull request changes. */
  readonly file: string;
  /** The owners that count before and after; undefined: there is no file that GitHub reads. */
  readonly base: Owners | undefined;
  readonly head: Owners | undefined;
  /** Every migration, in the order of the tool. The last of each folder is looked at. */
  readonly migrations: readonly string[];
  /** False for a handle that is known to be unable to review: whoever takes it out weakens nothing. */
  readonly isUsable: (handle: string) => boolean;
}

/**
 * Migrations that lose one of their owners, those that lose and keep the same together. What is too much to compare counts as
 * weakened: the author of the change decides how long its file is.
 */
export function ownerWeakenings({
  file,
  base,
  head,
  migrations,
  isUsable,
}: OwnersFacts): readonly Weakening[] {
  const byFolder = new Map<string, { readonly path: string; readonly count: number }>();
  for (const path of migrations) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    byFolder.set(folder, { path, count: (byFolder.get(folder)?.count ?? 0) + 1 });
  }
  const lines = (base?.lines.length ?? 0) + (head?.lines.length ?? 0);
  const most = Math.max(1, Math.floor(MOST_MATCHES / Math.max(1, lines)));
  const folders = [...byFolder.values()];
  const found = new Map<string, Weakening>();
  for (const { path, count } of folders.slice(-most)) {
    const was = ownersOf(base, path);
    const becomes = ownersOf(head, path);
    const kept = new Set(becomes.map((owner) => owner.toLowerCase()));
    if (!was.some((owner) => isUsable(owner) && !kept.has(owner.toLowerCase()))) continue;
    const key = JSON.stringify([was, becomes]);
    const known = found.get(key);
    found.set(key, {
      file,
      kind: 'owners',
      subject: path,
      was: was.join(' '),
      becomes: becomes.join(' '),
      count: (known?.count ?? 0) + count,
    });
  }
  const passed = folders.slice(0, -most).reduce((sum, { count }) => sum + count, 0);
  const isGuarded = (base?.lines ?? []).some(
    (line) => line.skipped === undefined && line.owners.some((owner) => isUsable(owner)),
  );
  return passed === 0 || !isGuarded ? [...found.values()] : [...found.values(), tooLong(file, passed)];
}

function tooLong(file: string, count: number): Weakening {
  return { file, kind: 'owners-too-long', subject: file, was: '', becomes: '', count };
}

function ownersOf(owners: Owners | undefined, path: string): readonly string[] {
  return (owners && ownerLine(owners, path)?.owners) ?? [];
}
