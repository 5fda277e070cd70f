import { settlesWithin } from './deadline.js';
import type { Running, Settlement } from './lane.js';
import {
  DEFAULTS,
  Stopped,
  Superseded,
  TakenOver,
  TELLING_MS,
  type Job,
  type Outcome,
  type QueueHooks,
  type QueueOptions,
} from './job-queue.js';

/** The options with every default in its place, and hooks that cannot throw. */
export type Settings = {
  readonly [Option in keyof QueueOptions]-?: NonNullable<QueueOptions[Option]>;
} & { readonly hooks: QueueHooks & { onWaiting(job: Job, waitedMs: number): Promise<void> } };

/** The options, with what holds where they say nothing. */
export function settingsOf(options: QueueOptions): Settings {
  const { perform, concurrency, hooks = {} } = options;
  return {
    perform,
    concurrency,
    debounceMs: options.debounceMs ?? DEFAULTS.debounceMs,
    isPassing: options.isPassing ?? (() => false),
    retryMs: options.retryMs ?? DEFAULTS.retryMs,
    maxWaiting: options.maxWaiting ?? DEFAULTS.maxWaiting,
    maxWaitingOfTenant: options.maxWaitingOfTenant ?? DEFAULTS.maxWaitingOfTenant,
    waitingTooLongMs: options.waitingTooLongMs ?? DEFAULTS.waitingTooLongMs,
    hooks: {
      onEnqueued: guarded(hooks.onFault, hooks.onEnqueued),
      onStarted: guarded(hooks.onFault, hooks.onStarted),
      onFinished: guarded(hooks.onFault, hooks.onFinished),
      onSuperseded: guarded(hooks.onFault, hooks.onSuperseded),
      onRejected: guarded(hooks.onFault, hooks.onRejected),
      onWaiting: patient(hooks.onFault, hooks.onWaiting),
      onFault: (reason) => hooks.onFault?.(reason),
    },
  };
}

/** A mistake where something is counted must not end the work that it counts. */
function guarded<A extends unknown[]>(
  onFault: QueueHooks['onFault'] | undefined,
  hook: ((...args: A) => void) | undefined,
): (...args: A) => void {
  return (...args) => {
    try {
      hook?.(...args);
    } catch (reason) {
      onFault?.(reason);
    }
  };
}

/** Resolves when the hook is done, and not much later than it may take. Never rejects. */
function patient(
  onFault: QueueHooks['onFault'] | undefined,
  hook: QueueHooks['onWaiting'] | undefined,
): (job: Job, waitedMs: number) => Promise<void> {
  return async (job, waitedMs) => {
    const telling = (async () => hook?.(job, waitedMs))().catch((reason: unknown) => onFault?.(reason));
    await settlesWithin(telling, TELLING_MS);
  };
}

/** How a run ended, and the reason of a failure. */
export interface End {
  readonly outcome: Outcome;
  readonly reason?: unknown;
}

/**
 * Performs a job to its end. `wasTold`: whether it was told that the job waits; rejects never. `look` aborts the signal
 * where the job is another run's. Never rejects.
 */
export async function runJob(
  running: Running,
  signal: AbortSignal,
  settings: Settings,
  wasTold: Promise<boolean>,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<End> {
  const { job, tries, starts } = running;
  settings.hooks.onStarted(job, Math.max(0, running.started - running.since));
  const holds = async (): Promise<void> => {
    await look();
    signal.throwIfAborted();
  };
  try {
    await settings.perform(job, signal, (await wasTold) || tries > 0 || starts > 1, holds);
    return { outcome: told(signal) ?? 'done' };
  } catch (reason) {
    const outcome = told(signal);
    if (outcome !== undefined) return { outcome };
    const again = tries < settings.retryMs.length && isPassing(settings, reason);
    return { outcome: again ? 'again' : 'failed', reason };
  }
}

function isPassing({ isPassing: judge, hooks }: Settings, reason: unknown): boolean {
  try {
    return judge(reason);
  } catch (fault) {
    hooks.onFault(fault);
    return false;
  }
}

/** What an aborted run was told. */
function told({ aborted, reason }: AbortSignal): Outcome | undefined {
  if (!aborted) return undefined;
  if (reason instanceof Superseded) return 'superseded';
  if (reason instanceof TakenOver) return 'lost';
  return reason instanceof Stopped ? 'stopped' : undefined;
}

/** How a run that ended so leaves its lane. */
export function settlementOf(
  outcome: Outcome,
  { tries }: Running,
  now: number,
  settings: Settings,
): Settlement {
  if (outcome === 'again') return { over: false, tried: true, due: now + (settings.retryMs[tries] ?? 0) };
  if (outcome === 'stopped') return { over: false, tried: false, due: now };
  return { over: true };
}

/** Whether there is nothing left to do for what asked: a failed job may be asked for again. */
export function isSettled(outcome: Outcome): boolean {
  return outcome === 'done' || outcome === 'superseded';
}

/** Tells of the end of a run. */
export function report(
  { outcome, reason }: End,
  { job, started }: Running,
  now: number,
  hooks: QueueHooks,
): void {
  hooks.onFinished(job, Math.max(0, now - started), outcome);
  if (outcome === 'failed') hooks.onRejected(job, reason);
}
