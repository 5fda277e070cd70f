import type { Algorithm } from '../impact.js';
import type { ChangeKind } from '../mysql/change.js';
import { atLeast, notSupported, refuseLock } from '../mysql/clause.js';
import type { Refusal, Settled, Wanted } from '../mysql/clause.js';
import { combine } from '../mysql/combination.js';
import { holdsFrom } from '../mysql/fact.js';
import type { Effect } from '../mysql/fact.js';
import { MARIADB_COMBINATIONS } from './combination-facts.js';
import { includesKind } from '../mysql/subject.js';
import type { Alteration } from '../mysql/subject.js';

const ORDER: readonly Algorithm[] = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];

/** Before 11.2 these copy whatever ALGORITHM says, unless it says INPLACE. Source: executed on MariaDB 10.5 and 10.11. */
const UNHEARD: readonly ChangeKind[] = [
  'change-engine',
  'order-by',
  'partition-table',
  'remove-partitioning',
  'switch-keys',
];

const PARTITION: readonly ChangeKind[] = [
  'add-range-partition',
  'add-hash-partition',
  'drop-partition',
  'truncate-partition',
  'coalesce-partition',
  'reorganize-partition',
  'rebuild-partition',
  'optimize-partition',
  'check-partition',
  'exchange-partition',
  'partition-tablespace',
  'convert-partition',
];

/**
 * MariaDB: ALGORITHM is the least that is good enough, so it never makes a change dearer; only COPY does. From 11.2 a
 * LOCK=NONE that building in place does not allow turns it into an online copy.
 */
export function settleMariadb(effect: Effect, wanted: Wanted, alteration: Alteration): Settled {
  const natural = cheapest(effect, alteration);
  const copying = copyOf(effect, alteration);
  const online = natural !== 'COPY' && wanted.algorithm === undefined && wanted.lock === 'NONE';
  const forced = (wanted.algorithm === 'COPY' && natural !== 'COPY') || (online && isBetter(copying, effect));
  const settled: Settled = forced
    ? { algorithm: 'COPY', inPlace: 'no', lock: copying.lock }
    : { algorithm: natural, inPlace: natural === 'INSTANT' ? 'metadata' : effect.inPlace, lock: effect.lock };
  const refused = refuseAlgorithm(natural, effect, wanted, alteration) ?? refuseLock(settled, effect, wanted);
  return { ...settled, lock: atLeast(settled, wanted), refused };
}

/** The same ALTER when it is carried out by copying. */
function copyOf(effect: Effect, alteration: Alteration): Effect {
  if (effect.inPlace === 'no') return effect;
  const copy: Effect = { ...effect, instant: false, inPlace: 'no', lock: 'SHARED' };
  return combine(MARIADB_COMBINATIONS, alteration, copy, true);
}

function isBetter(copying: Effect, effect: Effect): boolean {
  return !effect.instant && effect.lock !== 'NONE' && copying.lock === 'NONE';
}

/** What MariaDB calls it: in place without a rebuild is NOCOPY, but for partitions, which have no such word. */
function cheapest(effect: Effect, alteration: Alteration): Algorithm {
  if (effect.instant) return 'INSTANT';
  if (effect.inPlace === 'no') return 'COPY';
  const isNoCopy = effect.inPlace === 'metadata' || effect.inPlace === 'build';
  return isNoCopy && !includesKind(alteration, ...PARTITION) ? 'NOCOPY' : 'INPLACE';
}

function refuseAlgorithm(
  natural: Algorithm,
  effect: Effect,
  wanted: Wanted,
  alteration: Alteration,
): Refusal | undefined {
  const { algorithm, lock } = wanted;
  const isWritten = algorithm !== undefined || lock !== undefined;
  if (isWritten && includesKind(alteration, ...PARTITION)) {
    return { code: '1064', reason: 'No ALGORITHM or LOCK may stand beside a partition clause.' };
  }
  if (algorithm === undefined || ORDER.indexOf(algorithm) >= ORDER.indexOf(natural)) return undefined;
  const isUnheard = includesKind(alteration, ...UNHEARD) && !holdsFrom(alteration.server.version, '11.2');
  if (isUnheard && algorithm !== 'INPLACE') return undefined;
  return notSupported(`ALGORITHM=${algorithm}`, effect.reason);
}
