import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { TELLING_MS } from '../job-queue.js';
import { EMPTY_LANE, type Lane } from '../lane.js';
import { isNew } from '../tellings.js';

/** Every key begins with it; BullMQ's too. */
export const PREFIX = 'precheck';

/** A lane without a job is remembered for its newest `asked`: what GitHub sends late is late by minutes. */
const IDLE_MS = 3_600_000;

/** Ids of settled jobs that are remembered; GitHub delivers again what is at most three days old. */
const SETTLED_MAX = 100_000;
const SETTLED_MS = 3 * 86_400_000;

/** What is kept of a job that it was told of: until when that may take, then that it is done. Few wait for longer. */
const TOLD = 'told';
const TOLD_MS = 86_400_000;
const TOLD_LOOK_MS = 50;

/** Within BullMQ's range of priorities. Past it, jobs run in the order in which they came. */
const LAST_TURN = 2_000_000;

const KEYS = {
  /** Jobs that wait, by when they were taken; and those of them that nobody was told of yet. */
  waiting: `${PREFIX}:waiting`,
  untold: `${PREFIX}:untold`,
  /** Subjects of which a job runs, by when it started. */
  running: `${PREFIX}:running`,
  /** How many jobs of each tenant wait, the last turn that each was given, and the turn that is on. */
  waitingOf: `${PREFIX}:waiting-of`,
  turnsOf: `${PREFIX}:turns-of`,
  turn: `${PREFIX}:turn`,
  /** Ids of settled jobs, by when they were. */
  settled: `${PREFIX}:settled`,
} as const;

/**
 * Replaces a lane that is still what it was when it was read, with everything that is counted about it, or does nothing.
 *
 * Turns make tenants equal: a lane with jobs has the turn after the last one of its tenant, and at least the one that is
 * on; the lowest turn runs first. So a tenant with one job waits for at most one of each other tenant.
 */
const REPLACE = `
local lane, waiting, untold, running, waitingOf, turnsOf, turn, settled = unpack(KEYS)
local change = cjson.decode(ARGV[3])
if (redis.call('HGET', lane, 'state') or '') ~= ARGV[1] then return 'changed' end
local grows = #change.added - #change.removed
if change.limits and grows > 0 then
  if redis.call('ZCARD', waiting) >= change.limits.all then return 'full' end
  if tonumber(redis.call('HGET', waitingOf, change.tenant) or 0) >= change.limits.tenant then return 'full' end
end
for _, member in ipairs(change.removed) do
  redis.call('ZREM', waiting, member)
  redis.call('ZREM', untold, member)
end
for _, one in ipairs(change.added) do
  redis.call('ZADD', waiting, one.since, one.member)
  if one.fresh then redis.call('ZADD', untold, one.since, one.member) end
end
if grows ~= 0 and redis.call('HINCRBY', waitingOf, change.tenant, grows) <= 0 then
  redis.call('HDEL', waitingOf, change.tenant)
end
redis.call('HSET', lane, 'state', ARGV[2])
if change.idle then redis.call('PEXPIRE', lane, change.idle) else redis.call('PERSIST', lane) end
if change.started then redis.call('ZADD', running, change.started, change.subject) else redis.call('ZREM', running, change.subject) end
for _, id in ipairs(change.settled) do redis.call('ZADD', settled, change.now, id) end
if #change.settled > 0 then
  redis.call('ZREMRANGEBYSCORE', settled, '-inf', change.now - ${SETTLED_MS})
  redis.call('ZREMRANGEBYRANK', settled, 0, -${SETTLED_MAX + 1})
end
local on = tonumber(redis.call('GET', turn) or 1)
local drawn = tonumber(redis.call('HGET', lane, 'turn'))
if change.starts then
  if drawn and drawn > on then redis.call('SET', turn, drawn) end
  redis.call('HDEL', lane, 'turn')
elseif change.waits and not drawn then
  local last = tonumber(redis.call('HGET', turnsOf, change.tenant) or 0)
  drawn = math.min(math.max(on, last + 1), ${LAST_TURN})
  redis.call('HSET', turnsOf, change.tenant, drawn)
  redis.call('HSET', lane, 'turn', drawn)
end
if redis.call('ZCARD', waiting) == 0 then redis.call('DEL', turnsOf, turn) end
return 'replaced'
`;

/** Takes a job that waits from those nobody was told of; what supersedes or starts it later finds that it was. */
const CLAIM = `
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
`;

/** Which lane: its subject, and the tenant whose turns it takes. A job names its own. */
export interface LaneName {
  readonly subject: string;
  readonly tenant: string;
}

/** What becomes of a lane. */
export interface Change {
  readonly lane: Lane;
  /** Ids that are settled by it. */
  readonly settled?: readonly string[];
  /** How many jobs may wait, where the change adds one that can be refused. */
  readonly limits?: { readonly all: number; readonly tenant: number };
  /** A job starts: the turn of the lane is used. */
  readonly starts?: boolean;
}

/** Lanes in Redis, shared by every process. */
export class Lanes {
  private readonly redis: Redis;

  constructor(redis: Redis) {
    this.redis = redis;
  }

