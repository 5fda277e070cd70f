import type { Severity, State, Verdict } from '../engine/finding.js';
import type { ReviewedChange } from './backtest.js';

/** How often a rule spoke, or how often something could not be judged. */
export interface Count {
  readonly id: string;
  /** Null for a gap. */
  readonly severity: Severity | null;
  readonly times: number;
  /** Of those, acknowledged at once by their authors. */
  readonly acknowledged: number;
  /** In how many changes. */
  readonly changes: number;
}

/** What the reviews of all changes come to. */
export interface Tally {
  readonly changes: number;
  readonly migrations: number;
  readonly statements: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** The severest first, then the most frequent. */
  readonly findings: readonly Count[];
  readonly gaps: readonly Count[];
  /** Per hundred changes, rounded; null where there are none. Without what is acknowledged. */
  readonly perHundred: Readonly<
    Record<'blocked' | 'commented' | 'blockers' | 'warnings' | 'advice' | 'gaps', number>
  > | null;
}

/** Counts. Pure. */
export function tally(changes: readonly ReviewedChange[]): Tally {
  const verdicts: Record<Verdict, number> = { clear: 0, acknowledged: 0, blocked: 0, incomplete: 0 };
  for (const { verdict } of changes) verdicts[verdict] += 1;
  const checked = changes.flatMap((change) => change.checked);
  const findings = counted(changes, (change) =>
    change.findings.map(({ rule, severity, state }) => ({ id: rule, severity, state })),
  );
  const gaps = counted(changes, (change) =>
    change.gaps.map(({ id, state }) => ({ id, severity: null, state })),
  );
  return {
    changes: changes.length,
    migrations: sum(checked.map(({ migrations }) => migrations)),
    statements: sum(checked.map(({ statements }) => statements)),
    verdicts,
    findings,
    gaps,
    perHundred: perHundred(changes, verdicts.blocked, [...findings, ...gaps]),
  };
}

interface Subject {
  readonly id: string;
  readonly severity: Severity | null;
  readonly state: State;
}

const RANK: Readonly<Record<Severity, number>> = { blocker: 0, warning: 1, advice: 2 };

function counted(
  changes: readonly ReviewedChange[],
  subjectsOf: (change: ReviewedChange) => readonly Subject[],
): readonly Count[] {
  const counts = new Map<string, { -readonly [key in keyof Count]: Count[key] }>();
  for (const change of changes) {
    const met = new Set<string>();
    for (const { id, severity, state } of subjectsOf(change)) {
      const key = `${id} ${String(severity)}`;
      const count = counts.get(key) ?? { id, severity, times: 0, acknowledged: 0, changes: 0 };
      counts.set(key, count);
      count.times += 1;
      if (state !== 'open') count.acknowledged += 1;
      if (!met.has(key)) count.changes += 1;
      met.add(key);
    }
  }
  const rank = ({ severity }: Count): number => (severity === null ? 0 : RANK[severity]);
  return [...counts.values()].sort(
    (a, b) => rank(a) - rank(b) || b.times - a.times || (a.id < b.id ? -1 : 1),
  );
}

function perHundred(
  changes: readonly ReviewedChange[],
  blocked: number,
  counts: readonly Count[],
): Tally['perHundred'] {
  if (changes.length === 0) return null;
  const share = (number: number): number => Math.round((100 * number) / changes.length);
  const open = (severity: Severity | null): number =>
    share(
      sum(
        counts
          .filter((one) => one.severity === severity)
          .map(({ times, acknowledged }) => times - acknowledged),
      ),
    );
  const isOpen = ({ state }: { readonly state: State }): boolean => state === 'open';
  const commented = changes.filter(({ findings, gaps }) => [...findings, ...gaps].some(isOpen)).length;
  return {
    blocked: share(blocked),
    commented: share(commented),
    blockers: open('blocker'),
    warnings: open('warning'),
    advice: open('advice'),
    gaps: open(null),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
