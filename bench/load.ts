import type { LocalRepository } from '../test/github/local-repository.js';
import { startRedis } from '../test/servers/start/redis.js';
import { proposal } from './long-history.js';
import type { Bench, Measurement } from './measurement.js';
import { reviewTime, serveApp } from './served-app.js';

const HISTORY = 100;
/** Pull requests that are opened at once, and one after the other. */
const BURST = 40;
const STEADY = 16;
const STEADY_PAUSE_MS = 500;
const LATENCIES_MS = [0, 100];

/** How one pull request was served: milliseconds from its webhook to its completed check. */
type Served = number;

function open(repository: LocalRepository, branch: string): Promise<Served> {
  return reviewTime(repository, () => repository.openPullRequest({ base: 'main', head: branch }));
}

interface Load {
  readonly perSecond: number;
  /** Seconds of the App's processor time for a review. */
  readonly cpuEach: number;
  readonly burst: readonly Served[];
  readonly steady: readonly Served[];
}

/** The pause of two seconds for a burst of pushes is part of each time. */
async function loadOf(latencyMs: number, redisUrl: string | undefined): Promise<Load> {
  const { github, built, repository, cpuSeconds, stop } = await serveApp(HISTORY, redisUrl);
  try {
    const branches = Array.from({ length: 1 + STEADY + BURST }, (_, at) => `change${at}`);
    await built.commits(
      branches.map((branch, at) => ({ branch, message: branch, files: proposal(HISTORY + at, branch) })),
    );
    github.setLatency(latencyMs);
    const [first = '', ...others] = branches;
    await open(repository, first);
    const used = await cpuSeconds();
    const running: Promise<Served>[] = [];
    for (const branch of others.slice(0, STEADY)) {
      running.push(open(repository, branch));
      await new Promise((resolve) => setTimeout(resolve, STEADY_PAUSE_MS));
    }
    const steady = await Promise.all(running);
    const before = performance.now();
    const burst = await Promise.all(others.slice(STEADY).map((branch) => open(repository, branch)));
    const perSecond = (BURST * 1000) / (performance.now() - before);
    const cpuEach = ((await cpuSeconds()) - used) / (STEADY + BURST);
    return { perSecond, cpuEach, burst, steady };
  } finally {
    await stop();
  }
}

/** How much one process does, and how long people wait: with each queue, and a GitHub that is near or far. */
export const loads: readonly Bench[] = [false, true].flatMap((onRedis) =>
  LATENCIES_MS.map((latencyMs) => loadBench(onRedis, latencyMs)),
);

function loadBench(onRedis: boolean, latencyMs: number): Bench {
  const where = `${onRedis ? 'on Redis' : 'in memory'}, GitHub answers ${latencyMs === 0 ? 'at once' : `after ${latencyMs} ms`}`;
  return {
    name: 'load',
    about: `reviews per second of one process, and the time from webhook to check: ${where}`,
    needsCorpus: false,
    async run() {
      if (!onRedis) return figures(where, await loadOf(latencyMs, undefined));
      const redis = await startRedis();
      if (redis === undefined) return [{ what: `${where}: no Redis can be had here`, value: NaN, unit: '' }];
      try {
        return figures(where, await loadOf(latencyMs, redis.url));
      } finally {
        await redis.stop();
      }
    },
  };
}

function figures(where: string, { perSecond, cpuEach, burst, steady }: Load): readonly Measurement[] {
  const seconds = (what: string, values: readonly Served[], part: number): Measurement => ({
    what: `${where}: ${what}`,
    value: percentile(values, part) / 1000,
    unit: 's',
  });
  return [
    { what: `${where}: reviews`, value: perSecond, unit: 'per second' },
    { what: `${where}: processor time of a review`, value: cpuEach * 1000, unit: 'ms' },
    seconds('two a second, webhook to check, p50', steady, 0.5),
    seconds('two a second, webhook to check, p95', steady, 0.95),
    seconds(`${BURST} at once, webhook to check, p50`, burst, 0.5),
    seconds(`${BURST} at once, webhook to check, p95`, burst, 0.95),
  ];
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
