import type { FileContent, Source, TreeEntry } from './source.js';

/** Files of one commit, read on demand. */
export interface Snapshot {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly read: (paths: readonly string[]) => Promise<ReadonlyMap<string, FileContent>>;
}

/** Lists a commit now, reads its files when asked. Throws what the source throws. */
export async function snapshot(source: Source, commit: string): Promise<Snapshot> {
  const entries = new Map((await source.tree(commit)).map((entry) => [entry.path, entry]));
  return {
    entries,
    read: async (paths) => {
      const wanted = paths.flatMap((path) => entries.get(path) ?? []).filter(({ type }) => type === 'file');
      const contents = await source.read(commit, wanted);
      return new Map(
        wanted.flatMap(({ path, id }): readonly (readonly [string, FileContent])[] => {
          const content = contents.get(id);
          return content ? [[path, content]] : [];
        }),
      );
    },
  };
}

/** Why a file has no text, as the end of a sentence. */
export const UNREADABLE: Readonly<Record<'too-large' | 'binary' | 'not-utf8', string>> = {
  'too-large': 'it is larger than 1 MB',
  binary: 'it holds bytes that no text holds',
  'not-utf8': 'it is not UTF-8',
};
