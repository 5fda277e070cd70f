import { List } from 'immutable';

import type { ServerVersion } from '../sql/dialect.js';
import type { ScriptEntry } from '../sql/statement.js';
import { applyEntries } from './apply.js';
import type { Catalog } from './catalog.js';

interface Step {
  /** What the step's outcome depends on: a digest of the migration's content. */
  readonly key: string;
  readonly catalog: Catalog;
}

/** A replayed history that remembers the schema after each migration. Catalogs share what they have in common. */
export interface Replay {
  readonly start: Catalog;
  readonly steps: List<Step>;
}

/** A replay that has not begun. */
export function startReplay(start: Catalog): Replay {
  return { start, steps: List() };
}

/** The part of a replay that holds for these migrations: up to the first one whose key differs. */
export function resume(replay: Replay, keys: readonly string[]): Replay {
  const differs = replay.steps.findIndex((step, at) => step.key !== keys[at]);
  return differs < 0 ? replay : { ...replay, steps: replay.steps.take(differs) };
}

/** The replay after one more migration. */
export function advance(
  replay: Replay,
  key: string,
  entries: readonly ScriptEntry[],
  version: ServerVersion,
): Replay {
  const catalog = applyEntries(lastCatalog(replay), entries, version);
  return { ...replay, steps: replay.steps.push({ key, catalog }) };
}

/** The schema after the last migration replayed. */
export function lastCatalog(replay: Replay): Catalog {
  return replay.steps.last()?.catalog ?? replay.start;
}
