import type { Backtest, ReviewedChange } from '../backtest/backtest.js';
import { tally, type Count, type Tally } from '../backtest/tally.js';
import type { Finding, Gap, Verdict } from '../engine/finding.js';

/** A backtest for other programs. Public since the first release: keys are added, never changed. */
export interface BacktestDocument {
  readonly version: 1;
  readonly branch: string;
  readonly range: string;
  readonly commits: number;
  readonly configuration: string | null;
  readonly shallowFrom: string | null;
  readonly changes: number;
  readonly migrations: number;
  readonly statements: number;
  readonly verdicts: Tally['verdicts'];
  readonly perHundred: Tally['perHundred'];
  readonly findings: readonly RuleCount[];
  readonly gaps: readonly Omit<RuleCount, 'severity'>[];
  /** The oldest first. */
  readonly reviews: readonly ChangeDocument[];
}

type RuleCount = Count & { readonly docs: string };

interface ChangeDocument {
  readonly commit: string;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly subject: string;
  readonly verdict: Verdict;
  readonly findings: readonly (Pick<
    Finding,
    'rule' | 'severity' | 'state' | 'file' | 'line' | 'endLine' | 'subject' | 'headline' | 'fingerprint'
  > & { readonly docs: string })[];
  readonly gaps: readonly (Pick<
    Gap,
    'id' | 'state' | 'file' | 'line' | 'endLine' | 'reason' | 'fingerprint'
  > & {
    readonly docs: string;
  })[];
}

/** The JSON of a backtest. `page` gives the address of a rule's or a gap's page. */
export function backtestDocument(backtest: Backtest, page: (id: string) => string): BacktestDocument {
  const counts = tally(backtest.changes);
  return {
    version: 1,
    branch: backtest.branch,
    range: backtest.range,
    commits: backtest.commits,
    configuration: backtest.configuration,
    shallowFrom: backtest.shallowFrom?.id ?? null,
    changes: counts.changes,
    migrations: counts.migrations,
    statements: counts.statements,
    verdicts: counts.verdicts,
    perHundred: counts.perHundred,
    findings: counts.findings.map((count) => ({ ...count, docs: page(count.id) })),
    gaps: counts.gaps.map(({ id, times, acknowledged, changes }) => ({
      id,
      times,
      acknowledged,
      changes,
      docs: page(id),
    })),
    reviews: backtest.changes.map((change) => changeDocument(change, page)),
  };
}

// Key by key: what the engine adds does not become public by itself.
function changeDocument(change: ReviewedChange, page: (id: string) => string): ChangeDocument {
  const { commit, verdict, findings, gaps } = change;
  return {
    commit: commit.id,
    date: new Date(commit.time * 1000).toISOString(),
    subject: commit.subject,
    verdict,
    findings: findings.map(
      ({ rule, severity, state, file, line, endLine, subject, headline, fingerprint }) => ({
        rule,
        severity,
        state,
        file,
        line,
        endLine,
        subject,
        headline,
        docs: page(rule),
        fingerprint,
      }),
    ),
    gaps: gaps.map(({ id, state, file, line, endLine, reason, fingerprint }) => ({
      id,
      state,
      file,
      line,
      endLine,
      reason,
      docs: page(id),
      fingerprint,
    })),
  };
}
