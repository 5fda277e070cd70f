import type { Change, ChangeKind } from './change.js';
import type { Refusal, Wanted } from './clause.js';
import { CHECK_REFUSALS } from './check-refusal.js';
import { DEFAULT_REFUSALS } from './altered-default-refusal.js';
import { PARTITION_REFUSALS, PARTITIONING_REFUSALS } from './partition-refusal.js';
import { COLUMN_REFUSALS, unfillable } from './column-refusal.js';
import { FOREIGN_KEY_REFUSALS } from './foreign-key-refusal.js';
import { INDEX_REFUSALS, secondFulltext } from './index-refusal.js';
import { isKnown } from './subject.js';
import type { KnownAlteration } from './subject.js';
import { SIZE_REFUSALS } from './size-refusal.js';
import { TABLE_REFUSALS } from './table-refusal.js';
import type { Alteration } from './subject.js';

/** Asks one change of one kind; the first refusal found is the server's answer. */
export interface RefusalCheck {
  /** Empty: asked about every change. */
  readonly kinds: readonly ChangeKind[];
  /** Undefined: nothing to object to. */
  readonly check: (change: Change, alteration: KnownAlteration, wanted: Wanted) => Refusal | undefined;
}

const CHECKS: readonly RefusalCheck[] = [
  ...PARTITION_REFUSALS,
  ...COLUMN_REFUSALS,
  ...DEFAULT_REFUSALS,
  ...CHECK_REFUSALS,
  ...INDEX_REFUSALS,
  ...FOREIGN_KEY_REFUSALS,
  ...SIZE_REFUSALS,
  ...TABLE_REFUSALS,
  ...PARTITIONING_REFUSALS,
];

/**
 * Why the server refuses the statement whatever the rows hold; undefined when it does not, or when the history does
 * not show the table whole.
 */
export function refusalOf(alteration: Alteration, wanted: Wanted): Refusal | undefined {
  const { table } = alteration;
  if (!table || !isKnown(alteration)) return undefined;
  for (const { kinds, check } of CHECKS) {
    for (const change of alteration.changes) {
      if (kinds.length > 0 && !kinds.includes(change.kind)) continue;
      const refusal = check(change, { ...alteration, table }, wanted);
      if (refusal) return refusal;
    }
  }
  const known = { ...alteration, table };
  return secondFulltext(known, wanted) ?? unfillable(known, wanted);
}
