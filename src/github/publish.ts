import type { CheckPlan, FileComment, Plan, SummaryPlan } from '../report/plan.js';
import { completeCheck } from './check-run.js';
import type { GitHubClient } from './client.js';
import { writeComment } from './comments.js';
import { isRequestFailure } from './errors.js';
import { postFileComments } from './file-comments.js';
import { postReview, type ReviewTarget } from './post-review.js';
import { requestReviews, type RefusedRequest } from './request-reviews.js';
import { keepUp, type OnFailedUpkeep } from './upkeep.js';

/** What a plan is carried out on. */
export interface PublishTarget extends ReviewTarget {
  readonly checkRunId: number;
  /** The head of the pull request now. */
  currentHead(): Promise<string>;
  readonly onFailedUpkeep: OnFailedUpkeep;
  /** Somebody could not be asked for a review. */
  onRefusedRequest(refusal: RefusedRequest): void;
}

export type Published =
  /** `refused`: comments that GitHub placed nowhere; their words are in the check's text and the summary comment. */
  | { readonly kind: 'published'; readonly refused: readonly FileComment[] }
  /** The head moved on before anything was written; the check still runs. */
  | { readonly kind: 'superseded'; readonly by: string };

/** GitHub's limit for a check's text, in bytes. */
const LONGEST_TEXT = 65_535;

/**
 * Carries out a plan and decides nothing: new comments first, then the summary comment, then the earlier comments, the
 * check last, so that a completed check has its comments. Nothing is written when the head is no longer the one that was
 * reviewed. A comment that GitHub refuses on its line goes to its file, then to the summary comment and the check.
 */
export async function publish(client: GitHubClient, target: PublishTarget, plan: Plan): Promise<Published> {
  const head = await target.currentHead();
  if (head !== target.headSha) return { kind: 'superseded', by: head };
  const offLines = plan.review === null ? [] : await postReview(client, target, plan.review);
  if (offLines.length > 0) {
    // A head that moved in this moment is a reason, too, to refuse every comment.
    const now = await target.currentHead();
    if (now !== target.headSha) return { kind: 'superseded', by: now };
  }
  const fallbacks = offLines.map(({ onFile }) => onFile);
  const onFiles = [...plan.fileComments, ...fallbacks.slice(0, plan.fileCommentRoom)];
  const refused = [
    ...(await postFileComments(client, target, onFiles)),
    ...fallbacks.slice(plan.fileCommentRoom),
  ];
  for (const refusal of await requestReviews(client, target, plan.requests)) target.onRefusedRequest(refusal);
  const { summary } = plan;
  if (summary !== null && (summary.when === 'always' || refused.length > 0)) {
    await writeSummary(client, target, summary);
  }
  await keepUp(client, target, plan, target.onFailedUpkeep);
  await completeCheck(client, target, target.checkRunId, withRefused(plan.check, refused));
  return { kind: 'published', refused };
}

async function writeSummary(
  client: GitHubClient,
  target: ReviewTarget,
  { body, commentId }: SummaryPlan,
): Promise<void> {
  const { owner, repo } = target;
  if (commentId !== null) {
    try {
      await client.rest.issues.updateComment({ owner, repo, comment_id: commentId, body });
      return;
    } catch (error) {
      if (!isRequestFailure(error, 404)) throw error;
      // Somebody deleted it: it is written anew.
    }
  }
  await writeComment(client, target, body);
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
