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

/** Migrations that lose one of their owners, those that lose and keep the same together. */
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
  const found = new Map<string, Weakening>();
  for (const { path, count } of [...byFolder.values()].slice(-most)) {
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
  return [...found.values()];
}

function ownersOf(owners: Owners | undefined, path: string): readonly string[] {
  return (owners && ownerLine(owners, path)?.owners) ?? [];
}
