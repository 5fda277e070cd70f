import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

import { LRUCache } from 'lru-cache';

import { GitError } from './git.js';
import { decode, MAX_FILE_BYTES, type FileContent } from './source.js';

/** Contents of a local repository's files, for who reads thousands of them a few at a time. */
export interface Blobs {
  /** Contents by blob id. Throws `GitError` when the repository lacks one. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
  /** Ends git. */
  close(): Promise<void>;
}

/** Reads through one git that stays; what was read is kept. `directory` lies in the repository. */
export function openBlobs(directory: string): Blobs {
  return new GitBlobs(directory);
}

interface Waiting {
  readonly resolve: (content: FileContent) => void;
  readonly reject: (error: unknown) => void;
}

/** Characters. The migrations of the largest histories take a tenth of it. */
const ROOM = 200e6;
const LINE_FEED = 10;

class GitBlobs implements Blobs {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly known = new LRUCache<string, FileContent>({
    maxSize: ROOM,
    sizeCalculation: (content) => 100 + (content.kind === 'text' ? content.text.length : 0),
  });
  /** In the order in which git answers. */
  private readonly waiting: Waiting[] = [];
  private head = '';
  /** What is left of the content that is being read; too large a one is not kept. */
  private body: { left: number; readonly parts: Buffer[]; readonly isKept: boolean } | undefined;
  private said = '';
  /** Set when git has ended: nothing is answered any more. */
  private ended: GitError | undefined;

  constructor(directory: string) {
    this.child = spawn('git', ['-C', directory, 'cat-file', '--batch']);
    this.child.stdout.on('data', (chunk: Buffer) => {
      for (let rest = chunk; rest.length > 0;) rest = this.body ? this.takeBody(rest) : this.takeHead(rest);
    });
    this.child.stderr.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
    this.child.stdin.on('error', () => undefined); // the end of git tells
    this.child.on('error', (error) => {
      this.fail(error.message);
    });
    this.child.on('close', () => {
      this.fail(this.said.trim() || 'git ended before it had read every file.');
    });
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    const wanted = [...new Set(ids)];
    const contents = new Map<string, FileContent>();
    await Promise.all(
      wanted.map(async (id) => {
        const content = this.known.get(id) ?? (await this.ask(id));
        this.known.set(id, content);
        contents.set(id, content);
      }),
    );
    return contents;
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.child.stdin.end();
    await once(this.child, 'close');
  }

  private ask(id: string): Promise<FileContent> {
    if (this.ended) return Promise.reject(this.ended);
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${id}\n`);
    });
  }

  /** `<id> <type> <size>` before a content, or `<id> missing`; gives what lies behind it. */
  private takeHead(chunk: Buffer): Buffer {
    const end = chunk.indexOf(LINE_FEED);
    this.head += chunk.toString('latin1', 0, end < 0 ? chunk.length : end);
    if (end < 0) return chunk.subarray(chunk.length);
    const [id = '', , size] = this.head.split(' ');
    this.head = '';
    if (size === undefined) {
      const words = `This clone lacks a file's content (${id}): git fsck says more.`;
      this.waiting.shift()?.reject(new GitError(words));
    } else {
      this.body = { left: Number(size) + 1, parts: [], isKept: Number(size) <= MAX_FILE_BYTES };
    }
    return chunk.subarray(end + 1);
  }

  private takeBody(chunk: Buffer): Buffer {
    const { body } = this;
    if (!body) return chunk;
    const part = chunk.subarray(0, body.left);
    if (body.isKept) body.parts.push(part);
    body.left -= part.length;
    if (body.left > 0) return chunk.subarray(chunk.length);
    this.body = undefined;
    const content: FileContent = body.isKept
      ? decode(Buffer.concat(body.parts).subarray(0, -1))
      : { kind: 'unreadable', reason: 'too-large' };
    this.waiting.shift()?.resolve(content);
    return chunk.subarray(part.length);
  }

  private fail(message: string): void {
    this.ended ??= new GitError(message);
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }
}
