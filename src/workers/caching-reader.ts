import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReadRequest, Script } from '../sql/statement.js';
import type { BudgetedRead } from './reading-budget.js';

/** Bytes, as `sizeOf` estimates them. */
const ROOM = 128e6;

/**
 * Reads no text twice: environments of one version, and one review after the other, share what was read. What was
 * stopped is not kept, since it may be read the next time. `room`: bytes of memory, estimated.
 */
export function cachingReader(readSql: BudgetedRead, room = ROOM): BudgetedRead {
  const read = new LRUCache<string, Script>({ maxSize: room });
  const reading = new Map<string, Promise<Script>>();
  return async (request, budget) => {
    const key = keyOf(request);
    const known = read.get(key);
    if (known) return known;
    const running = reading.get(key);
    if (running) {
      const script = await running;
      // Another review's budget may have ended it.
      return script.stopped === true ? readSql(request, budget) : script;
    }
    const answer = readSql(request, budget)
      .then((script) => {
        if (script.stopped !== true) read.set(key, script, { size: sizeOf(request.text, script) });
        return script;
      })
      .finally(() => reading.delete(key));
    reading.set(key, answer);
    return answer;
  };
}

function keyOf({ dialect, version, text, dml = 'full', ansiQuotes = false }: ReadRequest): string {
  const { major, minor, patch } = version;
  return createHash('sha256')
    .update(JSON.stringify([dialect, major, minor, patch, dml, ansiQuotes]))
    .update(text)
    .digest('base64');
}

/** An estimate on the high side: operations take several times the text they were read from. */
function sizeOf(text: string, { entries }: Script): number {
  return 500 + text.length * 10 + entries.length * 2_000;
}
