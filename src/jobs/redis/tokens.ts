import { Queue as BullQueue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Lanes, PREFIX, type LaneName } from './lanes.js';

/** BullMQ's queue of tokens: `precheck:turns:*`. */
export const TOKENS = 'turns';

/** What a token says: that of this subject a job waits. Which one, the lane says when the token's turn comes. */
export type TokenData = LaneName;

/** A token that could not be worked off is handed out again: the lane needs it. */
const AGAIN = { attempts: 1_000_000, backoff: { type: 'fixed', delay: 2000 } } as const;

/**
 * Tokens in BullMQ, one for each lane in which a job waits or runs. BullMQ delays them, hands them out in the order of
 * their turns, each to one process, and hands those of a dead process out again. As there is one token of a subject,
 * one of its jobs runs.
 */
export class Tokens {
  private readonly queue: BullQueue<TokenData, void>;

  private readonly lanes: Lanes;

  constructor(connection: Redis, onFault: (reason: unknown) => void) {
    this.lanes = new Lanes(connection);
    this.queue = new BullQueue(TOKENS, { connection, prefix: PREFIX, skipMetasUpdate: true });
    this.queue.on('error', onFault);
  }

  /**
   * Sees to it that a lane in which a job waits has a token that is due with the next one. Where one waits, it stays and
   * keeps its turn; where one is being worked off, this is the one that comes after it.
   */
  async addFor({ subject, tenant }: LaneName): Promise<void> {
    const { lane, turn } = await this.lanes.peek(subject);
    const [next] = lane.waiting;
    if (next === undefined) return;
    await this.queue.add(
      TOKENS,
      { subject, tenant },
      {
        ...AGAIN,
        priority: turn,
        delay: Math.max(0, next.due - Date.now()),
        deduplication: { id: subject, keepLastIfActive: true, reschedule: true },
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
  }

  async close(): Promise<void> {
    await this.queue.close();
  }
}
