import type { CheckPlan, ClosedComment, FileComment, Plan } from '../report/plan.js';
import { completeCheck } from './check-run.js';
import type { GitHubClient } from './client.js';
import { writeComment } from './comments.js';
import { isPassing } from './errors.js';
import { postFileComments } from './file-comments.js';
import { postReview, type ReviewTarget } from './post-review.js';
import { requestReviews, type RefusedRequest } from './request-reviews.js';
import { rewrite, type Rewriting } from './upkeep.js';

/** What a plan is carried out on. */
export interface PublishTarget extends ReviewTarget {
  readonly checkRunId: number;
  /** The head of the pull request now. */
  currentHead(): Promise<string>;
  /** Throws when another run has the word: asked before each write. */
  throwIfStopped(): void;
  /** Closes what stands twice by now; asked for only after a write of which it is not known whether it took effect. */
  doubles(): Promise<readonly ClosedComment[]>;
  /** An earlier comment could not be changed: the review does not depend on it. */
  onFailedUpkeep(error: unknown): void;
  /** Somebody could not be asked for a review. */
  onRefusedRequest(refusal: RefusedRequest): void;
}

/** What became of a plan. */
export type Published =
  /** `refused`: comments that GitHub placed nowhere; their words are in the check's text and the summary comment. */
  | { readonly kind: 'published'; readonly refused: readonly FileComment[] }
  /** The head moved on before anything was written; the check still runs. */
  | { readonly kind: 'superseded'; readonly by: string };

/** GitHub's limit for a check's text, in bytes. */
const LONGEST_TEXT = 65_535;

/**
 * Carries out a plan and decides nothing: new comments first, then the summary comment and the earlier comments, the
 * check last, so that a completed check has its comments. Nothing is written when the head is no longer the one that was
 * reviewed. A comment that GitHub refuses on its line goes to its file, then to the summary comment and the check.
 */
export async function publish(client: GitHubClient, target: PublishTarget, plan: Plan): Promise<Published> {
  const head = await target.currentHead();
  if (head !== target.headSha) return { kind: 'superseded', by: head };
  const writes = { areCertain: true };
  const watched: PublishTarget = {
    ...target,
    onUncertain: () => {
      writes.areCertain = false;
    },
  };
  const offLines = plan.review === null ? [] : await postReview(client, watched, plan.review);
  if (offLines.length > 0) {
    // A head that moved in this moment is a reason, too, to refuse every comment.
    const now = await target.currentHead();
    if (now !== target.headSha) return { kind: 'superseded', by: now };
  }
  const fallbacks = offLines.map(({ onFile }) => onFile);
  const onFiles = [...plan.fileComments, ...fallbacks.slice(0, plan.fileCommentRoom)];
  const refused = [
    ...(await postFileComments(client, watched, onFiles)),
    ...fallbacks.slice(plan.fileCommentRoom),
  ];
  target.throwIfStopped();
  for (const refusal of await requestReviews(client, target, plan.requests)) target.onRefusedRequest(refusal);
  await bringUpToDate(client, watched, plan, refused.length > 0);
  if (!writes.areCertain) await change(client, watched, await target.doubles());
  target.throwIfStopped();
  await completeCheck(client, target, target.checkRunId, withRefused(plan.check, refused));
  return { kind: 'published', refused };
}

async function bringUpToDate(
  client: GitHubClient,
  target: PublishTarget,
  { summary, edits, closed }: Plan,
  isRefused: boolean,
): Promise<void> {
  const wanted = summary?.when === 'always' || isRefused ? summary : null;
  const { nodeId = null, body = '' } = wanted ?? {};
  const standing: readonly Rewriting[] = nodeId === null ? [] : [{ nodeId, body, on: 'conversation' }];
  const earlier = [...edits.map((edit): Rewriting => ({ ...edit, on: 'diff' })), ...closed];
  const gone = await change(client, target, [...standing, ...earlier], standing);
  const isNew = wanted !== null && (nodeId === null || gone.some((one) => standing.includes(one)));
  if (isNew) await writeComment(client, target, body);
}

/**
 * Changes comments that stand. The review depends on those that are `needed`, and of the others on those that GitHub only
 * has to be asked for later.
 * @returns those that somebody deleted
 */
async function change(
  client: GitHubClient,
  target: PublishTarget,
  changes: readonly Rewriting[],
  needed: readonly Rewriting[] = [],
): Promise<readonly Rewriting[]> {
  target.throwIfStopped();
  const gone: Rewriting[] = [];
  for (const { change, isGone, error } of await rewrite(client, changes)) {
    if (isGone) gone.push(change);
    else if (needed.includes(change) || isPassing(error)) throw error;
    else target.onFailedUpkeep(error);
  }
  return gone;
}

function withRefused(check: CheckPlan, refused: readonly FileComment[]): CheckPlan {
  if (refused.length === 0) return check;
  const parts = [
    '## Comments that GitHub placed on no line',
    ...refused.map(({ body }) => body),
    ...(check.text === null ? [] : [check.text]),
  ];
  // A character that the cut goes through is left out.
  const bytes = Buffer.from(parts.join('\n\n')).subarray(0, LONGEST_TEXT);
  return { ...check, text: bytes.toString().replace(/\uFFFD$/, '') };
}
