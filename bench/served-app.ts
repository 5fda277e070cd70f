import { fileURLToPath } from 'node:url';

import { startFleet } from '../scripts/faults/fleet.js';
import type { LocalRepository } from '../test/github/local-repository.js';
import type { BuiltRepository } from '../test/github/repository.js';
import { startLocalGitHub, type LocalGitHub } from '../test/github/server.js';
import { longHistory } from './long-history.js';

/** The App as it runs in production, one process beside a local GitHub with one repository. */
export interface ServedApp {
  readonly github: LocalGitHub;
  readonly built: BuiltRepository;
  readonly repository: LocalRepository;
  /** Seconds of processor time that the process has used, all its threads together. */
  readonly cpuSeconds: () => Promise<number>;
  /** Bytes in memory at the worst moment so far, of those looked at five times a second. */
  readonly peakMemory: () => number;
  readonly stop: () => Promise<void>;
}

const LOOK_EVERY_MS = 200;

/** Starts it with a history of so many migrations. */
export async function serveApp(migrations: number, redisUrl?: string): Promise<ServedApp> {
  const [github, built] = await Promise.all([startLocalGitHub(), longHistory(migrations)]);
  const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const fleet = await startFleet(github, { program, processes: 1, redisUrl });
  const repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
  github.setWebhookTarget(fleet.webhooks);
  // What a process asks when it starts, it asks once, not for a review.
  await calm(github);
  const gauge = async (name: string): Promise<number> => {
    const [text = ''] = await fleet.metrics();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  };
  let peak = 0;
  const look = setInterval(() => {
    gauge('process_resident_memory_bytes').then(
      (bytes) => (peak = Math.max(peak, bytes)),
      () => undefined,
    );
  }, LOOK_EVERY_MS);
  return {
    github,
    built,
    repository,
    cpuSeconds: () => gauge('process_cpu_seconds_total'),
    peakMemory: () => peak,
    stop: async () => {
      clearInterval(look);
      await fleet.stop();
      await github.close();
      built.remove();
    },
  };
}

/** Waits until nothing was asked for a while. */
export async function calm({ requests }: LocalGitHub): Promise<void> {
  for (let seen = -1; seen < requests.length;) {
    seen = requests.length;
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

/** Waits for the end of the review that the act begins; gives the milliseconds from the webhook to the completed check. */
export async function reviewTime(
  repository: LocalRepository,
  act: () => Promise<{ readonly head: { readonly sha: string } }>,
): Promise<number> {
  const before = performance.now();
  const { sha } = (await act()).head;
  await repository.waitForCheck({ sha, name: 'precheck', timeoutMs: 120_000 });
  return performance.now() - before;
}
