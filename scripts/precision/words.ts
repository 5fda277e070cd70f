import type { Target } from './proposals.js';
import type { Evidence } from './evidence.js';
import type { Count, RuleCount, Tally } from './tally.js';

/** Pairs and gaps that are listed; what is rarer is in the JSON. */
const LISTED = 25;

/** The figures as tables for a terminal. */
export function tallyText(tally: Tally, { engine, version }: Target): string {
  const { per100, migrations, statements } = tally;
  return [
    `${engine} ${version}: ${String(migrations)} migrations, ${String(statements)} statements`,
    `of 100 migrations ${figure(tally.clearPer100)} have no blocker, no warning and no gap`,
    `for 100 migrations: ${figure(per100.blocker)} blockers, ${figure(per100.warning)} warnings, ${figure(per100.advice)} advice, ${figure(per100.gap)} gaps`,
    '',
    `${'rule'.padEnd(36)} blocker warning  advice rollback  in 100  firm in 100`,
    ...tally.rules.map(ruleLine),
    ...list('two rules on one line', tally.pairs),
    ...list('gaps', tally.gaps),
    '',
  ].join('\n');
}

function ruleLine({ rule, blocker, warning, advice, rollback, ...in100 }: RuleCount): string {
  const columns = [blocker, warning, advice, rollback].map((count) => String(count).padStart(7)).join(' ');
  return `${rule.padEnd(36)} ${columns} ${figure(in100.per100).padStart(8)} ${figure(in100.firmPer100).padStart(12)}`;
}

function list(title: string, counts: readonly Count[]): readonly string[] {
  const lines = counts.slice(0, LISTED).map(({ what, times }) => `${String(times).padStart(5)}  ${what}`);
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function figure(value: number): string {
  return value.toFixed(1);
}

/** One finding with all that tells whether it is right. */
export function evidenceText({ project, place, sql, before, drawn }: Evidence, number: number): string {
  const { rule, severity, headline, message, remedy, impacts, suggestion } = drawn.finding;
  return [
    `──── ${String(number)}. ${rule} (${severity}) · ${project} ${place}`,
    sql,
    '── before',
    before,
    '── finding',
    headline,
    message,
    remedy,
    ...(suggestion === null ? [] : ['── suggestion', suggestion]),
    `── impact ${impacts.map(({ impact, undecided }) => (impact ? JSON.stringify(impact) : (undecided ?? ''))).join(' ')}`,
    '',
  ].join('\n');
}
