import type { LockClauseValue } from '../impact.js';
import type { ChangeKind } from './change.js';
import { CONDITIONS } from './condition.js';
import type { ConditionName } from './condition.js';
import { holdsFrom } from './fact.js';
import type { Effect, InPlace } from './fact.js';
import type { Alteration } from './subject.js';

/**
 * How clauses of one ALTER TABLE change each other, after each has been looked up alone. A row applies when the ALTER
 * so far comes out as `outcome` says, contains one of `changes` and one of `beside` (anything, where these are empty),
 * and the conditions hold.
 */
export interface Combination {
  readonly id: string;
  readonly from: string;
  readonly outcome: 'instant' | 'build' | 'rebuild' | 'copy' | 'in place' | 'not copy' | 'any';
  readonly changes: readonly ChangeKind[];
  readonly beside: Beside;
  readonly conditions: readonly ConditionName[];
  /** What becomes of the ALTER; what is not named stays as it was. */
  readonly then: {
    readonly instant?: boolean;
    readonly inPlace?: InPlace;
    readonly lock?: LockClauseValue;
    readonly reason?: string;
  };
  readonly source: string;
}

/** Kinds of which one must be present, or outside of which one must be. */
export type Beside = { readonly any: readonly ChangeKind[] } | { readonly otherThan: readonly ChangeKind[] };

/** The effect once every row that applies has spoken. A row whose conditions are not known speaks when `assume`. */
export function combine(
  rows: readonly Combination[],
  alteration: Alteration,
  alone: Effect,
  assume: boolean,
): Effect {
  return rows.reduce(
    (effect, row) => (applies(row, alteration, effect, assume) ? changed(effect, row) : effect),
    alone,
  );
}

function applies(row: Combination, alteration: Alteration, effect: Effect, assume: boolean): boolean {
  if (!holdsFrom(alteration.server.version, row.from) || !comesOut(row.outcome, effect)) return false;
  const kinds = alteration.changes.map((change) => change.kind);
  if (row.changes.length > 0 && !row.changes.some((kind) => kinds.includes(kind))) return false;
  if (!isBeside(row.beside, kinds)) return false;
  return row.conditions.every((name) => holdsForSome(alteration, name) ?? assume);
}

function comesOut(outcome: Combination['outcome'], effect: Effect): boolean {
  switch (outcome) {
    case 'any':
      return true;
    case 'copy':
      return effect.inPlace === 'no';
    case 'not copy':
      return effect.instant || effect.inPlace !== 'no';
    case 'build':
    case 'rebuild':
      return !effect.instant && effect.inPlace === outcome;
    case 'instant':
      return effect.instant;
    case 'in place':
      return !effect.instant && effect.inPlace !== 'no';
  }
}

function isBeside(beside: Beside, kinds: readonly ChangeKind[]): boolean {
  if ('otherThan' in beside) return kinds.some((kind) => !beside.otherThan.includes(kind));
  return beside.any.length === 0 || beside.any.some((kind) => kinds.includes(kind));
}

/** A condition holds for the statement when it holds for one of its changes. */
function holdsForSome(alteration: Alteration, name: ConditionName): boolean | undefined {
  const values = alteration.changes.map((change) => CONDITIONS[name]({ ...alteration, change }));
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

/** A row that only changes the lock leaves the fact that decided the work in its place. */
function changed(effect: Effect, { then, id, source }: Combination): Effect {
  const named = then.inPlace === undefined && then.instant === undefined ? {} : { fact: id, source };
  return { ...effect, ...then, ...named };
}
