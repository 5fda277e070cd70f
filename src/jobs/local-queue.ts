import { LRUCache } from 'lru-cache';
import { settlesWithin } from './deadline.js';
import {
  Stopped,
  Superseded,
  type Enqueued,
  type Job,
  type JobQueue,
  type QueueOptions,
  type QueueSize,
} from './job-queue.js';
import { EMPTY_LANE, put, settle, take, type Lane, type Running, type Waiting } from './lane.js';
import { periodically, type Periodic } from './periodic.js';
import { plainJob } from './plain-job.js';
import { isSettled, report, runJob, settingsOf, settlementOf, type End, type Settings } from './run-job.js';
import { isNew, Tellings } from './tellings.js';
import { Turns } from './turns.js';

/** Ids of settled jobs, and subjects without a job, that are remembered: what GitHub repeats or sends late is recent. */
const REMEMBERED = 10_000;

/** How often it is looked for jobs that wait for too long. */
const LOOK_MS = 1000;

/** Holds jobs in the memory of this process, and loses them with it. */
export class LocalQueue implements JobQueue {
  private readonly settings: Settings;
  /** Lanes in which a job waits or runs. */
  private readonly lanes = new Map<string, Lane>();
  /** Lanes in which none does. */
  private readonly idle = new LRUCache<string, Lane>({ max: REMEMBERED });
  private readonly settled = new LRUCache<string, true>({ max: REMEMBERED });
  /** Lanes whose next job may start. */
  private readonly turns = new Turns();
  /** Wake the lanes whose next job is due later. */
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly waitingOf = new Map<string, number>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly tellings: Tellings;
  /** Jobs that it was told of, with what resolves when that is done. */
  private readonly told = new WeakMap<Job, Promise<void>>();
  private readonly periodic: Periodic[] = [];
  private readonly look: NodeJS.Timeout;
  private readonly whenEmpty: (() => void)[] = [];
  private waiting = 0;
  private lastRun = 0;
  private closed = false;

  constructor(options: QueueOptions) {
    this.settings = settingsOf(options);
    this.tellings = new Tellings(this.settings.hooks);
    this.look = setInterval(
      () => {
        this.tellOfWaiting();
      },
      Math.min(LOOK_MS, this.settings.waitingTooLongMs),
    ).unref();
  }

  get accepting(): boolean {
    return !this.closed;
  }

  enqueue(job: Job): Promise<Enqueued> {
    return new Promise((resolve) => {
      const answer = this.take(plainJob(job));
      this.settings.hooks.onEnqueued(job, answer);
      resolve(answer);
    });
  }

  size(): Promise<QueueSize> {
    return Promise.resolve({ running: this.aborts.size, waiting: this.waiting });
  }

  oldestWaitingMs(): Promise<number | undefined> {
    const oldest = this.allWaiting().reduce((least, { since }) => Math.min(least, since), Infinity);
    return Promise.resolve(oldest === Infinity ? undefined : Math.max(0, Date.now() - oldest));
  }

  isReachable(): Promise<boolean> {
    return Promise.resolve(this.accepting);
  }

  everyMs(_name: string, ms: number, work: (signal: AbortSignal) => Promise<void>): void {
    if (!this.closed) this.periodic.push(periodically(ms, work, this.settings.hooks.onFault));
  }

  async drain(deadlineMs: number, graceMs: number): Promise<boolean> {
    this.closed = true;
    clearInterval(this.look);
    const stopping = Promise.all(this.periodic.splice(0).map((work) => work.stop(new Stopped())));
    for (const [subject, lane] of this.lanes) {
      this.keep(subject, { ...lane, waiting: lane.waiting.map((waiting) => ({ ...waiting, due: 0 })) });
      this.schedule(subject);
    }
    const isDrained = await settlesWithin(this.empty(), deadlineMs);
    if (!isDrained) {
      for (const [subject, lane] of this.lanes) this.keep(subject, { ...lane, waiting: [] });
      for (const abort of this.aborts.values()) abort.abort(new Stopped());
    }
    await settlesWithin(Promise.all([stopping, this.empty()]), graceMs);
    return isDrained;
  }

  private take(job: Job): Enqueued {
    if (this.closed) return 'closed';
    if (this.settled.get(job.id) !== undefined) return 'duplicate';
    const { subject, tenant } = job;
    const before = this.lanes.get(subject) ?? this.idle.get(subject) ?? EMPTY_LANE;
    const { lane, answer, superseded, aborts } = put(before, job, Date.now(), this.settings.debounceMs);
    if (answer !== 'queued') return answer;
    if (superseded.length === 0 && this.isFull(tenant)) return 'full';
    this.keep(subject, lane);
    for (const { id } of superseded) this.settled.set(id, true);
    for (const other of superseded) this.tellOfSuperseded(other, job.label);
    if (aborts !== undefined) this.aborts.get(aborts)?.abort(new Superseded(job.label));
    this.schedule(subject);
    return 'queued';
  }

