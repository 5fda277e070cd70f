import { registry } from '../../rules/index.js';
import { below, type Random } from '../../test/corpus/mutate.js';
import { grouped } from '../../src/grouped.js';
import { fileOf, type Met, type Side } from './squawk-compare.js';

const OFF: ReadonlySet<string> = new Set(
  registry.flatMap((rule) => (rule.subject !== 'gap' && rule.offByDefault ? [rule.id] : [])),
);

/** Two tables: the rules of squawk and what Precheck says there, and the other way round. */
export function comparisonText(met: readonly Met[], migrations: number): string {
  const of = (by: Met['by']): readonly Met[] => met.filter((one) => one.by === by);
  return [
    `${String(migrations)} migrations`,
    '',
    `${'squawk'.padEnd(40)}  both   gap  only squawk`,
    ...rows(of('squawk'), ['both', 'gap', 'alone']),
    '',
    `${'Precheck (- off by default)'.padEnd(40)}  both  only Precheck`,
    ...rows(of('precheck'), ['both', 'alone']),
    '',
  ].join('\n');
}

function rows(met: readonly Met[], sides: readonly Side[]): readonly string[] {
  const line = (name: string, all: readonly Met[]): string => {
    const counts = sides.map((side) => all.filter((one) => one.side === side).length);
    return `${name.padEnd(40)} ${counts.map((count) => String(count).padStart(5)).join(' ')}`;
  };
  const byRule = [...grouped(met, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length);
  return [line('all', met), ...byRule.map(([rule, all]) => line(OFF.has(rule) ? `- ${rule}` : rule, all))];
}

/** So many findings of either that the other does not have, at random and in rounds of one for each rule. */
export function sampleText(met: readonly Met[], count: number, random: Random): string {
  const pick = (by: Met['by']): readonly Met[] => {
    const alone = met.filter((one) => one.by === by && one.side === 'alone' && !OFF.has(one.rule));
    const piles = [...grouped(alone, ({ rule }) => rule).values()].map((pile) => shuffled(pile, random));
    const longest = Math.max(0, ...piles.map(({ length }) => length));
    const rounds = Array.from({ length: longest }, (_, round) =>
      piles.flatMap((pile) => pile.slice(round, round + 1)),
    );
    return rounds.flat().slice(0, count);
  };
  return [...pick('squawk'), ...pick('precheck')].map(placeText).join('\n');
}

function shuffled<T>(all: readonly T[], random: Random): readonly T[] {
  const left = [...all];
  return all.flatMap(() => left.splice(below(random, left.length), 1));
}

function placeText({ by, rule, judged, path, line, statement }: Met): string {
  const lines = fileOf(judged)?.text.split('\n') ?? [];
  const sql = lines.slice((statement?.line ?? line) - 1, statement?.endLine ?? line).join('\n');
  const [first] = statement?.impacts ?? [];
  const impact = first?.impact ? JSON.stringify(first.impact) : (first?.undecided ?? 'not known');
  return [`──── only ${by}: ${rule} · ${path}:${String(line)}`, sql, `── impact ${impact}`, ''].join('\n');
}
