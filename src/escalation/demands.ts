/**
 * This folder says whose approval a review needs, and what people's words and approvals do to it. It may not write prose, nor
 * know GitHub.
 */
import { createHash } from 'node:crypto';
import type { Finding, Gap, Review, Severity } from '../engine/finding.js';
import type { ExpertPolicy, ExpertRoute } from '../engine/review-input.js';
import {
  generalReviewers,
  hasExperts,
  reviewersBy,
  routed,
  router,
  type Routed,
  type Router,
} from './expert-policy.js';
import type { Weakening } from './weakening.js';

/** An approval that the pull request needs: of any one of `reviewers`, for `files` as they are at its head. */
export interface Demand {
  /** The same from one review to the next as long as the same people are asked by the same route. */
  readonly id: string;
  /**
   * `route`: a route of the configuration; `default`: no route covers it; `unrouted`: nor are there default experts, so
   * `reviewers` is empty; `escalated`: somebody asked for experts; `weakening`: the change weakens the review itself.
   */
  readonly kind: 'route' | 'default' | 'unrouted' | 'escalated' | 'weakening';
  /** Handles: "@org/team" or "@user". */
  readonly reviewers: readonly string[];
  /** The route that asks for them; null: none does. */
  readonly route: ExpertRoute | null;
  readonly reasons: readonly DemandReason[];
  /** Fingerprints of the findings and gaps that the approval acknowledges. */
  readonly subjects: readonly string[];
  /** Paths that the approval is bound to, sorted. */
  readonly files: readonly string[];
}

/** Why an expert is needed. */
export type DemandReason =
  | {
      readonly kind: 'finding';
      readonly rule: string;
      readonly severity: Severity;
      readonly tables: readonly string[];
      readonly file: string;
    }
  | { readonly kind: 'gap'; readonly id: string; readonly file: string }
  /** The configuration wants an expert's word on every migration. */
  | { readonly kind: 'always' }
  | { readonly kind: 'escalated'; readonly by: readonly string[] }
  | { readonly kind: 'weakening'; readonly weakening: Weakening };

/** What a demand may rest on beside the review. */
export interface DemandFacts {
  /** Everything that was judged: proposed migrations, and dumps that are judged in their place. */
  readonly proposed: readonly { readonly path: string; readonly engine: string | null }[];
  /** Logins of those who asked for experts. */
  readonly escalatedBy: readonly string[];
  readonly weakenings: readonly Weakening[];
}

/**
 * The approvals that a pull request needs. Several policies (an organisation's and the repository's) add up: each makes
 * its own demands, so that neither takes anything from the other; equal demands are one. What is acknowledged already
 * needs nobody. Without any expert configured there is no demand.
 */
export function demandsOf(
  review: Pick<Review, 'findings' | 'gaps'>,
  policies: readonly ExpertPolicy[],
  facts: DemandFacts,
): readonly Demand[] {
  const routers = policies.filter(hasExperts).map(router);
  const demands = new Demands();
  for (const subject of [...review.findings, ...review.gaps]) {
    if (subject.state === 'acknowledged') continue;
    demands.route(routers, routed(subject), { reason: reasonOf(subject), subject: subject.fingerprint });
  }
  for (const { path, engine } of facts.proposed) {
    demands.route(routers, { file: path, engine, tables: [] }, { reason: { kind: 'always' } });
  }
  for (const { policy } of routers) demands.general(policy, review, facts);
  return demands.all();
}

function reasonOf(subject: Finding | Gap): DemandReason {
  const { file } = subject;
  if (!('rule' in subject)) return { kind: 'gap', id: subject.id, file };
  const { rule, severity, tables } = subject;
  return { kind: 'finding', rule, severity, tables, file };
}

interface Cause {
  readonly reason: DemandReason;
  /** Fingerprint. */
  readonly subject?: string;
}

interface Growing extends Omit<Demand, 'reasons' | 'subjects' | 'files'> {
  readonly reasons: Map<string, DemandReason>;
  readonly subjects: Set<string>;
  readonly files: Set<string>;
}

type Asked = Pick<Demand, 'kind' | 'reviewers' | 'route'>;

/** Demands while they are collected; a `Map` and sets, since a pull request may hold thousands of findings. */
class Demands {
  readonly #byId = new Map<string, Growing>();

  /** Each policy that needs an expert for this asks its own. */
  route(routers: readonly Router[], what: Routed, cause: Cause): void {
    const asked = routers.flatMap((one) => askedBy(one, what));
    const isNeeded = routers.some((one) => one.needsExpert(what));
    const unrouted: Asked = { kind: 'unrouted', reviewers: [], route: null };
    for (const one of asked.length === 0 && isNeeded ? [unrouted] : asked) this.#add(one, [what.file], cause);
  }

  /** What somebody asked for, and what the change does to the review itself. */
  general(
    policy: ExpertPolicy,
    review: Pick<Review, 'findings' | 'gaps'>,
    { proposed, escalatedBy, weakenings }: DemandFacts,
  ): void {
    const reviewers = generalReviewers(policy);
    const open = [...review.findings, ...review.gaps].filter(({ state }) => state !== 'acknowledged');
    const files = [...proposed.map(({ path }) => path), ...open.map(({ file }) => file)];
    if (escalatedBy.length > 0 && files.length > 0) {
      const reason: DemandReason = { kind: 'escalated', by: escalatedBy };
      this.#add({ kind: 'escalated', reviewers, route: null }, files, { reason });
      for (const { file, fingerprint } of open) {
        this.#add({ kind: 'escalated', reviewers, route: null }, [file], { reason, subject: fingerprint });
      }
    }
    for (const weakening of weakenings) {
      const reason: DemandReason = { kind: 'weakening', weakening };
      this.#add({ kind: 'weakening', reviewers, route: null }, [weakening.file], { reason });
    }
  }

  all(): readonly Demand[] {
    return [...this.#byId.values()].map(({ reasons, subjects, files, ...demand }) => ({
      ...demand,
      reasons: [...reasons.values()],
      subjects: [...subjects],
      files: [...files].sort(),
    }));
  }

  #add(asked: Asked, files: readonly string[], { reason, subject }: Cause): void {
    const id = idOf(asked);
    const demand = this.#byId.get(id) ?? {
      id,
      ...asked,
      reasons: new Map<string, DemandReason>(),
      subjects: new Set<string>(),
      files: new Set<string>(),
    };
    this.#byId.set(id, demand);
    demand.reasons.set(JSON.stringify(reason), reason);
    if (subject !== undefined) demand.subjects.add(subject);
    for (const file of files) demand.files.add(file);
  }
}

function askedBy(one: Router, what: Routed): readonly Asked[] {
  const routes = one.routesOf(what);
  if (routes.length === 0 && !one.needsExpert(what)) return [];
  return reviewersBy(one.policy, routes).map(({ reviewers, route }) => ({
    kind: route === null ? 'default' : 'route',
    reviewers,
    route,
  }));
}

function idOf({ kind, reviewers, route }: Asked): string {
  const { tables, paths, engine, rule, severity } = route ?? {};
  const who = reviewers.map((handle) => handle.toLowerCase()).sort();
  const parts = [kind, who, [tables, paths, engine, rule, severity].map((part) => part ?? null)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