  /**
   * Reads a lane and replaces it by what `decide` makes of it, once more whenever another process was faster. `decide`
   * must do nothing else.
   * @returns the decision that holds; where a limit was reached it says so, and nothing has changed
   */
  async change<D extends Change>(
    name: LaneName,
    decide: (found: { readonly lane: Lane }) => D,
  ): Promise<D & { readonly isFull: boolean }> {
    for (;;) {
      const state = (await this.redis.hget(laneKey(name.subject), 'state')) ?? '';
      const lane = laneOf(state);
      const decision = decide({ lane });
      const answer = lane === decision.lane ? 'replaced' : await this.replace(name, state, lane, decision);
      if (answer !== 'changed') return { ...decision, isFull: answer === 'full' };
    }
  }

  /** A lane as it is, and its turn: a place in the order of all lanes with a job that waits, lower ones first. */
  async peek(subject: string): Promise<{ readonly lane: Lane; readonly turn: number }> {
    const [state, turn] = await this.redis.hmget(laneKey(subject), 'state', 'turn');
    return { lane: laneOf(state ?? ''), turn: Number(turn ?? 1) };
  }

  /** Whether the job with this id is done, or was superseded. */
  async isSettled(id: string): Promise<boolean> {
    return (await this.redis.zscore(KEYS.settled, id)) !== null;
  }

  async size(): Promise<{ running: number; waiting: number }> {
    const [running, waiting] = await Promise.all([
      this.redis.zcard(KEYS.running),
      this.redis.zcard(KEYS.waiting),
    ]);
    return { running, waiting };
  }

  /** When the job was taken that has waited longest. */
  async oldest(): Promise<number | undefined> {
    const [, since] = await this.redis.zrange(KEYS.waiting, 0, 0, 'WITHSCORES');
    return since === undefined ? undefined : Number(since);
  }

  /** Up to `limit` jobs that were taken before `time` and wait still, oldest first. */
  async waitingSince(time: number, limit: number): Promise<readonly Place[]> {
    const members = await this.redis.zrangebyscore(KEYS.waiting, '-inf', time, 'LIMIT', 0, limit);
    return members.map(placeOf);
  }

  /** Like `waitingSince`, each job once for all processes: who gets it tells of it, and calls `toldOf`. */
  async claimUntold(time: number, limit: number): Promise<readonly Place[]> {
    const members = await this.redis.zrangebyscore(KEYS.untold, '-inf', time, 'LIMIT', 0, limit);
    const claimed = await Promise.all(members.map((member) => this.claim(member)));
    return members.filter((_, index) => claimed[index] === 1).map(placeOf);
  }

  private async claim(member: string): Promise<unknown> {
    const until = Date.now() + TELLING_MS;
    return this.redis.eval(CLAIM, 2, KEYS.untold, toldKey(placeOf(member).id), member, until, TOLD_MS);
  }

  /** Whoever claimed the job has told of it. */
  async toldOf(id: string): Promise<void> {
    await this.redis.set(toldKey(id), TOLD, 'PX', TOLD_MS);
  }

  /** Whether somebody claimed the job, which waits no more; resolves when that one is done, or was too long about it. */
  async wasTold(id: string): Promise<boolean> {
    for (;;) {
      const state = await this.redis.get(toldKey(id));
      if (state === null) return false;
      if (state === TOLD || Date.now() > Number(state)) return true;
      await sleep(TOLD_LOOK_MS);
    }
  }

  private async replace(
    { subject, tenant }: LaneName,
    state: string,
    before: Lane,
    { lane, settled = [], limits, starts }: Change,
  ): Promise<'replaced' | 'changed' | 'full'> {
    const had = new Set(before.waiting.map(({ job }) => memberOf(job)));
    const has = lane.waiting.map((waiting) => ({
      member: memberOf(waiting.job),
      since: waiting.since,
      fresh: isNew(waiting),
    }));
    const stays = new Set(has.map(({ member }) => member));
    const change = {
      subject,
      tenant,
      now: Date.now(),
      added: has.filter(({ member }) => !had.has(member)),
      removed: [...had].filter((member) => !stays.has(member)),
      started: lane.running?.started,
      waits: lane.waiting.length > 0,
      idle: lane.running === undefined && lane.waiting.length === 0 ? IDLE_MS : undefined,
      settled,
      limits,
      starts,
    };
    const keys = [laneKey(subject), ...Object.values(KEYS)];
    const args = [state, JSON.stringify(lane), JSON.stringify(change)];
    return (await this.redis.eval(REPLACE, keys.length, ...keys, ...args)) as 'replaced' | 'changed' | 'full';
  }
}

function laneKey(subject: string): string {
  return `${PREFIX}:lane:${subject}`;
}

function toldKey(id: string): string {
  return `${PREFIX}:told:${id}`;
}

function laneOf(state: string): Lane {
  return state === '' ? EMPTY_LANE : (JSON.parse(state) as Lane);
}

/** A job that waits, as a member of a sorted set: where to find it. */
interface Place extends LaneName {
  readonly id: string;
}

function memberOf({ subject, tenant, id }: Place): string {
  return JSON.stringify([subject, tenant, id]);
}

function placeOf(member: string): Place {
  const [subject, tenant, id] = JSON.parse(member) as [string, string, string];
  return { subject, tenant, id };
}
