import type { InlineComment, ReviewPlan } from '../report/plan.js';
import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { PullRequestAddress } from './gather.js';
import { doNotRepeat, isSameText, once, type Writing } from './once.js';

/** Where a review goes, and in whose name. */
export interface ReviewTarget extends PullRequestAddress, Writing {
  readonly headSha: string;
  readonly botLogin: string;
}

/** Enough to find four bad comments among twenty. Each draft that GitHub takes is deleted again: a second write. */
const MOST_DRAFTS = 30;

/**
 * Posts one review with all comments that GitHub takes. One comment that it cannot place makes it decline the whole,
 * without saying which: the bad ones are then found by halves, with drafts that nobody sees. That is at most two reviews
 * and 60 writes for drafts; comments that are not proven good by then count as declined.
 * @returns the comments that GitHub did not take
 */
export async function postReview(
  client: GitHubClient,
  target: ReviewTarget,
  { body, comments }: ReviewPlan,
): Promise<readonly InlineComment[]> {
  if (await submitted(client, target, body, comments)) return [];
  await discardDrafts(client, target);
  const good = await placeable(client, target, comments);
  if (good.length === 0 || !(await submitted(client, target, body, good))) return comments;
  return comments.filter((comment) => !good.includes(comment));
}

async function submitted(
  client: GitHubClient,
  target: ReviewTarget,
  body: string,
  comments: readonly InlineComment[],
): Promise<boolean> {
  const create = () =>
    client.rest.pulls.createReview({ ...draft(target, comments), body, event: 'COMMENT', ...doNotRepeat });
  return accepted(() => once<unknown>(create, () => findReview(client, target, body), target));
}

async function findReview(client: GitHubClient, target: ReviewTarget, body: string): Promise<unknown> {
  const reviews = await ownReviews(client, target);
  return reviews.find((review) => review.commit_id === target.headSha && isSameText(review.body, body));
}

/** Of comments that GitHub declined together, those that it takes, in their order. */
async function placeable(
  client: GitHubClient,
  target: ReviewTarget,
  declined: readonly InlineComment[],
): Promise<readonly InlineComment[]> {
  let drafts = 0;
  const isGood = (comments: readonly InlineComment[]): Promise<boolean> => {
    drafts += 1;
    return accepted(async () => {
      const { data } = await client.rest.pulls.createReview({ ...draft(target, comments), ...doNotRepeat });
      await deleteDraft(client, target, data.id);
    });
  };
  const goodOf = async (bad: readonly InlineComment[]): Promise<readonly InlineComment[]> => {
    if (bad.length < 2 || drafts >= MOST_DRAFTS) return [];
    const middle = Math.ceil(bad.length / 2);
    const [first, second] = [bad.slice(0, middle), bad.slice(middle)];
    // What made GitHub decline the whole is in the second half where it is not in the first.
    if (await isGood(first)) return [...first, ...(await goodOf(second))];
    const good = await goodOf(first);
    if (drafts >= MOST_DRAFTS) return good;
    return [...good, ...((await isGood(second)) ? second : await goodOf(second))];
  };
  return goodOf(declined);
}

/** A draft that an earlier run left behind makes GitHub decline every review. */
async function discardDrafts(client: GitHubClient, target: ReviewTarget): Promise<void> {
  for (const { id, state } of await ownReviews(client, target)) {
    if (state === 'PENDING') await deleteDraft(client, target, id);
  }
}

async function ownReviews(client: GitHubClient, { owner, repo, number, botLogin }: ReviewTarget) {
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const reviews = await client.paginate(client.rest.pulls.listReviews, where);
  return reviews.filter(({ user }) => user?.login === botLogin);
}

async function deleteDraft(
  client: GitHubClient,
  { owner, repo, number }: ReviewTarget,
  review_id: number,
): Promise<void> {
  await client.rest.pulls.deletePendingReview({ owner, repo, pull_number: number, review_id });
}

function draft({ owner, repo, number, headSha }: ReviewTarget, comments: readonly InlineComment[]) {
  return {
    owner,
    repo,
    pull_number: number,
    commit_id: headSha,
    comments: comments.map(({ path, line, startLine, body }) => ({
      path,
      line,
      side: 'RIGHT',
      body,
      ...(startLine !== undefined && { start_line: startLine, start_side: 'RIGHT' }),
    })),
  };
}

async function accepted(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isRequestFailure(error, 422)) return false;
    throw error;
  }
}
