import { place, type Anchor, type Placed } from '../anchor.js';
import { ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { presentAccount } from '../present.js';
import { presentPullRequest, presentReview, presentReviewComment } from '../present-pull.js';
import { notFound, Refusal, unprocessable } from '../refusal.js';
import { pullRequestCommits, pullRequestFiles } from '../revisions.js';
import type { Account } from '../account.js';
import type { PullRequest, Review, ReviewComment } from '../pull-request.js';
import { type Repository, pullRequest } from '../repository-state.js';
import type { World } from '../world.js';
import { refuseLong } from './body-length.js';
import { need } from './needs.js';

type ReviewEvent = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

/** A review to make. */
export interface NewReview {
  readonly commit_id?: string;
  readonly body?: string;
  readonly event?: ReviewEvent;
  readonly comments?: readonly (Anchor & { readonly body: string })[];
}

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

/** Reviews of pull requests. */
export const reviews: Readonly<Record<string, Implementation>> = {
  'pulls/create-review': { needs: need.pullsWrite, handle: create },
  'pulls/list-reviews': {
    needs: need.pullsRead,
    handle: (call) => {
      const pull = pullOf(call);
      return pages(pull.reviews.map((one) => presentReview(call.world, call.repository, pull, one)));
    },
  },
  'pulls/get-review': { needs: need.pullsRead, handle: (call) => present(call, reviewOf(call)) },
  'pulls/update-review': {
    needs: need.pullsWrite,
    handle: (call) => {
      const review = reviewOf(call);
      refuseLong(call.body['body']);
      editReview(call.world, call.repository, pullOf(call), review, String(call.body['body']));
      return present(call, review);
    },
  },
  'pulls/submit-review': { needs: need.pullsWrite, handle: submit },
  'pulls/dismiss-review': {
    needs: need.pullsWrite,
    handle: (call) => {
      const review = reviewOf(call);
      review.state = 'DISMISSED';
      tellReview(call.world, call.repository, pullOf(call), review, 'dismissed');
      return present(call, review);
    },
  },
  'pulls/delete-pending-review': {
    needs: need.pullsWrite,
    handle: (call) => {
      const review = reviewOf(call);
      if (review.state !== 'PENDING')
        throw new Refusal(422, 'Can not delete a non-pending pull request review');
      const pull = pullOf(call);
      pull.reviews.splice(pull.reviews.indexOf(review), 1);
      const kept = pull.reviewComments.filter(({ reviewId }) => reviewId !== review.id);
      pull.reviewComments.splice(0, pull.reviewComments.length, ...kept);
      return present(call, review);
    },
  },
  'pulls/list-comments-for-review': {
    needs: need.pullsRead,
    handle: (call) => {
      const pull = pullOf(call);
      const { id } = reviewOf(call);
      const comments = pull.reviewComments.filter((one) => one.reviewId === id);
      return pages(comments.map((one) => presentReviewComment(call.world, call.repository, pull, one)));
    },
  },
};

function pullOf({ repository, params }: Call): PullRequest {
  return pullRequest(repository, params['pull_number'] ?? '');
}

function reviewOf(call: Call): Review {
  const review = pullOf(call).reviews.find((one) => one.id === Number(call.params['review_id']));
  if (review === undefined) throw notFound();
  return review;
}

function present(call: Call, review: Review): Answer {
  return ok(presentReview(call.world, call.repository, pullOf(call), review));
}

async function create(call: Call): Promise<Answer> {
  const review = await addReview(call.world, call.repository, pullOf(call), call.world.bot(), call.body);
  return present(call, review);
}

function submit(call: Call): Answer {
  const review = reviewOf(call);
  const body = call.body as { readonly body?: string; readonly event: ReviewEvent };
  if (review.state !== 'PENDING') throw unprocessable('Can not submit a non-pending pull request review');
  review.body = body.body ?? review.body;
  refuseEvent(review.author, pullOf(call), { event: body.event, body: review.body });
  review.state = states[body.event];
  review.submittedAt = call.world.now();
  fulfil(pullOf(call), review);
  tellReview(call.world, call.repository, pullOf(call), review, 'submitted');
  return present(call, review);
}

/** Makes a review, all of it or nothing: one comment that cannot be placed declines the whole. */
export async function addReview(
  world: World,
  repository: Repository,
  pull: PullRequest,
  author: Account,
  asked: NewReview,
): Promise<Review> {
  refuseEvent(author, pull, asked);
  refuseLong(asked.body);
  for (const comment of asked.comments ?? []) refuseLong(comment.body);
  const commitId = asked.commit_id ?? pull.head.sha;
  await refuseForeignCommit(repository, pull, commitId);
  const files = await pullRequestFiles(repository, pull, commitId);
  const placed = (asked.comments ?? []).map((comment) => ({ comment, at: place(files, comment) }));
  const reasons = placed.flatMap(({ at }) => (at.kind === 'declined' ? [sentences[at.reason]] : []));
  if (reasons.length > 0) throw unprocessable(...new Set(reasons));
  const review: Review = {
    id: world.nextId(),
    author,
    body: asked.body ?? '',
    state: asked.event === undefined ? 'PENDING' : states[asked.event],
    commitId,
    submittedAt: asked.event === undefined ? undefined : world.now(),
    lastEditedAt: undefined,
    reactions: [],
    onBehalfOf: teamsOf(world, repository, pull, author),
    minimized: undefined,
  };
  pull.reviews.push(review);
  for (const { comment, at } of placed) {
    pull.reviewComments.push(newComment(world, author, { ...comment, commitId, reviewId: review.id }, at));
  }
  if (review.state !== 'PENDING') fulfil(pull, review);
  if (review.state !== 'PENDING') tellReview(world, repository, pull, review, 'submitted');
  return review;
}

/** Who has submitted a review is asked no more, and neither are the teams that it answers for. */
function fulfil(pull: PullRequest, { author, onBehalfOf }: Review): void {
  const isAuthor = (login: string): boolean => login.toLowerCase() === author.login.toLowerCase();
  pull.requestedUsers.splice(0, Infinity, ...pull.requestedUsers.filter((login) => !isAuthor(login)));
  pull.requestedTeams.splice(
    0,
    Infinity,
    ...pull.requestedTeams.filter((slug) => !onBehalfOf.includes(slug)),
  );
}

/** The requested teams that a person belongs to: their review answers for them. */
function teamsOf(
  world: World,
  repository: Repository,
  pull: PullRequest,
  { login }: Account,
): readonly string[] {
  const member = (slug: string): boolean => {
    const team = world.team(repository.owner, slug);
    return team !== undefined && world.isMember(team, login);
  };
  return pull.requestedTeams.filter(member);
}

const sentences = {
  path: 'Path could not be resolved',
  large: 'Pull request review thread diff is too large',
  line: 'Pull request review thread line must be part of the diff',
  start: 'Pull request review thread start line must be part of the same hunk as the line',
  order: 'Pull request review thread start line must precede the end line',
  missing: 'Line could not be resolved',
} as const;

/** A comment at its place. */
export function newComment(
  world: World,
  author: Account,
  from: {
    readonly path: string;
    readonly body: string;
    readonly commitId: string;
    readonly reviewId: number;
  },
  at: Placed,
  inReplyTo?: number,
): ReviewComment {
  const now = world.now();
  const onLine = at.kind === 'line' ? at : undefined;
  return {
    id: world.nextId(),
    reviewId: from.reviewId,
    author,
    body: from.body,
    path: from.path,
    side: onLine?.side ?? 'RIGHT',
    startSide: onLine?.startSide,
    line: onLine?.line,
    startLine: onLine?.startLine,
    position: onLine?.position,
    commitId: from.commitId,
    diffHunk: at.kind === 'declined' ? '' : at.diffHunk,
    inReplyTo,
    reactions: [],
    createdAt: now,
    updatedAt: now,
    lastEditedAt: undefined,
    minimized: undefined,
  };
}

function refuseEvent(author: Account, pull: PullRequest, { event, body }: NewReview): void {
  const own = author === pull.author;
  if (own && event === 'APPROVE') throw unprocessable('Can not approve your own pull request');
  if (own && event === 'REQUEST_CHANGES') {
    throw unprocessable('Can not request changes on your own pull request');
  }
  const needsBody = event === 'COMMENT' || event === 'REQUEST_CHANGES';
  if (needsBody && (body ?? '').trim() === '') throw unprocessable("Body can't be blank");
}

/** A commit that a force-push took away is not part of the pull request any more. */
export async function refuseForeignCommit(
  repository: Repository,
  pull: PullRequest,
  commitId: string,
): Promise<void> {
  const commits = await pullRequestCommits(repository, pull);
  if (commitId === pull.head.sha || commits.some((commit) => commit.sha === commitId)) return;
  throw unprocessable('commit_id is not part of the pull request');
}

/** Changes a review's text. */
export function editReview(
  world: World,
  repository: Repository,
  pull: PullRequest,
  review: Review,
  body: string,
): void {
  const from = review.body;
  review.body = body;
  review.lastEditedAt = world.now();
  tellReview(world, repository, pull, review, 'edited', { changes: { body: { from } } });
}

/** Tells of a review by webhook; its state is in lower case there. */
export function tellReview(
  world: World,
  repository: Repository,
  pull: PullRequest,
  review: Review,
  action: 'submitted' | 'edited' | 'dismissed',
  more: Record<string, unknown> = {},
): void {
  const presented = presentReview(world, repository, pull, review);
  const payload = {
    action,
    review: {
      ...presented,
      body: review.body === '' ? null : review.body,
      state: review.state.toLowerCase(),
      submitted_at: review.submittedAt ?? null,
    },
    pull_request: presentPullRequest(world, repository, pull),
    ...more,
    sender: presentAccount(world, review.author),
  };
  world.happened('pull_request_review', payload, { repository });
}
