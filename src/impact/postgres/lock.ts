import type { Blocks, LockMode } from '../impact.js';

/** From the weakest to the strongest. Source: PostgreSQL manual, Explicit Locking. */
const LOCK_MODES: readonly LockMode[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

/** The stronger of two locks. */
export function stronger(a: LockMode | undefined, b: LockMode): LockMode {
  return a !== undefined && LOCK_MODES.indexOf(a) > LOCK_MODES.indexOf(b) ? a : b;
}

/** Negative when `a` is weaker than `b`. */
export function compareLocks(a: LockMode | '-', b: LockMode | '-'): number {
  return LOCK_MODES.indexOf(a as LockMode) - LOCK_MODES.indexOf(b as LockMode);
}

/** The lock of LOCK TABLE's words: "SHARE ROW EXCLUSIVE". */
export function lockModeOf(words: string): LockMode {
  const name = words.toLowerCase().replaceAll(' ', '') + 'lock';
  return LOCK_MODES.find((mode) => mode.toLowerCase() === name) ?? 'AccessExclusiveLock';
}

const BLOCKS: Partial<Readonly<Record<LockMode, Blocks>>> = {
  ShareLock: 'writes',
  ShareRowExclusiveLock: 'writes',
  ExclusiveLock: 'writes',
  AccessExclusiveLock: 'reads-and-writes',
};

/** Which statements of applications wait for the lock. */
export function blocksOf(mode: LockMode | undefined): Blocks {
  return (mode && BLOCKS[mode]) ?? 'nobody';
}
