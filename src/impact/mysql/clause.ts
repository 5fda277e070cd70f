import type { Algorithm, LockClauseValue } from '../impact.js';
import type { AlgorithmClause, LockClause, Statement } from '../../sql/statement.js';
import { holdsFrom, LOCK_ORDER } from './fact.js';
import type { Effect, InPlace } from './fact.js';
import type { Alteration } from './subject.js';

/** The clauses as written; DEFAULT is the same as nothing. */
export interface Wanted {
  readonly algorithm?: Exclude<AlgorithmClause, 'DEFAULT'> | undefined;
  readonly lock?: Exclude<LockClause, 'DEFAULT'> | undefined;
  readonly ignore: boolean;
  readonly online: boolean;
}

/** The server's error number, and what it says. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** How the statement is carried out in the end. */
export interface Settled {
  readonly algorithm: Algorithm;
  /** What the storage engine does on the way. */
  readonly inPlace: InPlace;
  readonly lock: LockClauseValue;
  readonly refused?: Refusal | undefined;
}

/** What a statement asks for; DEFAULT asks for nothing. */
export function wantedBy(statement: Statement): Wanted {
  const algorithm = statement.algorithm?.value;
  const lock = statement.lock?.value;
  return {
    algorithm: algorithm === 'DEFAULT' ? undefined : algorithm,
    lock: lock === 'DEFAULT' ? undefined : lock,
    ignore: statement.modifiers?.includes('ignore') ?? false,
    online: statement.modifiers?.includes('online') ?? false,
  };
}

/** 1845 names no reason, 1846 does. */
export function notSupported(clause: string, reason: string): Refusal {
  const text = `${clause} is not supported.`;
  return reason === ''
    ? { code: '1845', reason: text }
    : { code: '1846', reason: `${text} Reason: ${reason}.` };
}

/**
 * MySQL: ALGORITHM is an order. INPLACE on what could be INSTANT is carried out in place, with a rebuild where that
 * needs one; INSTANT and LOCK exclude each other (error 1221); words of another server are unknown (error 1800).
 */
export function settleMysql(effect: Effect, wanted: Wanted, alteration: Alteration): Settled {
  const settled = carryOut(effect, wanted.algorithm, mayPreferRebuild(effect, alteration));
  const refused = refuseAlgorithm(effect, wanted, alteration) ?? refuseLock(settled, effect, wanted);
  return { ...settled, lock: atLeast(settled, wanted), refused };
}

/** On an empty table a rebuild is free, and the server takes it to spare a row version. Source: executed on MySQL 9.7.4. */
function mayPreferRebuild(effect: Effect, { changes, table, server }: Alteration): boolean {
  const isEmpty = table?.past.mayHoldRows === false && holdsFrom(server.version, '9.0');
  const adds = changes.some(({ kind }) => /^(add-column|drop-column|drop-stored-column)$/.test(kind));
  return isEmpty && adds && effect.inPlace === 'rebuild';
}

function carryOut(effect: Effect, algorithm: Wanted['algorithm'], preferRebuild: boolean): Settled {
  if (algorithm === 'COPY') return { algorithm: 'COPY', inPlace: 'no', lock: copyLock(effect) };
  const instant = effect.instant && (algorithm === 'INSTANT' || (algorithm === undefined && !preferRebuild));
  if (instant) {
    // What a change locks in place does not matter; only new names and switched keys exclude all others for the moment.
    return {
      algorithm: 'INSTANT',
      inPlace: 'metadata',
      lock: effect.lock === 'EXCLUSIVE' ? 'EXCLUSIVE' : 'NONE',
    };
  }
  if (effect.inPlace === 'no') return { algorithm: 'COPY', inPlace: 'no', lock: effect.lock };
  return { algorithm: 'INPLACE', inPlace: effect.inPlace, lock: effect.lock };
}

/** A copy that is not forced by the change itself lets others read, not write. */
function copyLock(effect: Effect): LockClauseValue {
  return effect.inPlace === 'no' ? effect.lock : 'SHARED';
}

function refuseAlgorithm(effect: Effect, wanted: Wanted, { server }: Alteration): Refusal | undefined {
  const { algorithm, lock } = wanted;
  const isUnknown =
    algorithm === 'NOCOPY' || (algorithm === 'INSTANT' && !holdsFrom(server.version, '8.0.12'));
  if (isUnknown) return { code: '1800', reason: `Unknown ALGORITHM '${algorithm}'.` };
  if (algorithm === 'INSTANT' && lock !== undefined) {
    return { code: '1221', reason: 'Incorrect usage of ALGORITHM=INSTANT and LOCK=NONE/SHARED/EXCLUSIVE.' };
  }
  if (algorithm === 'INSTANT' && !effect.instant) return notSupported('ALGORITHM=INSTANT', effect.reason);
  if (algorithm === 'INPLACE' && effect.inPlace === 'no')
    return notSupported('ALGORITHM=INPLACE', effect.reason);
  return undefined;
}

/** LOCK weaker than the work needs. */
export function refuseLock(settled: Settled, effect: Effect, wanted: Wanted): Refusal | undefined {
  const { lock } = wanted;
  if (lock === undefined || isAtLeast(lock, settled.lock)) return undefined;
  const reason = settled.algorithm === 'COPY' ? 'COPY algorithm requires a lock' : effect.reason;
  return notSupported(`LOCK=${lock}`, reason);
}

function isAtLeast(lock: LockClauseValue, needed: LockClauseValue): boolean {
  return LOCK_ORDER.indexOf(lock) >= LOCK_ORDER.indexOf(needed);
}

/** A stronger LOCK than needed is taken as written. */
export function atLeast(settled: Settled, { lock }: Wanted): LockClauseValue {
  return lock !== undefined && isAtLeast(lock, settled.lock) ? lock : settled.lock;
}
