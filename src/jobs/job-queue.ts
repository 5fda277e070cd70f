/**
 * This folder runs jobs: of one subject one at a time, and only the newest; tenants in turn. It may not know what a job does.
 */
/** A piece of work as plain JSON, so that another process can do it. It holds ids: no token, no SQL text. */
export interface Job {
  /** What asked for it (a delivery). A second job with the id of one that waits, runs or is done is not taken. */
  readonly id: string;
  /** What it is about. Of one subject, one job runs at a time, and only the newest. */
  readonly subject: string;
  /** Who it is for: tenants take turns, whatever each has waiting. */
  readonly tenant: string;
  /** What a job that this one supersedes is told of it. */
  readonly label: string;
  /** When it was asked for, in any unit; an older one than the newest of its subject is not taken. Undefined: now. */
  readonly asked?: number | undefined;
  /** What to do; the performer validates it. JSON of the whole job is at most `MAX_JOB_BYTES` long. */
  readonly work: unknown;
  /** No other job of its subject supersedes it, nor does it supersede one: it runs after those that came before it. */
  readonly keep?: boolean | undefined;
  /** Taken only where no job of its subject waits or runs: that one does what this asks for. */
  readonly yields?: boolean | undefined;
}

/**
 * Does a job. Must stop before it changes anything once the signal is aborted, whose reason is `Superseded`, `Stopped`
 * or `TakenOver`; whether it then resolves or rejects does not matter. `again`: something of it may be there already, since
 * a process died with it, it failed for a passing reason, or `onWaiting` was called for it. `holds` rejects where the job
 * is no longer this run's: a process that stood still for long does not know yet that another one has taken it over.
 */
export type Perform = (
  job: Job,
  signal: AbortSignal,
  again: boolean,
  holds: () => Promise<void>,
) => Promise<void>;

/** What became of a job that was handed in; `full` and `closed` were not taken, and are worth another try later. */
export type Enqueued = 'queued' | 'duplicate' | 'stale' | 'full' | 'closed';

/**
 * How a run ended: done; failed for good; failed and waits to be tried `again`; `superseded` by a newer job; `stopped`
 * with the process (on Redis another one takes it); `lost` to another process, which took this one for dead.
 */
export type Outcome = 'done' | 'failed' | 'again' | 'superseded' | 'stopped' | 'lost';

/** Jobs, of every process that shares the queue. */
export interface QueueSize {
  readonly running: number;
  readonly waiting: number;
}

/** Holds jobs and performs them: newest of each subject, tenants in turn, so many at a time. */
export interface JobQueue {
  /** True until `drain` is called. */
  readonly accepting: boolean;
  /**
   * Takes a job, or says why not; the job starts later. Rejects when the store cannot be reached, and with a RangeError
   * for a job that is too large.
   */
  enqueue(job: Job): Promise<Enqueued>;
  size(): Promise<QueueSize>;
  /** How long the job that waits longest has waited; undefined when none waits. */
  oldestWaitingMs(): Promise<number | undefined>;
  /** Whether jobs can be taken and performed. Never rejects. */
  isReachable(): Promise<boolean>;
  /**
   * Does `work` now and then every `ms`, in one process at a time of all that share the queue, until the queue drains.
   * A rejection goes to `onFault`. On Redis the first time is at most `ms` after the last time in any process.
   */
  everyMs(name: string, ms: number, work: (signal: AbortSignal) => Promise<void>): void;
  /**
   * Takes no more jobs and lets those that run end. Past the deadline they are told to stop and given `graceMs` to do
   * so. In process, what waits runs too until the deadline and is then lost; on Redis it stays there, with what was
   * stopped. Closes the queue.
   * @returns whether every job that this process held came to its end
   */
  drain(deadlineMs: number, graceMs: number): Promise<boolean>;
}

/** What happens in the queue, for logs and metrics. A hook that throws is a fault. */
export interface QueueHooks {
  readonly onEnqueued: (job: Job, answer: Enqueued) => void;
  /** `waitedMs` from when it was taken, so the debounce and earlier tries are in it. */
  readonly onStarted: (job: Job, waitedMs: number) => void;
  /** Called for every start but that of a process that died; `ms` from the start. */
  readonly onFinished: (job: Job, ms: number, outcome: Outcome) => void;
  /** A job was superseded before it started, by a job with the label `by`. `wasTold`: `onWaiting` was called for it. */
  readonly onSuperseded: (job: Job, by: string, wasTold: boolean) => void;
  /** A job failed for good: a mistake, a try too many, or `Abandoned`. Its id is free again. */
  readonly onRejected: (job: Job, reason: unknown) => void;
  /**
   * Called once for a job that has waited `waitingTooLongMs` for its first run, in one of the processes, and for a few at a
   * time. Only when what it returns has settled, or `TELLING_MS` later, does the job start or count as superseded.
   */
  readonly onWaiting: (job: Job, waitedMs: number) => void | Promise<void>;
  /** The queue itself or periodic work failed; it goes on. */
  readonly onFault: (reason: unknown) => void;
}

/** How a queue works; times in milliseconds. */
export interface QueueOptions {
  readonly perform: Perform;
  /** Jobs that run at the same time in this process, of all tenants. */
  readonly concurrency: number;
  readonly hooks?: Partial<QueueHooks> | undefined;
  /** How long a job waits for a newer one of its subject, unless it is kept. The newer one does not wait anew. */
  readonly debounceMs?: number | undefined;
  /** Whether a rejection is worth another try; none is by default. */
  readonly isPassing?: ((reason: unknown) => boolean) | undefined;
  /** Pauses before each further try of a job that rejected for a passing reason. */
  readonly retryMs?: readonly number[] | undefined;
  /** Jobs that may wait, of all tenants. */
  readonly maxWaiting?: number | undefined;
  /** Jobs of one tenant that may wait. */
  readonly maxWaitingOfTenant?: number | undefined;
  readonly waitingTooLongMs?: number | undefined;
}

/** A job holds ids and at most a line that somebody wrote: 10,000 of them fit in 160 MB. */
export const MAX_JOB_BYTES = 16 * 1024;

/**
 * Two seconds for a burst of pushes, and another before anybody is told; a quarter of the room for one tenant; three more
 * tries within two minutes.
 */
export const DEFAULTS = {
  debounceMs: 2000,
  retryMs: [5000, 20_000, 80_000],
  maxWaiting: 10_000,
  maxWaitingOfTenant: 2500,
  waitingTooLongMs: 3000,
} as const;

/** What `onWaiting` does is waited for so long: it writes to GitHub, which may ask for patience. */
export const TELLING_MS = 30_000;

/** Why a running job must stop: a newer one about the same subject waits. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
  /** The label of the newer job. */
  readonly by: string;

  constructor(by: string) {
    super(`Superseded by ${by}`);
    this.by = by;
  }
}

/** Why a running job must stop: the process ends. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor() {
    super('The process ends');
  }
}

/** Why a running job must stop: it did not answer for so long that another process runs it. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
  constructor() {
    super('Another process has taken the job over');
  }
}

/** A job was started several times, and each time its process died before the end. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
  constructor(starts: number) {
    super(`The job was started ${starts} times, and each time its process died`);
  }
}
