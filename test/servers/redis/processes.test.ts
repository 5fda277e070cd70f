import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { Superseded, TakenOver, type JobQueue, type QueueOptions } from '../../../src/jobs/job-queue.js';
import { UnreachableRedis } from '../../../src/jobs/redis/connection.js';
import { connectRedisQueue } from '../../../src/jobs/redis/redis-queue.js';
import { job, recorder, until } from '../../jobs/recorder.js';
import { run } from '../start/process.js';
import { startRedis } from '../start/redis.js';

const redis = await startRedis('s3cret/word');

/** A process that takes jobs and never ends one. */
const VICTIM = `
import { connectRedisQueue } from './src/jobs/redis/redis-queue.js';
await connectRedisQueue(process.argv[2], {
  concurrency: 4,
  debounceMs: 0,
  perform: ({ id }) => { process.stdout.write(id + '\\n'); return new Promise(() => {}); },
});
process.stdout.write('ready\\n');
`;

/** The queue compiled, so that a process of its own can run it. */
async function compiled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'precheck-queue-'));
  const source = join(process.cwd(), 'src/jobs/redis/redis-queue.ts');
  const options = ['--outDir', folder, '--rootDir', '.', '--module', 'NodeNext', '--target', 'ES2023'];
  const lean = ['--skipLibCheck', '--ignoreConfig', '--types', 'node', '--strict'];
  await run(process.execPath, ['node_modules/typescript/bin/tsc', ...options, ...lean, source]);
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'victim.js'), VICTIM);
  return folder;
}

