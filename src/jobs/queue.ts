import { Stopped, Superseded } from './job-queue.js';

export { Stopped, Superseded };

/** A piece of work that the queue runs; what it is, the caller says. */
export interface Job {
  /** What it is about. Of one subject, one job runs at a time, and only the newest. */
  readonly subject: string;
  /** Who it is for: tenants take turns, whatever each has waiting. */
  readonly tenant: string;
  /** What asked for it. A second one with the id of a job that waits, runs or has succeeded is not taken. */
  readonly id: string;
  /** What a job that this one supersedes is told of it. */
  readonly label: string;
  /** When it was asked for, in any unit; an older one than what is here is not taken. Undefined: just now. */
  readonly asked?: number | undefined;
  /**
   * Does the work. Must stop before it changes anything once the signal is aborted; its reason is `Superseded` or
   * `Stopped`. A rejection makes the id free again.
   */
  run(signal: AbortSignal): Promise<void>;
}

export type Enqueued = 'queued' | 'duplicate' | 'stale' | 'closed';

export interface QueueOptions {
  /** Jobs that run at the same time, of all tenants. */
  readonly concurrency: number;
  /** A job rejected: a mistake in the job, which should have said so where it works. */
  readonly onRejected: (job: Job, reason: unknown) => void;
}

interface Lane {
  waiting: Job | undefined;
  running: { readonly job: Job; readonly abort: AbortController } | undefined;
}

/** Ids that are remembered, so that a repeated request is known again. */
const REMEMBERED = 10_000;

/** Runs jobs in this process: newest of each subject, tenants in turn, so many at a time. */
export class Queue {
  private readonly lanes = new Map<string, Lane>();
  /** Subjects that may start, by tenant; the tenant whose turn it is comes first. */
  private readonly ready = new Map<string, string[]>();
  private readonly ids = new Set<string>();
  private readonly idle: (() => void)[] = [];
  private readonly options: QueueOptions;
  private active = 0;
  private closed = false;

  constructor(options: QueueOptions) {
    this.options = options;
  }

  /** True until `drain` is called. */
  get accepting(): boolean {
    return !this.closed;
  }

  /** Jobs that run, and jobs that wait. */
  get size(): { readonly running: number; readonly waiting: number } {
    const waiting = [...this.lanes.values()].filter((lane) => lane.waiting !== undefined).length;
    return { running: this.active, waiting };
  }

  /** Takes a job, or says why not. Returns at once; the job starts later. */
  enqueue(job: Job): Enqueued {
    if (this.closed) return 'closed';
    if (this.ids.has(job.id)) return 'duplicate';
    const lane = this.lanes.get(job.subject) ?? { waiting: undefined, running: undefined };
    const newest = lane.waiting ?? lane.running?.job;
    if (newest?.asked !== undefined && job.asked !== undefined && job.asked < newest.asked) return 'stale';
    this.remember(job.id);
    this.lanes.set(job.subject, lane);
    if (lane.running !== undefined) lane.running.abort.abort(new Superseded(job.label));
    else if (lane.waiting === undefined) this.makeReady(job);
    lane.waiting = job;
    queueMicrotask(() => {
      this.startReady();
    });
    return 'queued';
  }

  /**
   * Takes no more jobs, and resolves when all are done. Past the deadline, what waits is dropped and what runs is
   * told to stop and given `graceMs` to do so.
   * @returns whether every job came to its end
   */
  async drain(deadlineMs: number, graceMs: number): Promise<boolean> {
    this.closed = true;
    if (await this.idleWithin(deadlineMs)) return true;
    this.ready.clear();
    for (const [subject, lane] of this.lanes) {
      lane.waiting = undefined;
      if (lane.running === undefined) this.lanes.delete(subject);
      else lane.running.abort.abort(new Stopped());
    }
    await this.idleWithin(graceMs);
    return false;
  }

  private startReady(): void {
    while (this.active < this.options.concurrency) {
      const [turn] = this.ready;
      if (turn === undefined) return;
      const [tenant, [subject, ...others]] = turn;
      this.ready.delete(tenant);
      if (others.length > 0) this.ready.set(tenant, others);
      if (subject !== undefined) this.start(subject);
    }
  }

  private start(subject: string): void {
    const lane = this.lanes.get(subject);
    if (lane?.waiting === undefined) return;
    const job = lane.waiting;
    const abort = new AbortController();
    lane.waiting = undefined;
    lane.running = { job, abort };
    this.active += 1;
    void this.run(job, abort.signal).then(() => {
      this.finished(job, lane);
    });
  }

  private async run(job: Job, signal: AbortSignal): Promise<void> {
    try {
      await job.run(signal);
    } catch (reason) {
      this.ids.delete(job.id);
      this.options.onRejected(job, reason);
    }
  }

  private finished(job: Job, lane: Lane): void {
    this.active -= 1;
    lane.running = undefined;
    if (lane.waiting === undefined) this.lanes.delete(job.subject);
    else this.makeReady(lane.waiting);
    this.startReady();
    if (this.lanes.size === 0)
      this.idle.splice(0).forEach((tell) => {
        tell();
      });
  }

  private makeReady({ tenant, subject }: Job): void {
    const subjects = this.ready.get(tenant);
    if (subjects === undefined) this.ready.set(tenant, [subject]);
    else subjects.push(subject);
  }

  private remember(id: string): void {
    this.ids.add(id);
    const [oldest] = this.ids;
    if (this.ids.size > REMEMBERED && oldest !== undefined) this.ids.delete(oldest);
  }

  private async idleWithin(ms: number): Promise<boolean> {
    if (this.lanes.size === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, ms);
      this.idle.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
