import type { Finding, Gap, Review } from '../../src/engine/finding.js';
import { verdictOf } from '../../src/engine/verdict.js';
import type { Blobs, GivenReview } from '../../src/escalation/approvals.js';
import { demandsOf, type DemandFacts } from '../../src/escalation/demands.js';
import type { ExpertPolicy } from '../../src/engine/review-input.js';
import { requestsOf, type RequestFacts } from '../../src/escalation/requests.js';
import type { ReviewerFacts } from '../../src/escalation/reviewers.js';
import { applyApprovals, standingOf } from '../../src/escalation/standing.js';
import { withExperts } from '../../src/report/escalation.js';
import { clear, finding, gap } from '../report/sample.js';

export const A = 'db/0042_orders.sql';
export const B = 'db/0043_billing.sql';

/** What a pull request is, as far as a scenario differs from the usual. */
export interface Scenario {
  readonly findings?: readonly Finding[];
  readonly gaps?: readonly Gap[];
  readonly experts?: Partial<ExpertPolicy>;
  /** An organisation's. */
  readonly floor?: Partial<ExpertPolicy>;
  readonly facts?: Partial<DemandFacts>;
  readonly reviews?: readonly GivenReview[];
  /** Blobs by commit; the last is the head. */
  readonly commits?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly author?: string;
  readonly committers?: readonly string[];
  readonly teams?: Readonly<Record<string, ReviewerFacts>> | undefined;
  readonly isDraft?: boolean;
  readonly requested?: readonly string[];
  /** The requests of an earlier scenario count as made. */
  readonly after?: Scenario;
  readonly mode?: RequestFacts['mode'];
}

/** What comes of it, in words that a table shows. */
export interface Outcome {
  readonly ask: readonly string[];
  readonly left: readonly string[];
  readonly conclusion: string;
  readonly title: string;
  readonly verdict: Review['verdict'];
  readonly held: boolean;
}

export const SQL = '@acme/sql';
export const BILLING = '@acme/billing';

const TEAMS: Readonly<Record<string, ReviewerFacts>> = {
  [SQL]: { standing: 'can-review', members: ['dba', 'Deb'] },
  [BILLING]: { standing: 'can-review', members: ['bill'] },
  '@ann': { standing: 'can-review', members: [] },
};

export function blocker(change: Partial<Finding> = {}): Finding {
  const file = change.file ?? A;
  return finding({ file, fingerprint: `${file} ${change.rule ?? ''} ${change.severity ?? ''}`, ...change });
}

export function unjudged(change: Partial<Gap> = {}): Gap {
  return gap({ file: A, ...change });
}

let clock = 0;

/** A review; later ones are given later. */
export function gave(login: string, state: GivenReview['state'], commit: string | null): GivenReview {
  clock += 1;
  return { login, state, commit, submittedAt: new Date(Date.UTC(2026, 0, 1) + clock * 60_000).toISOString() };
}

function policyOf(given: Partial<ExpertPolicy>): ExpertPolicy {
  return { reviewers: [], when: 'blocker', routes: [], ...given };
}

/** Demands, standing, requests and title of a scenario. */
export function play(scenario: Scenario): Outcome {
  return run(scenario).outcome;
}

function run(scenario: Scenario) {
  const {
    findings = [blocker()],
    gaps = [],
    experts = { reviewers: [SQL] },
    floor,
    facts,
    reviews = [],
  } = scenario;
  const { commits = { head: { [A]: '1', [B]: '1' } }, isDraft = false, mode = 'enforce' } = scenario;
  const review = clear({ findings, gaps, verdict: verdictOf(findings, gaps) });
  const policies = [...(floor ? [policyOf(floor)] : []), policyOf(experts)];
  const proposed = [A, B].map((path) => ({ path, engine: 'mysql' }));
  const demands = demandsOf(review, policies, { proposed, escalatedBy: [], weakenings: [], ...facts });
  const blobs = new Map<string, Blobs>(
    Object.entries(commits).map(([sha, held]) => [sha, new Map(Object.entries(held))]),
  );
  const headSha = [...blobs.keys()].at(-1) ?? '';
  const head: Blobs = blobs.get(headSha) ?? new Map<string, string | null>();
  const involved = { author: scenario.author ?? 'eve', committers: scenario.committers ?? [] };
  const reviewers = new Map(Object.entries({ ...TEAMS, ...scenario.teams }));
  const contents = { headSha, head, reviewed: blobs };
  const standing = standingOf(demands, { reviews, contents, involved, reviewers, isDraft });
  const before: RequestFacts['asked'] = scenario.after ? run(scenario.after).record : [];
  const { requested = [] } = scenario;
  const requests = requestsOf(standing, {
    isDraft,
    mode,
    involved,
    reviewers,
    requested,
    asked: before,
    head,
  });
  const applied = applyApprovals(review, standing);
  const own = { conclusion: applied.verdict === 'blocked' ? 'failure' : 'success', title: 'own' } as const;
  const { conclusion, title } = withExperts(own, {
    standing,
    requests,
    asked: [],
    head,
    hidden: new Set(),
  });
  const record = [...before, ...requests.remember.map((one) => ({ ...one, at: '2026-01-01T10:42:00Z' }))];
  const left = requests.left.map(({ handle, why }) => `${handle} ${why}`);
  const held = !['none', 'approved'].includes(standing.decision.kind);
  return { record, outcome: { ask: requests.ask, left, conclusion, title, verdict: applied.verdict, held } };
}
