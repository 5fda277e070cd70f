import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitEnvironment } from './git.js';

/** One object of a git repository. */
export interface GitObject {
  readonly sha: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly content: Buffer;
}

interface Waiting {
  readonly name: string;
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

const newline = 10;

/** Reads objects through one long-lived `git cat-file --batch`, which starts on first use. */
export class GitObjects {
  private readonly gitDir: string;
  private child: ChildProcessWithoutNullStreams | undefined;
  private readonly waiting: Waiting[] = [];
  private chunks: Buffer[] = [];
  private length = 0;
  private needed = 0;

  constructor(gitDir: string) {
    this.gitDir = gitDir;
  }

  /** The object that a revision expression names (`<sha>`, `<ref>:<path>`), or undefined. */
  read(name: string): Promise<GitObject | undefined> {
    if (/[\n\0]/.test(name)) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.waiting.push({ name, resolve, reject });
      this.started().stdin.write(`${name}\n`);
    });
  }

  /** Ends the process; reads still under way fail. */
  close(): void {
    this.child?.kill();
    this.child = undefined;
  }

  private started(): ChildProcessWithoutNullStreams {
    if (this.child !== undefined) return this.child;
    const child = spawn('git', ['-C', this.gitDir, 'cat-file', '--batch'], { env: gitEnvironment() });
    child.stdout.on('data', (chunk: Buffer) => {
      this.chunks.push(chunk);
      this.length += chunk.length;
      if (this.length >= this.needed) this.drain();
    });
    child.stdin.on('error', () => undefined);
    const failed = (error: Error): void => {
      this.child = undefined;
      for (const one of this.waiting.splice(0)) one.reject(error);
    };
    child.on('error', failed);
    child.on('exit', () => {
      failed(new Error(`git cat-file ended in ${this.gitDir}`));
    });
    this.child = child;
    return child;
  }

  private drain(): void {
    let buffer = Buffer.concat(this.chunks);
    for (;;) {
      const end = buffer.indexOf(newline);
      if (end === -1) break;
      const header = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(buffer.toString('utf8', 0, end));
      const size = header === null ? 0 : Number(header[3]);
      const total = header === null ? end + 1 : end + 1 + size + 1;
      if (buffer.length < total) {
        this.keep(buffer, total);
        return;
      }
      const object =
        header === null
          ? undefined
          : {
              sha: header[1] ?? '',
              type: (header[2] ?? 'blob') as GitObject['type'],
              content: Buffer.from(buffer.subarray(end + 1, end + 1 + size)),
            };
      this.waiting.shift()?.resolve(object);
      buffer = buffer.subarray(total);
    }
    this.keep(buffer, 0);
  }

  private keep(buffer: Buffer, needed: number): void {
    this.chunks = buffer.length === 0 ? [] : [buffer];
    this.length = buffer.length;
    this.needed = needed;
  }
}
