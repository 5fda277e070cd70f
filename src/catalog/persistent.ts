import { createRequire } from 'node:module';

import type * as Immutable from 'immutable';

// `import` first searches this one large CommonJS file for the names that it exports, which takes six times as long as
// running it: a tenth of a second in every process.
const immutable = createRequire(import.meta.url)('immutable') as typeof Immutable;

/** A map whose copies share what they have in common. */
export type PersistentMap<K, V> = Immutable.Map<K, V>;
export const PersistentMap = immutable.Map;

/** A set whose copies share what they have in common. */
export type PersistentSet<T> = Immutable.Set<T>;
export const PersistentSet = immutable.Set;

/** A list whose copies share what they have in common. */
export type PersistentList<T> = Immutable.List<T>;
export const PersistentList = immutable.List;
