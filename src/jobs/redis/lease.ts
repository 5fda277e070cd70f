import type { Redis } from 'ioredis';
import { TakenOver } from '../job-queue.js';
import { periodically, type Periodic } from '../periodic.js';
import { PREFIX } from './lanes.js';

/** Lets a lease live on, if it is still the holder's. */
const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** Tries for a lease that is about to end, per period. */
const TRIES = 10;
const SHORTEST_MS = 5;

/**
 * Does `work` every `ms` in one of all processes that ask for the same name. Who gets the lease, which lasts `ms`, does
 * it; the lease is renewed while it runs. When its holder dies the next one does it after at most `ms`.
 */
export function leased(
  redis: Redis,
  { name, ms, holder }: { readonly name: string; readonly ms: number; readonly holder: string },
  work: (signal: AbortSignal) => Promise<void>,
  onFault: (reason: unknown) => void,
): Periodic {
  const key = `${PREFIX}:lease:${name}`;
  const once = async (signal: AbortSignal): Promise<void> => {
    if ((await redis.set(key, holder, 'PX', ms, 'NX')) === null) return;
    const lost = new AbortController();
    const renewal = setInterval(() => {
      redis.eval(RENEW, 1, key, holder, ms).then((held) => {
        if (held === 0) lost.abort(new TakenOver());
      }, onFault);
    }, ms / 3);
    try {
      await work(AbortSignal.any([signal, lost.signal]));
    } finally {
      clearInterval(renewal);
    }
  };
  return periodically(Math.max(SHORTEST_MS, ms / TRIES), once, onFault);
}
