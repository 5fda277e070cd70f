import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** No server here runs as root, and PostgreSQL refuses to: `nobody`, whose number is the same on every Linux. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const asServer = process.getuid?.() === 0 ? NOBODY : {};

/** Runs a command to its end and gives back its standard output. Throws with the end of what it said. */
export async function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly as?: 'server' } = {},
): Promise<string> {
  const { as, ...rest } = options;
  const limits = { maxBuffer: 64 * 1024 * 1024 };
  try {
    return (await execute(command, args, { ...rest, ...limits, ...(as === 'server' ? asServer : {}) }))
      .stdout;
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    throw new Error(`${command}: ${(stderr ?? '').trim().slice(-600) || message}`, { cause: error });
  }
}

/** A fresh folder for one server, which it owns and which `guarded` removes. */
export async function serverFolder(): Promise<string> {
  const folder = await mkdtemp(join(await fastFolder(), 'precheck-server-'));
  if (process.getuid?.() === 0) await chown(folder, NOBODY.uid, NOBODY.gid);
  return folder;
}

/** Memory where there is enough of it: a thousand ALTERs are a thousand waits for a disk. */
async function fastFolder(): Promise<string> {
  const memory = '/dev/shm';
  const facts = await statfs(memory).catch(() => undefined);
  return facts && facts.bavail * facts.bsize > ROOM ? memory : tmpdir();
}

/** Two servers at a time, each with its redo log, system tables and what the cases leave behind. */
const ROOM = 2 ** 31;

export interface Guarded {
  /** Stops the server, removes its folder, and comes back when both are done. */
  stop(): Promise<void>;
  readonly hasEnded: () => boolean;
}

/**
 * Starts a server under a guard: a shell that waits for the end of its standard input. It ends when `stop` closes it
 * and also when this process dies, however it dies; then the guard stops the server by its pid and removes `folder`.
 */
export function guarded(
  command: readonly string[],
  folder: string,
  options: { readonly signal: 'KILL' | 'QUIT'; readonly env?: NodeJS.ProcessEnv },
): Guarded {
  const script = [
    'folder=$1; signal=$2; shift 2',
    '"$@" >"$folder/log" 2>&1 & pid=$!',
    'cat >/dev/null',
    'kill -"$signal" $pid 2>/dev/null; wait $pid; rm -rf "$folder"',
  ].join('\n');
  const guard = spawn('/bin/sh', ['-c', script, 'guard', folder, options.signal, ...command], {
    ...asServer,
    cwd: folder,
    env: options.env ?? process.env,
    stdio: ['pipe', 'ignore', 'ignore'],
    // Of its own session: an interrupt at the terminal must not end the guard before the server.
    detached: true,
  });
  const ended = once(guard, 'exit');
  return {
    stop: async () => {
      guard.stdin.end();
      await ended;
    },
    hasEnded: () => guard.exitCode !== null,
  };
}

/** The end of what a guarded server said. */
export async function logOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
  return text.slice(-2000);
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
