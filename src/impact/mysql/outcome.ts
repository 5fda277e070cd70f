import { IN_PLACE_ORDER, LOCK_ORDER, compareEffects } from './fact.js';
import type { Effect } from './fact.js';

/** The effects of all changes of one ALTER: it is as cheap as its dearest change. */
export function strongest(effects: readonly [Effect, ...Effect[]]): Effect {
  const [first, ...rest] = effects;
  return rest.reduce(together, first);
}

/** Both in one statement. The fact and the reason are those of the dearer one, of equals those of the first. */
function together(a: Effect, b: Effect): Effect {
  const [leading, other] = compareEffects(a, b) < 0 ? [b, a] : [a, b];
  return {
    ...leading,
    instant: a.instant && b.instant,
    inPlace: later(IN_PLACE_ORDER, a.inPlace, b.inPlace),
    lock: lockOf(leading, other),
    reason: leading.reason === '' && leading.inPlace === other.inPlace ? other.reason : leading.reason,
  };
}

/** Once one change needs a copy, the locks that the others would take in place do not matter. */
function lockOf(leading: Effect, other: Effect): Effect['lock'] {
  if (leading.inPlace === 'no' && other.inPlace !== 'no') return leading.lock;
  return later(LOCK_ORDER, leading.lock, other.lock);
}

function later<T>(order: readonly T[], a: T, b: T): T {
  return order.indexOf(a) < order.indexOf(b) ? b : a;
}
