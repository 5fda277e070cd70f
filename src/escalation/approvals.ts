import type { Demand } from './demands.js';
import { eligibilityOf, type Involved, type KnownReviewers, type Unable } from './reviewers.js';

/** A review as GitHub lists it. */
export interface GivenReview {
  readonly login: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED' | 'COMMENTED';
  /** What the reviewer saw; null where GitHub does not say. */
  readonly commit: string | null;
  /** ISO 8601. */
  readonly submittedAt: string;
}

/** Path → blob id; null: no such file. A path that is not in it was not read, and is equal to nothing. */
export type Blobs = ReadonlyMap<string, string | null>;

/** What the demanded files hold, now and where they were reviewed. */
export interface Contents {
  /** Of the pull request's head, or of the merge group's. */
  readonly headSha: string;
  readonly head: Blobs;
  /** By commit; one that is not in it could not be read, and a review of it holds for nothing else. */
  readonly reviewed: ReadonlyMap<string, Blobs>;
}

/** What people's reviews are measured by. */
export interface ApprovalFacts {
  readonly reviews: readonly GivenReview[];
  readonly contents: Contents;
  readonly involved: Involved;
  readonly reviewers: KnownReviewers;
}

/** What became of a demand. Logins without "@"; `commit`: what the reviewer saw. */
export type Approval =
  /** `carriedOver`: given for an earlier commit, and the files are the same. */
  | {
      readonly kind: 'approved';
      readonly by: string;
      readonly commit: string | null;
      readonly carriedOver: boolean;
    }
  /** `isStale`: the files changed since. It holds all the same until the reviewer looks again, or it is dismissed. */
  | {
      readonly kind: 'changes-requested';
      readonly by: string;
      readonly commit: string | null;
      readonly isStale: boolean;
    }
  /** Approved once; the files changed since. */
  | { readonly kind: 'void'; readonly by: string; readonly commit: string | null; readonly eligible: number }
  /** Nobody said anything; so many people could. */
  | { readonly kind: 'waiting'; readonly eligible: number }
  /** Nobody can; no handle at all: none is configured. */
  | { readonly kind: 'nobody'; readonly unable: readonly Unable[] };

/**
 * What became of a demand. Of each person the latest review that is no comment counts; of who is involved, and of who may
 * not approve now, none does.
 */
export function approvalOf(demand: Demand, facts: ApprovalFacts): Approval {
  const { reviews, contents, reviewers, involved } = facts;
  const handles = demand.reviewers.map((handle) => ({
    handle,
    ...eligibilityOf(handle, reviewers, involved),
  }));
  const eligible = new Set(handles.flatMap((one) => [...one.eligible]));
  if (eligible.size === 0) {
    const unable = handles.flatMap(({ handle, unable: why }) => (why === undefined ? [] : [{ handle, why }]));
    return { kind: 'nobody', unable };
  }
  const opinions = latestOpinions(reviews).filter(({ login }) => eligible.has(login.toLowerCase()));
  return (
    fromOpinions(demand, opinions, contents, eligible.size) ?? { kind: 'waiting', eligible: eligible.size }
  );
}

/** The latest review of each person that is no comment, the latest person first. */
function latestOpinions(reviews: readonly GivenReview[]): readonly GivenReview[] {
  const byLogin = new Map<string, GivenReview>();
  const inOrder = reviews
    .filter(({ state }) => state !== 'COMMENTED')
    .sort((a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt));
  for (const review of inOrder) byLogin.set(review.login.toLowerCase(), review);
  return inOrder.filter((review) => byLogin.get(review.login.toLowerCase()) === review).reverse();
}

/** What the eligible say, the latest first; undefined when none of them says anything that counts. */
function fromOpinions(
  { files }: Demand,
  opinions: readonly GivenReview[],
  contents: Contents,
  eligible: number,
): Approval | undefined {
  const isSame = ({ commit }: GivenReview): boolean => isSameAsHead(files, commit, contents);
  const against = opinions.filter(({ state }) => state === 'CHANGES_REQUESTED');
  const objection = against.find(isSame) ?? against[0];
  if (objection) {
    const { login: by, commit } = objection;
    return { kind: 'changes-requested', by, commit, isStale: !isSame(objection) };
  }
  const given = opinions.filter(({ state }) => state === 'APPROVED');
  const approval = given.find(({ commit }) => commit === contents.headSha) ?? given.find(isSame);
  if (approval) {
    const { login: by, commit } = approval;
    return { kind: 'approved', by, commit, carriedOver: commit !== contents.headSha };
  }
  const [former] = given;
  return former && { kind: 'void', by: former.login, commit: former.commit, eligible };
}

/** Whether all files are at the head what they were at the commit. What was not read is not the same. */
function isSameAsHead(files: readonly string[], commit: string | null, contents: Contents): boolean {
  if (commit === contents.headSha) return true;
  const then = commit === null ? undefined : contents.reviewed.get(commit);
  return then !== undefined && files.every((file) => isSameBlob(then.get(file), contents.head.get(file)));
}

function isSameBlob(then: string | null | undefined, now: string | null | undefined): boolean {
  return then !== undefined && then === now;
}
