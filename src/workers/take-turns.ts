import { setImmediate } from 'node:timers/promises';

/** Webhooks and health checks wait no longer than this behind one review. */
const SLICE_MS = 10;

/** A pause for work in small steps: lets the process do its other work when `SLICE_MS` have passed since the last time. */
export function takeTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < SLICE_MS) return;
    await setImmediate();
    last = performance.now();
  };
}
