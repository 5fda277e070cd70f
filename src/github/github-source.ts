import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { LRUCache } from 'lru-cache';
import {
  decode,
  MAX_FILE_BYTES,
  TruncatedTree,
  type FileContent,
  type Source,
  type TreeEntry,
} from '../repository/source.js';
import type { GitHubClient } from './client.js';
import { queryBlobs } from './queried-blobs.js';
import { blobId, readTarball } from './tarball.js';

/** A repository by name. */
export interface RepositoryAddress {
  readonly owner: string;
  readonly repo: string;
}

const MOST_CONTENT_BYTES = 128e6;
const MOST_LISTED_FILES = 400_000;

/** What never changes, since git names it by its content; shared by all reviews of a process. */
export class ContentCache {
  /** By blob id. */
  readonly blobs: LRUCache<string, FileContent>;
  /** By repository and commit. */
  readonly trees: LRUCache<string, readonly TreeEntry[]>;

  constructor() {
    const sizeOf = (content: FileContent) => 200 + (content.kind === 'text' ? content.text.length * 2 : 0);
    this.blobs = new LRUCache({ maxSize: MOST_CONTENT_BYTES, sizeCalculation: sizeOf });
    this.trees = new LRUCache({
      maxSize: MOST_LISTED_FILES,
      sizeCalculation: (entries) => entries.length + 1,
    });
  }
}

/** More missing files than this are read from the commit's archive: one request, however long the history is. */
const MOST_QUERIED_BLOBS = 50;
/** What the archive does not give is asked for by blob, up to here. */
const MOST_LEFT_BY_ARCHIVE = 2_000;
const PARALLEL = 5;
const ARCHIVE_TIMEOUT_MS = 300_000;

/** A repository on GitHub. Commits of forks are read through the repository that they were proposed to. */
export class GitHubSource implements Source {
  private readonly client: GitHubClient;
  private readonly address: RepositoryAddress;
  private readonly cache: ContentCache;
  private readonly signal: AbortSignal;

  /** @param signal stops the reading between two requests */
  constructor(
    client: GitHubClient,
    { owner, repo }: RepositoryAddress,
    cache: ContentCache,
    signal: AbortSignal,
  ) {
    this.client = client;
    this.address = { owner, repo };
    this.cache = cache;
    this.signal = signal;
  }

  async tree(commit: string): Promise<readonly TreeEntry[]> {
    this.signal.throwIfAborted();
    const key = `${this.address.owner}/${this.address.repo}@${commit}`;
    const known = this.cache.trees.get(key);
    if (known !== undefined) return known;
    const { data } = await this.client.rest.git.getTree({
      ...this.address,
      tree_sha: commit,
      recursive: '1',
    });
    if (data.truncated) throw new TruncatedTree(commit);
    const entries = data.tree.flatMap(treeEntry);
    this.cache.trees.set(key, entries);
    return entries;
  }

  async read(commit: string, entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, FileContent>> {
    const contents = new Map<string, FileContent>();
    for (const { id, size = 0 } of entries) {
      const known: FileContent | undefined =
        size > MAX_FILE_BYTES ? { kind: 'unreadable', reason: 'too-large' } : this.cache.blobs.get(id);
      if (known !== undefined) contents.set(id, known);
    }
    const missing = () => uniqueById(entries.filter(({ id }) => !contents.has(id)));
    const keep = (id: string, bytes: Uint8Array) => {
      const content = decode(bytes);
      contents.set(id, content);
      this.cache.blobs.set(id, content);
    };
    if (missing().length > MOST_QUERIED_BLOBS) {
      for (const [id, bytes] of await this.archived(commit, missing())) keep(id, bytes);
    }
    if (missing().length > MOST_LEFT_BY_ARCHIVE) {
      throw new Error(`${missing().length} files are not in the archive of ${commit}`);
    }
    if (missing().length > 1) {
      for (const [id, bytes] of await this.queried(missing())) keep(id, bytes);
    }
    await inParallel(missing(), async ({ id }) => {
      keep(id, await this.blob(id));
    });
    return contents;
  }

  private async archived(
    commit: string,
    entries: readonly TreeEntry[],
  ): Promise<ReadonlyMap<string, Uint8Array>> {
    this.signal.throwIfAborted();
    const { data } = await this.client.rest.repos.downloadTarballArchive({
      ...this.address,
      ref: commit,
      request: { parseSuccessResponseBody: false, signal: AbortSignal.timeout(ARCHIVE_TIMEOUT_MS) },
    });
    return readTarball(Readable.fromWeb(data as ReadableStream), entries);
  }

  private async queried(entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, Uint8Array>> {
    this.signal.throwIfAborted();
    const texts = await queryBlobs(this.client, this.address, entries);
    const contents = [...texts].map(([id, text]) => [id, Buffer.from(text)] as const);
    return new Map(contents.filter(([id, bytes]) => blobId(bytes) === id));
  }

  private async blob(id: string): Promise<Uint8Array> {
    this.signal.throwIfAborted();
    const { data } = await this.client.rest.git.getBlob({ ...this.address, file_sha: id });
    return Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8');
  }
}

interface ListedEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly sha?: string | null;
  readonly size?: number;
}

function treeEntry({ path, mode, type, sha, size }: ListedEntry): readonly TreeEntry[] {
  if (path === undefined || typeof sha !== 'string' || type === 'tree') return [];
  const kind = type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
  return [{ path, id: sha, size, type: kind }];
}

function uniqueById(entries: readonly TreeEntry[]): readonly TreeEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
