import { setTimeout as delay } from 'node:timers/promises';
import { mayHaveHappened } from './errors.js';

const MOST_TRIES = 4;
const FIRST_PAUSE_MS = 500;

/** Looks after writes that must not happen twice. */
export interface Writing {
  /** Called before each try; what it throws ends the write. */
  throwIfStopped?(): void;
  /** A write failed and may have taken effect, or do so later than anybody looks for it. */
  onUncertain?(): void;
}

/**
 * Does a write that must not happen twice. GitHub may do it and still answer with a failure, so before another try
 * `find` looks whether the write took effect. The write itself must carry `doNotRepeat`.
 */
export async function once<T>(
  write: () => Promise<T>,
  find: () => Promise<T | undefined>,
  writing: Writing = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    writing.throwIfStopped?.();
    try {
      return await write();
    } catch (error) {
      if (!mayHaveHappened(error)) throw error;
      writing.onUncertain?.();
      if (attempt === MOST_TRIES) throw error;
      await delay(FIRST_PAUSE_MS * 2 ** attempt);
      const found = await find();
      if (found !== undefined) return found;
    }
  }
}

/** Keeps the client from repeating a request by itself. */
export const doNotRepeat = { request: { retries: 0 } };

/** Whether GitHub keeps the same text: it may change line ends and what stands around it. */
export function isSameText(kept: string | null | undefined, written: string): boolean {
  const normal = (text: string) => text.replace(/\r\n?/g, '\n').trim();
  return normal(kept ?? '') === normal(written);
}