function describeProcesses({ url, client, crash, again }: NonNullable<typeof redis>): void {
  const made: JobQueue[] = [];
  const children: ChildProcess[] = [];
  let folder = '';
  beforeAll(async () => {
    folder = await compiled();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await Promise.all(made.splice(0).map((queue) => queue.drain(0, 500)));
    await client.flushall();
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = async (options: Partial<QueueOptions> = {}) => {
    const record = recorder();
    const { perform, hooks } = record;
    const queue = await connectRedisQueue(url, { perform, hooks, concurrency: 4, debounceMs: 0, ...options });
    made.push(queue);
    return { queue, ...record };
  };
  const victim = async () => {
    const child = spawn(process.execPath, [join(folder, 'victim.js'), url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const said: string[] = [];
    child.stdout.on('data', (text: Buffer) => said.push(...text.toString().trim().split('\n')));
    await until(() => said.includes('ready'));
    return { child, said };
  };

  it('tells a run that asks whether another process has its job by now', async () => {
    const answers: string[] = [];
    let ask: (() => Promise<void>) | undefined;
    const { queue } = await start({
      perform: async (_job, signal, _again, holds) => {
        ask = holds;
        while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
        answers.push(String(signal.reason));
      },
    });
    await queue.enqueue(job('a/1', 'x'));
    await until(() => ask !== undefined);
    await ask?.();
    const lane = JSON.parse((await client.hget('precheck:lane:a/1', 'state')) ?? '') as {
      running: { run: string };
    };
    lane.running.run = 'of another process';
    await client.hset('precheck:lane:a/1', 'state', JSON.stringify(lane));
    await expect(ask?.()).rejects.toThrow(TakenOver);
    await until(() => answers.length === 1);
    expect(answers).toEqual([String(new TakenOver())]);
  });

  it('says that Redis is away without saying it every second', async () => {
    const faults: unknown[] = [];
    const { queue } = await start({ hooks: { onFault: (reason) => void faults.push(reason) } });
    await crash();
    await until(async () => !(await queue.isReachable()));
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await again();
    await until(() => queue.isReachable());
    expect(faults).toHaveLength(1);
  });

  it('aborts a job that runs in another process', async () => {
    const [one, other] = [await start({ concurrency: 1 }), await start({ concurrency: 1 })];
    await one.queue.enqueue(job('a/1', 'old'));
    await until(() => one.started.length + other.started.length === 1);
    const [runner, asker] = one.started.length === 1 ? [one, other] : [other, one];
    const before = Date.now();
    await asker.queue.enqueue(job('a/1', 'new'));
    await until(() => runner.signals.get('old')?.aborted === true);
    expect(Date.now() - before).toBeLessThan(1500);
    expect(runner.signals.get('old')?.reason).toEqual(new Superseded('new'));
    await runner.end('old');
    await until(() => one.started.includes('new') || other.started.includes('new'));
  });

  it('takes over the jobs of a process that was killed, each once', async () => {
    const { child, said } = await victim();
    const asker = await start({ concurrency: 1 });
    const blocked = Array.from({ length: 5 }, (_, index) => `${index}`);
    for (const id of blocked) await asker.queue.enqueue(job(`a/${id}`, id));
    await until(() => said.length + asker.started.length === 6);
    const taken = said.filter((id) => id !== 'ready');
    expect(taken.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    const before = Date.now();
    for (let index = 0; index < blocked.length; index++) {
      await until(() => asker.started.length > index);
      await asker.end(asker.started[index] ?? '');
    }
    // What a process holds is free after 15 s, and found within 10 s more.
    expect(Date.now() - before).toBeLessThan(40_000);
    expect([...asker.started].sort()).toEqual(blocked);
    expect(await asker.queue.size()).toEqual({ running: 0, waiting: 0 });
  });

  it('hands back what it is stopped in, and another process runs it', async () => {
    const one = await start({
      perform: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            resolve();
          });
        }),
    });
    await one.queue.enqueue(job('a/1', 'x'));
    await until(async () => (await one.queue.size()).running === 1);
    expect(await one.queue.drain(0, 5000)).toBe(false);
    const other = await start();
    await other.end('x');
    expect(other.happened.finished).toEqual([['x', 'done']]);
  });

  it('does periodic work in one process at a time, and goes on in another', async () => {
    const calls: string[] = [];
    const queues = { one: await start(), other: await start() };
    for (const [name, { queue }] of Object.entries(queues)) {
      queue.everyMs('reconcile', 300, () => {
        calls.push(name);
        return Promise.resolve();
      });
    }
    const before = Date.now();
    await until(() => calls.length >= 4);
    expect(Date.now() - before).toBeGreaterThanOrEqual(850);
    await queues.one.queue.drain(0, 1000);
    const sofar = calls.length;
    await until(() => calls.length > sofar + 1);
    expect(new Set(calls.slice(sofar))).toEqual(new Set(['other']));
  });

  it('says which setting is wrong, and keeps the password to itself', async () => {
    const options = { perform: () => Promise.resolve(), concurrency: 1 };
    for (const wrong of [url.replace(/:\d+$/, ':1'), url.replace('s3cret', 'geheim')]) {
      const refused = connectRedisQueue(wrong, options);
      await expect(refused).rejects.toThrow(UnreachableRedis);
      await expect(refused).rejects.toThrow(/^REDIS_URL: the Redis at 127\.0\.0\.1:\d+ cannot be used: /);
      await expect(refused).rejects.not.toThrow(/s3cret|geheim|\/word|%2F/);
    }
  });

  it('refuses jobs at once while Redis is away, and goes on when it is back', async () => {
    const { queue, started, end } = await start();
    await queue.enqueue(job('a/1', 'before'));
    await until(() => started.length === 1);
    await crash();
    await until(async () => !(await queue.isReachable()));
    const before = Date.now();
    await expect(queue.enqueue(job('a/2', 'x'))).rejects.toThrow();
    expect(Date.now() - before).toBeLessThan(1000);
    await again();
    await until(() => queue.isReachable());
    await end('before');
    expect(await queue.enqueue(job('a/2', 'x'))).toBe('queued');
    await end('x');
    expect(await queue.enqueue(job('a/1', 'before'))).toBe('duplicate');
  });
}

afterAll(async () => {
  await redis?.stop();
});

if (redis) {
  describe('several processes on one Redis', () => {
    describeProcesses(redis);
  });
} else {
  it('several processes on one Redis: left out, the reason is printed above', () => undefined);
}
