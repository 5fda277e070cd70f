import type { Refusal } from './clause.js';
import type { Alteration } from './subject.js';

/** Why the server refuses the statement whatever the rows hold; undefined when it does not. */
export function refusalOf(_alteration: Alteration): Refusal | undefined {
  return undefined;
}
