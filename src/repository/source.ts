/** One file of a commit, as a git tree lists it. */
export interface TreeEntry {
  readonly path: string;
  /** Blob id: equal ids are equal contents. */
  readonly id: string;
  /** Bytes; undefined where the listing does not say. */
  readonly size?: number | undefined;
  /** Symbolic links and submodules are listed, so that they are never followed. */
  readonly type: 'file' | 'symlink' | 'submodule';
}

/** What a file holds, or why it is not read. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: 'too-large' | 'binary' | 'not-utf8' };

/** A file may not be larger than this to be read, in bytes. */
export const MAX_FILE_BYTES = 1_000_000;

/**
 * Where the files of a repository come from: a local git checkout, or GitHub. Reads only; decides nothing.
 * Throws when the place cannot be read at all (no such commit, network); never for what a file holds.
 */
export interface Source {
  /** Every file of a commit. Throws `TruncatedTree` when the listing is not whole. */
  tree(commit: string): Promise<readonly TreeEntry[]>;
  /** Contents by blob id, in bulk; `commit` is one that holds them all. */
  read(commit: string, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, FileContent>>;
}

/** The listing of a commit was cut off by its provider: nothing may be concluded from what is missing. */
export class TruncatedTree extends Error {
  override readonly name = 'TruncatedTree';
  constructor(commit: string) {
    super(`The file list of ${commit} is too large to be read whole.`);
  }
}

/** Bytes → text as the review wants it: UTF-8 without BOM, no NUL, no invalid sequences. */
export function decode(bytes: Uint8Array): FileContent {
  if (bytes.byteLength > MAX_FILE_BYTES) return { kind: 'unreadable', reason: 'too-large' };
  if (bytes.includes(0)) return { kind: 'unreadable', reason: 'binary' };
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', reason: 'not-utf8' };
  }
}
