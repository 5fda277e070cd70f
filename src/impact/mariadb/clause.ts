import type { Algorithm } from '../impact.js';
import type { ChangeKind } from '../mysql/change.js';
import { atLeast, copyLock, notSupported, refuseLock } from '../mysql/clause.js';
import type { Refusal, Settled, Wanted } from '../mysql/clause.js';
import { holdsFrom } from '../mysql/fact.js';
import type { Effect } from '../mysql/fact.js';
import { includesKind } from '../mysql/subject.js';
import type { Alteration } from '../mysql/subject.js';

const ORDER: readonly Algorithm[] = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];

/** Before 11.2 these copy whatever ALGORITHM says, unless it says INPLACE. Source: executed on MariaDB 10.5 and 10.11. */
const UNHEARD: readonly ChangeKind[] = [
  'change-engine',
  'order-by',
  'partition-table',
  'remove-partitioning',
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

/** MariaDB: ALGORITHM is the least that is good enough, so it never makes a change dearer; only COPY does. */
export function settleMariadb(effect: Effect, wanted: Wanted, alteration: Alteration): Settled {
  const natural = cheapest(effect, alteration);
  const forced = wanted.algorithm === 'COPY' && natural !== 'COPY';
  const lock = forced ? forcedLock(effect, alteration) : effect.lock;
  const settled: Settled = {
    algorithm: forced ? 'COPY' : natural,
    inPlace: forced ? 'no' : natural === 'INSTANT' ? 'metadata' : effect.inPlace,
    lock,
  };
  const refused = refuseAlgorithm(natural, effect, wanted, alteration) ?? refuseLock(settled, effect, wanted);
  return { ...settled, lock: atLeast(settled, wanted), refused };
}

/** What MariaDB calls it: in place without a rebuild is NOCOPY, but for partitions, which have no such word. */
function cheapest(effect: Effect, alteration: Alteration): Algorithm {
  if (effect.instant) return 'INSTANT';
  if (effect.inPlace === 'no') return 'COPY';
  const isNoCopy = effect.inPlace === 'metadata' || effect.inPlace === 'build';
  return isNoCopy && !includesKind(alteration, ...PARTITION) ? 'NOCOPY' : 'INPLACE';
}

function forcedLock(effect: Effect, alteration: Alteration): Settled['lock'] {
  return holdsFrom(alteration.server.version, '11.2') ? 'NONE' : copyLock(effect);
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
