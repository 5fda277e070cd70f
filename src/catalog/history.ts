import type { Catalog } from './catalog.js';
import { PersistentList } from './persistent.js';

interface Step {
  /** A digest of everything that the step's outcome depends on beside the schema before it. */
  readonly key: string;
  readonly catalog: Catalog;
}

/** A replayed history that remembers the schema after each migration. Catalogs share what they have in common. */
export interface Replay {
  readonly start: Catalog;
  readonly steps: PersistentList<Step>;
}

/** A replay that has not begun. */
export function startReplay(start: Catalog): Replay {
  return { start, steps: PersistentList() };
}

/** The part of a replay that holds for these migrations: up to the first one whose key differs. */
export function resume(replay: Replay, keys: readonly string[]): Replay {
  const differs = replay.steps.findIndex((step, at) => step.key !== keys[at]);
  return differs < 0 ? replay : { ...replay, steps: replay.steps.take(differs) };
}

/** The replay after one more migration, which leaves this schema. */
export function advance(replay: Replay, key: string, catalog: Catalog): Replay {
  return { ...replay, steps: replay.steps.push({ key, catalog }) };
}

/** The schema after the last migration replayed. */
export function lastCatalog(replay: Replay): Catalog {
  return replay.steps.last()?.catalog ?? replay.start;
}
