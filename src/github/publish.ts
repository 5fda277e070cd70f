import type { CheckPlan, InlineComment, Plan, SummaryPlan } from '../report/plan.js';
import { completeCheck } from './check-run.js';
import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { PullRequestAddress } from './gather.js';
import { doNotRepeat, isSameText, once } from './once.js';
import { postReview, type ReviewTarget } from './post-review.js';

/** What a plan is carried out on. */
export interface PublishTarget extends ReviewTarget {
  readonly checkRunId: number;
  /** The head of the pull request now. */
  currentHead(): Promise<string>;
}

export type Published =
  /** `refused`: comments that GitHub placed nowhere; their words are in the check's text. */
  | { readonly kind: 'published'; readonly refused: readonly InlineComment[] }
  /** The head moved on before anything was written; the check still runs. */
  | { readonly kind: 'superseded'; readonly by: string };

/** GitHub's limit for a check's text, in characters. */
const LONGEST_TEXT = 65_535;

/**
 * Carries out a plan and decides nothing: the review first, then the summary comment, the check last, so that a
 * completed check has its comments. Nothing is written when the head is no longer the one that was reviewed.
 */
export async function publish(client: GitHubClient, target: PublishTarget, plan: Plan): Promise<Published> {
  const head = await target.currentHead();
  if (head !== target.headSha) return { kind: 'superseded', by: head };
  const refused = plan.review === null ? [] : await postReview(client, target, plan.review);
  if (refused.length > 0) {
    // A head that moved in this moment is a reason, too, to refuse every comment.
    const now = await target.currentHead();
    if (now !== target.headSha) return { kind: 'superseded', by: now };
  }
  if (plan.summary !== null) await writeSummary(client, target, plan.summary);
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
  await createComment(client, target, body);
}

async function createComment(
  client: GitHubClient,
  { owner, repo, number, botLogin }: PullRequestAddress & { readonly botLogin: string },
  body: string,
): Promise<void> {
  const where = { owner, repo, issue_number: number };
  await once<unknown>(
    () => client.rest.issues.createComment({ ...where, body, ...doNotRepeat }),
    async () => {
      const comments = await client.paginate(client.rest.issues.listComments, { ...where, per_page: 100 });
      return comments.find(({ user, body: kept }) => user?.login === botLogin && isSameText(kept, body));
    },
  );
}

function withRefused(check: CheckPlan, refused: readonly InlineComment[]): CheckPlan {
  if (refused.length === 0) return check;
  const comments = refused.map(
    ({ path, line, body }) => `\`${path.replaceAll('`', '')}\`, line ${line}\n\n${body}`,
  );
  const parts = [
    '## Comments that GitHub placed on no line',
    ...comments,
    ...(check.text === null ? [] : [check.text]),
  ];
  return { ...check, text: parts.join('\n\n').slice(0, LONGEST_TEXT) };
}
