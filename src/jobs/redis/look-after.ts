import { Superseded, TakenOver, type Job } from '../job-queue.js';
import { newerThanRunning } from '../lane.js';
import type { Tellings } from '../tellings.js';
import type { Lanes } from './lanes.js';
import type { Run } from './performer.js';
import type { Tokens } from './tokens.js';

/** Jobs that are looked at in one go. */
const AT_ONCE = 100;

/**
 * Tells the runs of this process of what has become of their lanes: a newer job waits, or another process has taken the
 * job over. Mostly they know already; a message between processes can be lost.
 */
export async function lookAfterRuns(lanes: Lanes, runs: Iterable<Run>): Promise<void> {
  for (const { running, abort } of [...runs]) {
    const { lane } = await lanes.peek(running.job.subject);
    const newer = newerThanRunning(lane);
    if (lane.running?.run !== running.run) abort.abort(new TakenOver());
    else if (newer !== undefined) abort.abort(new Superseded(newer.label));
  }
}

/**
 * Tells of jobs that have waited for too long, and gives them a token again: a process can die, and Redis lose what it
 * was told last, between a job and its token.
 */
export async function lookAfterWaiting(
  lanes: Lanes,
  tokens: Tokens,
  waitingTooLongMs: number,
  tellings: Tellings,
): Promise<void> {
  const now = Date.now();
  const told = async (job: Job, waitedMs: number): Promise<void> => {
    await tellings.tell(job, waitedMs);
    // A connection that is lost now leaves the others to wait as long as telling may take.
    await lanes.toldOf(job.id).catch(() => undefined);
  };
  for (const { subject, id } of await lanes.claimUntold(now - waitingTooLongMs, tellings.room)) {
    const { lane } = await lanes.peek(subject);
    const waiting = lane.waiting.find(({ job }) => job.id === id);
    if (waiting === undefined) await lanes.toldOf(id);
    else void told(waiting.job, now - waiting.since);
  }
  for (const name of await lanes.waitingSince(now - waitingTooLongMs, AT_ONCE)) await tokens.addFor(name);
}
