import type { Acknowledgement, Finding, Gap, Review } from '../engine/finding.js';
import { verdictOf } from '../engine/verdict.js';
import { approvalOf, type Approval, type ApprovalFacts } from './approvals.js';
import type { Demand } from './demands.js';
import { unique } from './expert-policy.js';

/** A demand and what became of it. */
export interface DemandState {
  readonly demand: Demand;
  readonly approval: Approval;
}

/** Where the pull request stands with its experts, all demands together. Logins are without "@", handles with. */
export type Decision =
  /** No expert is needed. */
  | { readonly kind: 'none' }
  /** Every demand is approved. `carriedOver`: all of it for earlier commits, with the same files. */
  | { readonly kind: 'approved'; readonly by: readonly string[]; readonly carriedOver: boolean }
  /** `isStale`: the files changed since, and it is up to the same people to look again. */
  | { readonly kind: 'changes-requested'; readonly by: readonly string[]; readonly isStale: boolean }
  | { readonly kind: 'nobody' }
  /** An approval was for `commit`, and the files changed since. `who`: handles that can answer. */
  | {
      readonly kind: 'void';
      readonly by: string;
      readonly commit: string | null;
      readonly who: readonly string[];
    }
  | { readonly kind: 'waiting'; readonly who: readonly string[] }
  /** As `waiting`, on a draft: nobody is asked yet. */
  | { readonly kind: 'draft'; readonly who: readonly string[] };

/** Every demand with what became of it, and what that makes of the pull request. */
export interface Standing {
  readonly demands: readonly DemandState[];
  readonly decision: Decision;
}

/** What decides on a standing beside the demands. */
export interface StandingFacts extends ApprovalFacts {
  readonly isDraft: boolean;
}

/** Where a pull request stands with its experts. */
export function standingOf(demands: readonly Demand[], facts: StandingFacts): Standing {
  const states = demands.map((demand) => ({ demand, approval: approvalOf(demand, facts) }));
  return { demands: states, decision: decisionOf(states, facts.isDraft) };
}

/** What weighs most decides: an objection, a demand that nobody can meet, what has to be looked at again, what waits. */
function decisionOf(states: readonly DemandState[], isDraft: boolean): Decision {
  const approvals = states.map(({ approval }) => approval);
  const objections = approvals.filter((approval) => approval.kind === 'changes-requested');
  const current = objections.filter(({ isStale }) => !isStale);
  if (current.length > 0) return { kind: 'changes-requested', by: namesOf(current), isStale: false };
  if (approvals.some(({ kind }) => kind === 'nobody')) return { kind: 'nobody' };
  if (objections.length > 0) return { kind: 'changes-requested', by: namesOf(objections), isStale: true };
  const open = states.filter(({ approval: { kind } }) => kind === 'void' || kind === 'waiting');
  const who = unique(open.flatMap(({ demand }) => demand.reviewers));
  if (open.length > 0 && isDraft) return { kind: 'draft', who };
  const former = approvals.find((approval) => approval.kind === 'void');
  if (former) return { kind: 'void', by: former.by, commit: former.commit, who };
  if (open.length > 0) return { kind: 'waiting', who };
  const given = approvals.filter((approval) => approval.kind === 'approved');
  if (given.length === 0) return { kind: 'none' };
  const carriedOver = given.every((approval) => approval.carriedOver);
  return { kind: 'approved', by: namesOf(given), carriedOver };
}

function namesOf(approvals: readonly { readonly by: string }[]): readonly string[] {
  return unique(approvals.map(({ by }) => by));
}

/** What an approval says where its author gave no other reason. */
const APPROVED = 'approved by an expert';

/**
 * The review with what experts approved acknowledged, and its verdict anew. A finding or gap of several demands needs all
 * of them. A demand without findings changes no verdict: the standing's decision tells.
 */
export function applyApprovals(review: Review, { demands }: Standing): Review {
  const approvedBy = new Map<string, string>();
  for (const { demand, approval } of demands) {
    if (approval.kind !== 'approved') continue;
    for (const fingerprint of demand.subjects) approvedBy.set(fingerprint, approval.by);
  }
  for (const { demand, approval } of demands) {
    if (approval.kind === 'approved') continue;
    for (const fingerprint of demand.subjects) approvedBy.delete(fingerprint);
  }
  const approved = <T extends Finding | Gap>(subject: T): T => {
    const by = approvedBy.get(subject.fingerprint);
    if (by === undefined || subject.state === 'acknowledged') return subject;
    return { ...subject, state: 'acknowledged', acknowledgement: acknowledgement(subject, by) };
  };
  const findings = review.findings.map(approved);
  const gaps = review.gaps.map(approved);
  return { ...review, findings, gaps, verdict: verdictOf(findings, gaps) };
}

/** The author's own words stay, beside who approved them. */
function acknowledgement({ acknowledgement: asked }: Finding | Gap, login: string): Acknowledgement {
  return asked ? { ...asked, approvedBy: login } : { reason: APPROVED, line: null, by: login };
}
