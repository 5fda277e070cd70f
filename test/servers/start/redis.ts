import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { freePort, guarded, logOf, run, serverFolder } from './process.js';

const BINARY = '/usr/bin/redis-server';

export interface RunningRedis {
  readonly url: string;
  readonly version: string;
  readonly client: Redis;
  /** Ends it as a crash does; `again` starts one on the same port, with what was on its disk. */
  readonly crash: () => Promise<void>;
  readonly again: () => Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a Redis on 127.0.0.1, installing Debian's package first where it is missing. Undefined when it cannot be had;
 * standard error says so, with the reason.
 */
export async function startRedis(password = ''): Promise<RunningRedis | undefined> {
  try {
    await installed();
    return await start(password);
  } catch (error) {
    process.stderr.write(
      `\n*** Redis CANNOT BE HAD: ${error instanceof Error ? error.message : String(error)}\n\n`,
    );
    return undefined;
  }
}

async function installed(): Promise<void> {
  const isThere = () =>
    access(BINARY).then(
      () => true,
      () => false,
    );
  if (await isThere()) return;
  const install = ['install', '-y', '--no-install-recommends', 'redis-server'];
  await run('apt-get', install).catch(async () => {
    await run('apt-get', ['update']);
    await run('apt-get', install);
  });
}

async function start(password: string): Promise<RunningRedis> {
  const port = await freePort();
  const folder = await serverFolder();
  const data = await serverFolder();
  const launch = (home: string) =>
    guarded(
      [
        ...[BINARY, '--port', `${port}`, '--bind', '127.0.0.1', '--dir', data],
        ...[
          '--save',
          '',
          '--appendonly',
          'yes',
          '--appendfsync',
          'always',
          '--maxmemory-policy',
          'noeviction',
        ],
        ...(password === '' ? [] : ['--requirepass', password]),
      ],
      home,
      { signal: 'KILL' },
    );
  let server = launch(folder);
  const client = new Redis({ port, password, lazyConnect: true, maxRetriesPerRequest: null }).on(
    'error',
    () => {
      // Said below, by who waits for an answer.
    },
  );
  const url = `redis://${password === '' ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`;
  const version = /redis_version:(\S+)/.exec(await answering(client, folder))?.[1] ?? '';
  return {
    url,
    version,
    client,
    crash: () => server.stop(),
    again: async () => {
      server = launch(await serverFolder());
      await client.ping();
    },
    stop: async () => {
      client.disconnect();
      await server.stop();
      await guarded(['true'], data, { signal: 'KILL' }).stop();
    },
  };
}

async function answering(client: Redis, folder: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      return await client.info('server');
    } catch {
      await sleep(50);
    }
  }
  throw new Error(`it does not answer: ${await logOf(folder)}`);
}