  private isFull(tenant: string): boolean {
    const { maxWaiting, maxWaitingOfTenant } = this.settings;
    return this.waiting >= maxWaiting || (this.waitingOf.get(tenant) ?? 0) >= maxWaitingOfTenant;
  }

  /** Remembers what a lane has become, and counts what waits in it. */
  private keep(subject: string, lane: Lane): void {
    for (const { job } of this.lanes.get(subject)?.waiting ?? []) this.count(job, -1);
    for (const { job } of lane.waiting) this.count(job, 1);
    if (lane.running !== undefined || lane.waiting.length > 0) {
      this.lanes.set(subject, lane);
      return;
    }
    this.lanes.delete(subject);
    this.idle.set(subject, lane);
    this.forgetTimer(subject);
    if (this.lanes.size === 0) for (const tell of this.whenEmpty.splice(0)) tell();
  }

  private count({ tenant }: Job, by: 1 | -1): void {
    const count = (this.waitingOf.get(tenant) ?? 0) + by;
    if (count === 0) this.waitingOf.delete(tenant);
    else this.waitingOf.set(tenant, count);
    this.waiting += by;
  }

  /** Sees to it that the next job of a lane starts when it is due and its tenant's turn comes. */
  private schedule(subject: string): void {
    const { running, waiting } = this.lanes.get(subject) ?? EMPTY_LANE;
    const [next] = waiting;
    this.forgetTimer(subject);
    if (next === undefined || running !== undefined) return;
    const wait = next.due - Date.now();
    if (wait <= 0) {
      this.turns.add(next.job.tenant, subject);
      queueMicrotask(() => {
        this.startNext();
      });
      return;
    }
    const wake = () => {
      this.schedule(subject);
    };
    this.timers.set(subject, setTimeout(wake, wait));
  }

  private forgetTimer(subject: string): void {
    clearTimeout(this.timers.get(subject));
    this.timers.delete(subject);
  }

  private startNext(): void {
    while (this.aborts.size < this.settings.concurrency) {
      const subject = this.turns.next();
      if (subject === undefined) return;
      this.start(subject);
    }
  }

  private start(subject: string): void {
    const lane = this.lanes.get(subject);
    if (lane === undefined || lane.running !== undefined) return;
    this.lastRun += 1;
    const { lane: started, taken } = take(lane, String(this.lastRun), Date.now());
    if (taken === undefined) return;
    this.keep(subject, started);
    const abort = new AbortController();
    this.aborts.set(taken.run, abort);
    void runJob(taken, abort.signal, this.settings, this.wasTold(taken.job)).then((end) => {
      this.finished(subject, taken, end);
    });
  }

  private finished(subject: string, running: Running, end: End): void {
    this.aborts.delete(running.run);
    const { outcome } = end;
    const now = Date.now();
    if (isSettled(outcome)) this.settled.set(running.job.id, true);
    // What is stopped has nowhere to go: the memory ends with the process.
    const settlement =
      outcome === 'stopped' ? ({ over: true } as const) : settlementOf(outcome, running, now, this.settings);
    const lane = settle(this.lanes.get(subject) ?? EMPTY_LANE, running.run, settlement);
    report(end, running, now, this.settings.hooks);
    if (lane !== undefined) this.keep(subject, lane);
    this.schedule(subject);
    this.startNext();
  }

  private tellOfWaiting(): void {
    const now = Date.now();
    for (const waiting of this.allWaiting()) {
      const { job, since } = waiting;
      if (this.tellings.room <= 0) return;
      if (now - since < this.settings.waitingTooLongMs || this.told.has(job) || !isNew(waiting)) continue;
      this.told.set(job, this.tellings.tell(job, now - since));
    }
  }

  private tellOfSuperseded(job: Job, by: string): void {
    const { onSuperseded } = this.settings.hooks;
    const telling = this.told.get(job);
    if (telling === undefined) onSuperseded(job, by, false);
    else {
      void telling.then(() => {
        onSuperseded(job, by, true);
      });
    }
  }

  /** Resolves when nobody is about to be told of it. */
  private async wasTold(job: Job): Promise<boolean> {
    const telling = this.told.get(job);
    await telling;
    return telling !== undefined;
  }

  private allWaiting(): readonly Waiting[] {
    return [...this.lanes.values()].flatMap(({ waiting }) => waiting);
  }

  private empty(): Promise<void> {
    if (this.lanes.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.whenEmpty.push(resolve));
  }
}
