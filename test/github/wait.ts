import type { CheckRun } from './check-run.js';
import type { Repository } from './repository-state.js';
import type { World } from './world.js';

/** What to wait for. */
export interface CheckWait {
  readonly sha: string;
  readonly name: string;
  /** Default: 30 seconds. */
  readonly timeoutMs?: number;
  /** Takes no notice of how the run stands now: waits for what is written to it from here on. */
  readonly next?: boolean;
}

/** Resolves with the newest run of a name on a commit once it is completed; fails when the time is over. */
export function waitForCheck(
  world: World,
  repository: Repository,
  { sha, name, timeoutMs = 30_000, next = false }: CheckWait,
): Promise<CheckRun> {
  const newest = (): CheckRun | undefined =>
    [...repository.checkRuns.values()].findLast((run) => run.headSha === sha && run.name === name);
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      const run = newest();
      if (run?.status !== 'completed') return;
      stop();
      resolve(run);
    };
    const timer = setTimeout(() => {
      stop();
      const state = newest()?.status ?? 'missing';
      reject(new Error(`check ${name} on ${sha.slice(0, 7)} is ${state} after ${timeoutMs} ms`));
    }, timeoutMs);
    const stop = (): void => {
      clearTimeout(timer);
      world.changes.off('check', settle);
    };
    world.changes.on('check', settle);
    if (!next) settle();
  });
}
