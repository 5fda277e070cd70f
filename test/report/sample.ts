import { registry } from '../../rules/index.js';
import type { EnvironmentImpact, Finding, Gap, Review } from '../../src/engine/finding.js';
import type { ReviewSettings } from '../../src/engine/review-input.js';
import type { Impact } from '../../src/impact/impact.js';
import type { PlanOptions } from '../../src/report/make-plan.js';
import { questionsOf } from '../../src/report/questions.js';
import type { PullRequestFacts, StandingComment } from '../../src/report/plan.js';

export const FILE = 'db/migrations/0042_drop_status.sql';
export const LINES = [
  '-- orders no longer need D',
  'ALTER TABLE orders',
  "  CHANGE status status ENUM('A','B','C');",
  'UPDATE orders SET x = 1;',
];
const PATCH = ['@@ -0,0 +1,4 @@', ...LINES.map((line) => `+${line}`)].join('\n');

export const COPY: Impact = {
  blocks: 'writes',
  work: 'copy',
  algorithm: 'COPY',
  lock: 'SHARED',
  rewrites: [{ name: 'orders' }],
  scans: [],
  fact: 'column-type',
  source: 'manual',
};
export const INSTANT: Impact = {
  ...COPY,
  blocks: 'nobody',
  work: 'metadata',
  algorithm: 'INSTANT',
  lock: 'NONE',
  rewrites: [],
};

export function on(
  environment: string,
  version: string,
  impact: Impact | null = COPY,
  undecided: string | null = null,
): EnvironmentImpact {
  return { environment, version, impact, undecided };
}

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    rule: 'enum-non-additive',
    severity: 'blocker',
    state: 'open',
    file: FILE,
    line: 3,
    endLine: 3,
    subject: 'orders.status',
    headline: '`orders.status` loses the value `D`: rows that hold it make the migration fail',
    message:
      'The ENUM of `orders.status` loses `D`. MySQL copies the table, and a row that holds `D` stops it with error 1265.',
    remedy: 'Keep `D` in the list, and add new values at its end.',
    recipe: [],
    suggestion: "ALTER TABLE orders\n  CHANGE status status ENUM('A','B','C','D');",
    suggestionLine: 2,
    suggestionEndLine: 3,
    acknowledgement: null,
    tables: ['orders'],
    engine: 'mysql',
    fingerprint: 'aaaa000011112222',
    impacts: [on('default', '8.0.36')],
    rollback: false,
    ...change,
  };
}

export function gap(change: Partial<Gap> = {}): Gap {
  return {
    id: 'statement-unreadable',
    state: 'open',
    file: FILE,
    line: 4,
    endLine: 4,
    reason: 'The word `FROBNICATE` is not known here.',
    statement: 'FROBNICATE orders',
    tables: [],
    engine: 'mysql',
    acknowledgement: null,
    fingerprint: 'bbbb000011112222',
    ...change,
  };
}

export function review(change: Partial<Review> = {}): Review {
  return {
    verdict: 'blocked',
    findings: [finding()],
    gaps: [],
    notices: [],
    statements: [
      { file: FILE, line: 2, endLine: 3, impacts: [on('default', '8.0.36')] },
      {
        file: FILE,
        line: 4,
        endLine: 4,
        impacts: [on('default', '8.0.36', null, 'the history shows no `x`')],
      },
    ],
    checked: [
      {
        path: 'db/migrations',
        migrations: 1,
        statements: 2,
        history: 41,
        engine: 'mysql',
        environments: [{ name: 'default', version: '8.0.36', assumed: false }],
      },
    ],
    ...change,
  };
}

/** A clean review of `migrations` migrations. */
export function clear(change: Partial<Review> = {}): Review {
  return review({ verdict: 'clear', findings: [], gaps: [], ...change });
}

export function settings(change: Partial<ReviewSettings> = {}): ReviewSettings {
  return {
    mode: 'enforce',
    rules: {},
    acknowledge: { blocker: 'expert', warning: 'author' },
    hasExperts: false,
    docs: { rules: {}, notes: {} },
    ...change,
  };
}

export function pull(change: Partial<PullRequestFacts> = {}): PullRequestFacts {
  return {
    repository: 'acme/shop',
    number: 7,
    headSha: '1234567890123456789012345678901234567890',
    baseSha: '0000000000123456789012345678901234567890',
    draft: false,
    htmlUrl: 'https://github.com/acme/shop',
    files: [{ path: FILE, patch: PATCH }],
    comments: [],
    summaries: [],
    ...change,
  };
}

/** A comment that an earlier review made on the sample's finding. */
export function standing(change: Partial<StandingComment> = {}): StandingComment {
  return {
    id: 1,
    nodeId: `node ${String(change.id ?? 1)}`,
    fingerprint: 'aaaa000011112222',
    state: 'suggestion',
    body: 'What it said.',
    path: FILE,
    commitId: 'e'.repeat(40),
    lines: 2,
    hasReply: false,
    ...change,
  };
}

export const OPTIONS: PlanOptions = {
  docs: { repositoryUrl: 'https://github.com/precheck-app/precheck', publicUrl: 'https://precheck.example' },
  markerKey: 'k'.repeat(32),
  questions: questionsOf(registry),
  reviewedMigrations: 1,
};
