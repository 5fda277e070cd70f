import { createHash } from 'node:crypto';
import type { Blobs } from './approvals.js';
import type { Demand } from './demands.js';
import { unique } from './expert-policy.js';
import { eligibilityOf, isTeam, type Involved, type KnownReviewers, type Unable } from './reviewers.js';
import type { DemandState, Standing } from './standing.js';

/** Who was asked for which content, and when (ISO 8601). */
export interface AskedBefore {
  /** `contentOf` a demand. */
  readonly content: string;
  /** Handles. */
  readonly reviewers: readonly string[];
  readonly at: string;
  /** Their approval was seen, and the time that it took counted. */
  readonly isAnswered?: true | undefined;
}

/** What decides on whom to ask beside the demands. */
export interface RequestFacts {
  /** Nobody is asked on a draft, nor where Precheck only observes. */
  readonly isDraft: boolean;
  readonly mode: 'enforce' | 'observe';
  readonly involved: Involved;
  readonly reviewers: KnownReviewers;
  /** Handles of users and teams whose review the pull request waits for already, whoever asked. */
  readonly requested: readonly string[];
  readonly asked: readonly AskedBefore[];
  /** The head's blobs. */
  readonly head: Blobs;
}

/** Who is asked for a review now. */
export interface Requests {
  /** Handles; empty: nobody. */
  readonly ask: readonly string[];
  /** For the record, once the request is made: who counts as asked for which content. */
  readonly remember: readonly Omit<AskedBefore, 'at'>[];
  /** Handles of open demands that GitHub would refuse, or whose answer would not count. */
  readonly left: readonly Unable[];
}

const NOBODY: Requests = { ask: [], remember: [], left: [] };

/**
 * Whom to ask: for each demand without an answer its reviewers, once for each content. Where an approval is void or an
 * objection stale, the one who gave it. A team that GitHub's auto-assignment replaced by some of its members is not asked
 * beside them.
 */
export function requestsOf({ demands }: Standing, facts: RequestFacts): Requests {
  if (facts.isDraft || facts.mode === 'observe') return NOBODY;
  const pending = new Set(facts.requested.map((handle) => handle.toLowerCase()));
  const ask: string[] = [];
  const left: Unable[] = [];
  const remember = new Map<string, string[]>();
  for (const { demand, approval } of demands) {
    const content = contentOf(demand, facts.head);
    const before = new Set(askedFor(content, facts.asked));
    for (const handle of toAsk({ demand, approval })) {
      const { eligible, unable } = eligibilityOf(handle, facts.reviewers, facts.involved);
      if (unable !== undefined && approvalNeeds(demand, handle)) {
        left.push({ handle, why: unable });
        continue;
      }
      if (before.has(handle.toLowerCase())) continue;
      remember.set(content, [...(remember.get(content) ?? []), handle]);
      if (!isPending(handle, eligible, pending)) ask.push(handle);
    }
  }
  return {
    ask: unique(ask),
    remember: [...remember].map(([known, handles]) => ({ content: known, reviewers: unique(handles) })),
    left: [...new Map(left.map((one) => [one.handle.toLowerCase(), one])).values()],
  };
}

/** Somebody who answered before need not be a handle of the demand: a member of its team. */
function approvalNeeds({ reviewers }: Demand, handle: string): boolean {
  return reviewers.includes(handle);
}

function toAsk({ demand, approval }: DemandState): readonly string[] {
  switch (approval.kind) {
    case 'approved':
      return [];
    case 'void':
      return [`@${approval.by}`];
    case 'changes-requested':
      return approval.isStale ? [`@${approval.by}`] : [];
    case 'waiting':
    case 'nobody':
      return unique(demand.reviewers);
  }
}

function isPending(handle: string, eligible: ReadonlySet<string>, pending: ReadonlySet<string>): boolean {
  if (pending.has(handle.toLowerCase())) return true;
  return isTeam(handle) && [...eligible].some((login) => pending.has(`@${login}`));
}

function askedFor(content: string, asked: readonly AskedBefore[]): readonly string[] {
  return asked
    .filter((before) => before.content === content)
    .flatMap(({ reviewers }) => reviewers.map((handle) => handle.toLowerCase()));
}

/** What a demand's files hold, as one short text that changes when one of them does. */
function contentOf({ files }: Demand, head: Blobs): string {
  const blobs = files.map((file) => [file, head.get(file) ?? null]);
  return createHash('sha256').update(JSON.stringify(blobs)).digest('hex').slice(0, 16);
}

/** What was asked, and is approved now for the first time. */
export function newlyApproved(
  { decision, demands }: Standing,
  head: Blobs,
  asked: readonly AskedBefore[],
): readonly AskedBefore[] {
  if (decision.kind !== 'approved') return [];
  const contents = contentsOf(demands, head);
  return asked.filter(({ content, isAnswered }) => contents.has(content) && isAnswered !== true);
}

/** When somebody was first asked about what the demands' files hold; undefined: never, or it is not known. */
export function firstAsked(
  demands: readonly DemandState[],
  head: Blobs,
  asked: readonly AskedBefore[],
): string | undefined {
  const contents = contentsOf(demands, head);
  return asked
    .flatMap(({ content, at }) => (contents.has(content) ? [at] : []))
    .sort()
    .at(0);
}

function contentsOf(demands: readonly DemandState[], head: Blobs): ReadonlySet<string> {
  return new Set(demands.map(({ demand }) => contentOf(demand, head)));
}
