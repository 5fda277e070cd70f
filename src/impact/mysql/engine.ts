import type { Combination } from './combination.js';
import type { FactRow } from './fact.js';
import type { Settled, Wanted } from './clause.js';
import type { Effect } from './fact.js';
import type { Alteration } from './subject.js';

/** What makes a server of the family: its facts, how they combine, and how it takes ALGORITHM and LOCK. */
export interface Engine {
  readonly name: 'mysql' | 'mariadb';
  /** In this order the first line that fits a change speaks. */
  readonly facts: readonly FactRow[];
  readonly combinations: readonly Combination[];
  readonly settle: (effect: Effect, wanted: Wanted, alteration: Alteration) => Settled;
}
