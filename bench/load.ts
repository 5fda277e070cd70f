import { fileURLToPath } from 'node:url';

import { startFleet } from '../scripts/faults/fleet.js';
import type { LocalRepository } from '../test/github/local-repository.js';
import { startLocalGitHub } from '../test/github/server.js';
import { startRedis } from '../test/servers/start/redis.js';
import { longHistory, proposal } from './long-history.js';
import type { Bench, Measurement } from './measurement.js';

const HISTORY = 100;
/** Pull requests that are opened at once, and one after the other. */
const BURST = 60;
const STEADY = 20;
const STEADY_PAUSE_MS = 1000;
const LATENCIES_MS = [0, 100];

/** How one pull request was served: milliseconds from its webhook to its completed check. */
type Served = number;

async function open(repository: LocalRepository, branch: string): Promise<Served> {
  const before = performance.now();
  const pull = await repository.openPullRequest({ base: 'main', head: branch });
  await repository.waitForCheck({ sha: pull.head.sha, name: 'precheck', timeoutMs: 300_000 });
  return performance.now() - before;
}

interface Load {
  readonly perSecond: number;
  readonly burst: readonly Served[];
  readonly steady: readonly Served[];
}

/** The App as it runs in production, its pause for a burst of pushes included. */
async function loadOf(latencyMs: number, redisUrl: string | undefined): Promise<Load> {
  const [github, built] = await Promise.all([startLocalGitHub(), longHistory(HISTORY)]);
  const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const fleet = await startFleet(github, { program, processes: 1, redisUrl });
  try {
    const repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
    github.setWebhookTarget(fleet.webhooks);
    const branches = Array.from({ length: 1 + STEADY + BURST }, (_, at) => `change${at}`);
    await built.commits(
      branches.map((branch, at) => ({ branch, message: branch, files: proposal(HISTORY + at, branch) })),
    );
    github.setLatency(latencyMs);
    const [first = '', ...others] = branches;
    await open(repository, first);
    const steady: Promise<Served>[] = [];
    for (const branch of others.slice(0, STEADY)) {
      steady.push(open(repository, branch));
      await new Promise((resolve) => setTimeout(resolve, STEADY_PAUSE_MS));
    }
    const calm = await Promise.all(steady);
    const before = performance.now();
    const burst = await Promise.all(others.slice(STEADY).map((branch) => open(repository, branch)));
    return { perSecond: (BURST * 1000) / (performance.now() - before), burst, steady: calm };
  } finally {
    await fleet.stop();
    await github.close();
    built.remove();
  }
}

/** How much one process does, and how long people wait. */
export const load: Bench = {
  name: 'load',
  about: 'reviews per second of one process, and the time from webhook to check',
  needsCorpus: false,
  async run() {
    const redis = await startRedis();
    const found: Measurement[] = [];
    const queues = redis === undefined ? [undefined] : [undefined, redis.url];
    for (const url of queues) {
      for (const latency of LATENCIES_MS) {
        const where = `${url === undefined ? 'in memory' : 'on Redis'}, GitHub answers ${latency === 0 ? 'at once' : `after ${latency} ms`}`;
        found.push(...figures(where, await loadOf(latency, url)));
      }
    }
    await redis?.stop();
    return found;
  },
};

function figures(where: string, { perSecond, burst, steady }: Load): readonly Measurement[] {
  const seconds = (what: string, values: readonly Served[], part: number): Measurement => ({
    what: `${where}: ${what}`,
    value: percentile(values, part) / 1000,
    unit: 's',
  });
  return [
    { what: `${where}: reviews`, value: perSecond, unit: 'per second' },
    seconds('one a second, p50', steady, 0.5),
    seconds('one a second, p95', steady, 0.95),
    seconds(`${BURST} at once, p50`, burst, 0.5),
    seconds(`${BURST} at once, p95`, burst, 0.95),
  ];
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
