import type { Algorithm, Blocks, Impact, LockClauseValue, LockMode } from '../impact/impact.js';
import type { ObjectName } from '../sql/name.js';

/** The answer in the words of `precheck impact --batch`. Null and empty where it could not be decided. */
export interface ImpactAnswer {
  readonly algorithm: Algorithm | null;
  readonly lock: LockClauseValue | null;
  readonly rebuilds: boolean | null;
  readonly blocks: Blocks | null;
  /** Tables, views, materialised views and sequences that existed before `sql`. */
  readonly locks: readonly { readonly table: string; readonly mode: LockMode }[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly refused: { readonly code: string; readonly reason: string } | null;
  readonly undecided: string | null;
  /** MySQL: an instant row version is used up. */
  readonly rowVersion: boolean | null;
  readonly fact: string | null;
}

/** Nothing is said, but why. */
export function undecidedAnswer(reason: string): ImpactAnswer {
  return {
    algorithm: null,
    lock: null,
    rebuilds: null,
    blocks: null,
    locks: [],
    rewrites: [],
    scans: [],
    refused: null,
    undecided: reason,
    rowVersion: null,
    fact: null,
  };
}

/** Names for people and programs; what was not there before is left out. */
type NamesOf = (refs: readonly ObjectName[]) => readonly string[];

/** What a decided impact says. A statement that is refused does nothing to anybody. */
export function decidedAnswer(impact: Impact, names: NamesOf): ImpactAnswer {
  const { refused, fact } = impact;
  if (refused) {
    const nothing = { ...undecidedAnswer(''), rebuilds: false, blocks: 'nobody', rowVersion: false } as const;
    return { ...nothing, refused, undecided: null, fact };
  }
  const locks = (impact.locks ?? []).flatMap(({ table, mode }) =>
    names([table]).map((name) => ({ table: name, mode })),
  );
  return {
    algorithm: impact.algorithm ?? null,
    lock: impact.lock ?? null,
    rebuilds: names(impact.rewrites).length > 0,
    blocks: impact.blocks,
    locks,
    rewrites: names(impact.rewrites),
    scans: names(impact.scans),
    refused: null,
    undecided: null,
    rowVersion: impact.rowVersion ?? false,
    fact,
  };
}
