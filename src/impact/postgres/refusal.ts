import type { Refusal } from './change.js';
import type { Situation } from './situation.js';

/** Objects depend on what would be dropped. */
export function stillNeeded(what: string, by: string): Refusal {
  return { code: '2BP01', reason: `Cannot drop ${what} because ${by} depends on it.` };
}

/** Statements that commit by themselves have no place in a transaction, nor in a DO block. */
export function notInTransaction({ before }: Situation, what: string): Refusal | undefined {
  if (!before.session.inTransaction) return undefined;
  return { code: '25001', reason: `${what} cannot run inside a transaction block.` };
}
