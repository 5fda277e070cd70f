import { randomUUID } from 'node:crypto';
import { DelayedError, Worker, type Job as Token } from 'bullmq';
import type { Redis } from 'ioredis';
import { settlesWithin } from '../deadline.js';
import { Abandoned, Stopped, TakenOver } from '../job-queue.js';
import { settle, take, type Running } from '../lane.js';
import { isSettled, report, runJob, settlementOf, type Settings } from '../run-job.js';
import { PREFIX, type Lanes } from './lanes.js';
import { TOKENS, type TokenData, type Tokens } from './tokens.js';

/**
 * A process renews its hold of a job twice in this time. One that has not done so is taken for dead: longer than any
 * pause of the event loop or of Redis that is still normal, and short enough that nobody gives up on the check.
 */
const LOCK_MS = 15_000;

/** How often somebody looks for the jobs of dead processes: they run again after `LOCK_MS` and at most two of these. */
const STALLED_MS = 5000;

/** Our lanes count how often a job took its process with it, and give it up; BullMQ need not. */
const NEVER = 1_000_000;

/** A run in this process. */
export interface Run {
  readonly running: Running;
  readonly abort: AbortController;
}

/** Performs jobs for whose subjects this process is handed a token. */
export class Performer {
  readonly runs = new Map<string, Run>();
  private readonly worker: Worker<TokenData, void>;
  private readonly lanes: Lanes;
  private readonly tokens: Tokens;
  private readonly settings: Settings;
  private readonly working = new Set<Promise<void>>();
  private stopping = false;

  constructor(connection: Redis, lanes: Lanes, tokens: Tokens, settings: Settings) {
    this.lanes = lanes;
    this.tokens = tokens;
    this.settings = settings;
    this.worker = new Worker<TokenData, void, string>(
      TOKENS,
      (token, lock) => this.tracked(this.work(token, lock)),
      {
        connection,
        prefix: PREFIX,
        concurrency: settings.concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_MS,
        maxStalledCount: NEVER,
      },
    );
    this.worker.on('error', settings.hooks.onFault);
    this.worker.on('failed', (_token, reason) => {
      settings.hooks.onFault(reason);
    });
  }

  /**
   * Takes no more tokens, lets jobs end, and past the deadline hands back what still runs.
   * @returns whether every job came to its end
   */
  async stop(deadlineMs: number, graceMs: number): Promise<boolean> {
    this.stopping = true;
    await this.worker.pause(true);
    const isDrained = await settlesWithin(this.ended(), deadlineMs);
    for (const { abort } of this.runs.values()) abort.abort(new Stopped());
    const haveStopped = isDrained || (await settlesWithin(this.ended(), graceMs));
    await this.worker.close(!haveStopped);
    return isDrained;
  }

  private async ended(): Promise<void> {
    await Promise.allSettled(this.working);
  }

  private async tracked(work: Promise<void>): Promise<void> {
    this.working.add(work);
    try {
      await work;
    } finally {
      this.working.delete(work);
    }
  }

  /** Works off a token: runs the next job of its lane. */
  private async work(token: Token<TokenData, void>, lock: string | undefined): Promise<void> {
    if (this.stopping) return postponed(token, Date.now(), lock);
    const run = randomUUID();
    const { taken, due, abandoned } = await this.lanes.change(token.data, ({ lane }) => {
      const decision = take(lane, run, Date.now());
      return { ...decision, starts: decision.taken !== undefined };
    });
    if (due !== undefined) return postponed(token, due, lock);
    if (taken !== undefined) await this.run(taken);
    if (abandoned !== undefined) {
      this.settings.hooks.onRejected(abandoned.job, new Abandoned(abandoned.starts));
      await this.tokens.addFor(token.data);
    }
  }

  /** What cannot be known is taken for true: it costs a look. */
  private wasTold(id: string): Promise<boolean> {
    return this.lanes.wasTold(id).catch(() => true);
  }

  private async run(running: Running): Promise<void> {
    const { job, run } = running;
    const abort = new AbortController();
    this.runs.set(run, { running, abort });
    const look = async (): Promise<void> => {
      const { lane } = await this.lanes.peek(job.subject);
      if (lane.running?.run !== run) abort.abort(new TakenOver());
    };
    const end = await runJob(running, abort.signal, this.settings, this.wasTold(job.id), look);
    this.runs.delete(run);
    const now = Date.now();
    const settlement = settlementOf(end.outcome, running, now, this.settings);
    const { isOurs } = await this.lanes.change(job, ({ lane }) => {
      const left = settle(lane, run, settlement);
      const settled = left !== undefined && isSettled(end.outcome) ? [job.id] : [];
      return { lane: left ?? lane, settled, isOurs: left !== undefined };
    });
    report(isOurs ? end : { outcome: 'lost' }, running, now, this.settings.hooks);
    await this.tokens.addFor(job);
  }
}

/** Gives a token back until `due`: what it throws tells the worker. */
async function postponed(
  token: Token<TokenData, void>,
  due: number,
  lock: string | undefined,
): Promise<never> {
  await token.moveToDelayed(due, lock);
  throw new DelayedError();
}
