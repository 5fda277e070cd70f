import { setImmediate } from 'node:timers/promises';

/** Webhooks and health checks wait no longer than this behind one review. */
const SLICE_MS = 10;

/** A pause for work in small steps: lets the process do its other work when `sliceMs` have passed since the last time. */
export function takeTurns(sliceMs = SLICE_MS): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < sliceMs) return;
    await setImmediate();
    last = performance.now();
  };
}
