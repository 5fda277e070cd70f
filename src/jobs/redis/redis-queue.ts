/**
 * This folder is the queue that several processes share through Redis. It may not decide what a lane does next: `lane.ts` does,
 * for both queues.
 */
import { randomUUID } from 'node:crypto';
import { settlesWithin } from '../deadline.js';
import {
  Stopped,
  Superseded,
  type Enqueued,
  type Job,
  type JobQueue,
  type QueueOptions,
  type QueueSize,
} from '../job-queue.js';
import { put } from '../lane.js';
import { periodically, type Periodic } from '../periodic.js';
import { plainJob } from '../plain-job.js';
import { settingsOf, type Settings } from '../run-job.js';
import { sparing } from '../sparing.js';
import { Tellings } from '../tellings.js';
import { connectRedis, isLostConnection, type Connections } from './connection.js';
import { Lanes, PREFIX } from './lanes.js';
import { leased } from './lease.js';
import { lookAfterRuns, lookAfterWaiting } from './look-after.js';
import { Performer } from './performer.js';
import { Tokens } from './tokens.js';

/** Where processes tell each other that a run is superseded. */
const CHANNEL = `${PREFIX}:superseded`;

/** How often it is looked whether a message was lost, or a job has waited for too long. */
const LOOK_MS = 2000;

const PING_MS = 1000;

interface Message {
  readonly run: string;
  readonly by: string;
}

/**
 * Holds jobs in Redis, for any number of processes with the same version of Precheck.
 * @throws UnreachableRedis
 */
export async function connectRedisQueue(url: string, options: QueueOptions): Promise<JobQueue> {
  const made: Connections[] = [];
  // When Redis goes, each connection notices in a moment of its own; while it is away, all that is tried fails.
  const kindOf = (reason: unknown) =>
    isLostConnection(reason) || made.some(({ hasty }) => hasty.status !== 'ready')
      ? 'outage'
      : String(reason);
  const onFault = sparing((reason) => options.hooks?.onFault?.(reason), kindOf);
  const settings = settingsOf({ ...options, hooks: { ...options.hooks, onFault } });
  const connections = await connectRedis(url, settings.hooks.onFault);
  made.push(connections);
  const queue = new RedisQueue(connections, settings);
  await queue.listen();
  return queue;
}

class RedisQueue implements JobQueue {
  private readonly id = randomUUID();
  private readonly connections: Connections;
  private readonly settings: Settings;
  private readonly lanes: Lanes;
  private readonly tokens: Tokens;
  private readonly patientTokens: Tokens;
  private readonly performer: Performer;
  private readonly periodic: Periodic[];
  private closed = false;

  constructor(connections: Connections, settings: Settings) {
    const { hasty, patient } = connections;
    const { hooks, waitingTooLongMs } = settings;
    this.connections = connections;
    this.settings = settings;
    this.lanes = new Lanes(hasty);
    this.tokens = new Tokens(hasty, hooks.onFault);
    this.patientTokens = new Tokens(patient, hooks.onFault);
    this.performer = new Performer(patient, new Lanes(patient), this.patientTokens, settings);
    const look = Math.min(LOOK_MS, waitingTooLongMs);
    const tellings = new Tellings(hooks);
    this.periodic = [
      periodically(look, () => lookAfterRuns(this.lanes, this.performer.runs.values()), hooks.onFault),
      periodically(
        look,
        () => lookAfterWaiting(this.lanes, this.tokens, waitingTooLongMs, tellings),
        hooks.onFault,
      ),
    ];
  }

  get accepting(): boolean {
    return !this.closed;
  }

  async listen(): Promise<void> {
    const { listener } = this.connections;
    listener.on('message', (_channel: string, text: string) => {
      const { run, by } = JSON.parse(text) as Message;
      this.performer.runs.get(run)?.abort.abort(new Superseded(by));
    });
    await listener.subscribe(CHANNEL);
  }

  async enqueue(job: Job): Promise<Enqueued> {
    const answer = await this.take(plainJob(job));
    this.settings.hooks.onEnqueued(job, answer);
    return answer;
  }

  size(): Promise<QueueSize> {
    return this.lanes.size();
  }

  async oldestWaitingMs(): Promise<number | undefined> {
    const since = await this.lanes.oldest();
    return since === undefined ? undefined : Math.max(0, Date.now() - since);
  }

  async isReachable(): Promise<boolean> {
    if (this.closed) return false;
    const answer = this.connections.hasty.ping().then(
      () => true,
      () => false,
    );
    return (await settlesWithin(answer, PING_MS)) && answer;
  }

  everyMs(name: string, ms: number, work: (signal: AbortSignal) => Promise<void>): void {
    if (this.closed) return;
    const lease = { name, ms, holder: this.id };
    this.periodic.push(leased(this.connections.hasty, lease, work, this.settings.hooks.onFault));
  }

  async drain(deadlineMs: number, graceMs: number): Promise<boolean> {
    this.closed = true;
    const periodic = Promise.all(this.periodic.map((work) => work.stop(new Stopped())));
    const isDrained = await this.performer.stop(deadlineMs, graceMs);
    await settlesWithin(periodic, graceMs);
    await settlesWithin(Promise.all([this.tokens.close(), this.patientTokens.close()]), graceMs);
    this.connections.close();
    return isDrained;
  }

  private async take(job: Job): Promise<Enqueued> {
    if (this.closed) return 'closed';
    if (await this.lanes.isSettled(job.id)) return 'duplicate';
    const { debounceMs, maxWaiting, maxWaitingOfTenant } = this.settings;
    const limits = { all: maxWaiting, tenant: maxWaitingOfTenant };
    const { answer, superseded, aborts, isFull } = await this.lanes.change(job, ({ lane }) => {
      const decision = put(lane, job, Date.now(), debounceMs);
      return { ...decision, limits, settled: decision.superseded.map(({ id }) => id) };
    });
    if (isFull) return 'full';
    for (const other of superseded) this.tellOfSuperseded(other, job.label);
    if (aborts !== undefined) await this.tell({ run: aborts, by: job.label });
    // One that waits already may lack its token: who asked for it then was told that it failed, and asks again.
    if (answer === 'queued' || answer === 'duplicate') await this.tokens.addFor(job);
    return answer;
  }

  /** Later: who hands in the newer job does not wait for it. */
  private tellOfSuperseded(job: Job, by: string): void {
    const { onSuperseded, onFault } = this.settings.hooks;
    this.lanes.wasTold(job.id).then((wasTold) => {
      onSuperseded(job, by, wasTold);
    }, onFault);
  }

  private async tell(message: Message): Promise<void> {
    this.performer.runs.get(message.run)?.abort.abort(new Superseded(message.by));
    await this.connections.hasty.publish(CHANNEL, JSON.stringify(message));
  }
}
