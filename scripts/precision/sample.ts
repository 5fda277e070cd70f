import type { Finding } from '../../src/engine/finding.js';
import { below, type Random } from '../../test/corpus/mutate.js';
import { grouped } from '../../src/grouped.js';
import type { Judged } from './judged.js';

/** One finding and the proposal that it is about. */
export interface Drawn {
  readonly judged: Judged;
  readonly finding: Finding;
}

/**
 * So many findings at random, drawn in rounds of one for each rule, so that rare rules are judged too. Ordered by rule.
 * Rollbacks are left out: their findings are advice for whoever runs them by hand.
 */
export function draw(all: readonly Judged[], count: number, random: Random): readonly Drawn[] {
  const found = all.flatMap((judged) =>
    judged.findings.filter(({ rollback }) => !rollback).map((finding) => ({ judged, finding })),
  );
  const byRule = grouped(found, ({ finding }) => finding.rule);
  const piles = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pile]) => shuffled(pile, random));
  const rounds = Math.max(0, ...piles.map(({ length }) => length));
  const inRounds = Array.from({ length: rounds }, (_, round) =>
    piles.flatMap((pile) => pile.slice(round, round + 1)),
  );
  const drawn = new Set(inRounds.flat().slice(0, count));
  return piles.flatMap((pile) => pile.filter((one) => drawn.has(one)));
}

function shuffled<T>(all: readonly T[], random: Random): readonly T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(below(random, left.length), 1));
}
