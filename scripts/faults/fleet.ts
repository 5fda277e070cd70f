import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { LocalGitHub } from '../../test/github/server.js';

/** How the App is run. */
export interface FleetOptions {
  /** The compiled `app.js`. */
  readonly program: string;
  /** Processes that share a Redis; without one, a single process. */
  readonly redisUrl?: string | undefined;
  readonly processes: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Hears what the processes print. */
  readonly onLog?: ((text: string) => void) | undefined;
}

/** Processes of the App behind one address, as behind a load balancer. */
export interface Fleet {
  /** The address that GitHub is told. */
  readonly webhooks: string;
  /** Kills one process without a warning, and starts another in its place after so long. */
  kill(restartAfterMs: number): Promise<void>;
  /** Jobs that wait or run, of all processes; undefined when none answers. */
  jobs(): Promise<number | undefined>;
  /** What each process says of itself at `/metrics`. */
  metrics(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface Backend {
  readonly child: ChildProcess;
  readonly port: number;
}

const STARTS_WITHIN_MS = 60_000;

/** Starts the App beside a local GitHub; resolves when every process listens. */
export async function startFleet(github: LocalGitHub, options: FleetOptions): Promise<Fleet> {
  const backends: Backend[] = [];
  const start = async (): Promise<void> => {
    backends.push(await startProcess(github, options));
  };
  await Promise.all(Array.from({ length: options.processes }, start));
  let turn = 0;
  const balancer = createServer((request, response) => {
    turn += 1;
    const backend = backends[turn % Math.max(1, backends.length)];
    void forward(request, response, backend?.port);
  }).listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  const { port } = balancer.address() as AddressInfo;
  return {
    webhooks: `http://127.0.0.1:${port}/api/github/webhooks`,
    kill: async (restartAfterMs) => {
      // The one that replaces the last victim may still be starting.
      while (backends.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
      const victim = backends.shift();
      if (victim === undefined) throw new Error('there is no process left to kill');
      await end(victim.child);
      await new Promise((resolve) => setTimeout(resolve, restartAfterMs));
      await start();
    },
    jobs: async () => {
      const counts = await Promise.all(backends.map(({ port: of }) => jobsOf(of)));
      return counts.length > 0 && counts.every((count) => count !== undefined)
        ? counts.reduce((sum, count) => sum + count, 0)
        : undefined;
    },
    metrics: () =>
      Promise.all(
        backends.map(async ({ port: of }) => (await fetch(`http://127.0.0.1:${of}/metrics`)).text()),
      ),
    stop: async () => {
      await Promise.all(backends.splice(0).map(({ child }) => end(child)));
      balancer.closeAllConnections();
      balancer.close();
    },
  };
}

async function startProcess(
  { appId, privateKey, webhookSecret, apiUrl }: LocalGitHub,
  { program, redisUrl, environment, onLog }: FleetOptions,
): Promise<Backend> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(appId),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: webhookSecret,
      GITHUB_API_URL: apiUrl,
      PUBLIC_URL: 'https://precheck.example',
      HOST: '127.0.0.1',
      PORT: '0',
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
      ...environment,
    },
  });
  const printed: string[] = [];
  const listening = new Promise<number>((resolve, reject) => {
    const failed = (): void => {
      reject(new Error(`The App did not start:\n${printed.join('')}`));
    };
    child.once('exit', failed);
    setTimeout(failed, STARTS_WITHIN_MS).unref();
    const hear = (chunk: Buffer): void => {
      const text = chunk.toString();
      onLog?.(text);
      if (printed.length < 20) printed.push(text);
      const port = /"port":(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  return { child, port: await listening };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  port: number | undefined,
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers = Object.entries(request.headers).filter(
      ([name]) => name.startsWith('x-') || name === 'content-type',
    );
    const answer = await fetch(`http://127.0.0.1:${port ?? 1}${request.url ?? ''}`, {
      method: 'POST',
      headers: headers.map(([name, value]) => [name, String(value)] as [string, string]),
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status).end(await answer.text());
  } catch {
    response.writeHead(502).end();
  }
}

async function jobsOf(port: number): Promise<number | undefined> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const counts = [...text.matchAll(/^precheck_queue_jobs\{state="(?:running|waiting)"\} (\d+)$/gm)];
    return counts.length === 2 ? counts.reduce((sum, [, count]) => sum + Number(count), 0) : undefined;
  } catch {
    return undefined;
  }
}
