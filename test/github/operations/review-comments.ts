import { place, type Anchor, type Placed } from '../anchor.js';
import { created, ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { presentAccount } from '../present.js';
import { presentPullRequest, presentReviewComment } from '../present-pull.js';
import { notFound, validationFailed } from '../refusal.js';
import { pullRequestFiles } from '../revisions.js';
import type { Account } from '../account.js';
import type { PullRequest, Review, ReviewComment } from '../pull-request.js';
import { type Repository, pullRequest } from '../repository-state.js';
import type { World } from '../world.js';
import { refuseEmpty, refuseLong } from './body-length.js';
import { need } from './needs.js';
import { react } from './reactions.js';
import { newComment, refuseForeignCommit } from './reviews.js';

/** A single comment to make. */
export interface NewReviewComment extends Anchor {
  readonly body: string;
  readonly commit_id: string;
  readonly in_reply_to?: number;
}

/** Comments on lines and files, outside of a review of several. */
export const reviewComments: Readonly<Record<string, Implementation>> = {
  'pulls/list-review-comments': {
    needs: need.pullsRead,
    handle: ({ world, repository, params }) => {
      const pull = pullRequest(repository, params['pull_number'] ?? '');
      return pages(visible(pull).map((one) => presentReviewComment(world, repository, pull, one)));
    },
  },
  'pulls/get-review-comment': { needs: need.pullsRead, handle: (call) => present(call, found(call)) },
  'pulls/create-review-comment': { needs: need.pullsWrite, handle: create },
  'pulls/create-reply-for-review-comment': { needs: need.pullsWrite, handle: reply },
  'pulls/update-review-comment': {
    needs: need.pullsWrite,
    handle: (call) => {
      const { pull, comment } = found(call);
      refuseEmpty(call.body['body']);
      editReviewComment(call.world, comment, String(call.body['body']));
      return present(call, { pull, comment });
    },
  },
  'reactions/create-for-pull-request-review-comment': {
    needs: need.pullsWrite,
    handle: (call) => react(call.world, found(call).comment.reactions, String(call.body['content'])),
  },
  'pulls/delete-review-comment': {
    needs: need.pullsWrite,
    handle: (call) => {
      const { pull, comment } = found(call);
      pull.reviewComments.splice(pull.reviewComments.indexOf(comment), 1);
      return { status: 204 };
    },
  },
};

/** A pending review's comments are not shown before it is submitted. */
function visible(pull: PullRequest): readonly ReviewComment[] {
  const pending = new Set(pull.reviews.filter((one) => one.state === 'PENDING').map((one) => one.id));
  return pull.reviewComments.filter((one) => !pending.has(one.reviewId));
}

/** Changes a comment's text. */
export function editReviewComment(
  world: World,
  comment: ReviewComment,
  body: string,
  editor?: Account,
): void {
  refuseEmpty(body);
  refuseLong(body);
  comment.body = body;
  comment.updatedAt = world.now();
  comment.lastEditedAt = comment.updatedAt;
  if (editor !== undefined) comment.editor = editor;
}

interface Found {
  readonly pull: PullRequest;
  readonly comment: ReviewComment;
}

function found({ repository, params }: Call): Found {
  for (const pull of repository.pulls.values()) {
    const comment = pull.reviewComments.find((one) => one.id === Number(params['comment_id']));
    if (comment !== undefined) return { pull, comment };
  }
  throw notFound();
}

function present({ world, repository }: Call, { pull, comment }: Found): Answer {
  return ok(presentReviewComment(world, repository, pull, comment));
}

async function create(call: Call): Promise<Answer> {
  const { world, repository, params } = call;
  const pull = pullRequest(repository, params['pull_number'] ?? '');
  const asked = call.body as unknown as NewReviewComment;
  const comment = await addReviewComment(world, repository, pull, world.bot(), asked);
  return created(presentReviewComment(world, repository, pull, comment));
}

/** Makes a single comment, with a review of its own as GitHub does. */
async function addReviewComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  author: Account,
  asked: NewReviewComment,
): Promise<ReviewComment> {
  refuseEmpty(asked.body);
  refuseLong(asked.body);
  await refuseForeignCommit(repository, pull, asked.commit_id);
  if (asked.in_reply_to !== undefined) {
    return addReply(world, repository, pull, author, { to: asked.in_reply_to, body: asked.body });
  }
  const at = place(await pullRequestFiles(repository, pull, asked.commit_id), asked);
  if (at.kind === 'declined') throw declined(at.reason);
  return keep(world, repository, pull, author, { ...asked, commitId: asked.commit_id }, at);
}

/** Answers a comment in its thread. */
export function addReply(
  world: World,
  repository: Repository,
  pull: PullRequest,
  author: Account,
  reply: { readonly to: number; readonly body: string },
): ReviewComment {
  const first = pull.reviewComments.find((one) => one.id === reply.to);
  if (first === undefined) throw notFound();
  const { path, commitId, diffHunk, side, line, startSide, startLine, position } = first;
  const at: Placed =
    line === undefined || position === undefined
      ? { kind: 'file', diffHunk }
      : { kind: 'line', side, line, startSide, startLine, position, diffHunk };
  const thread = first.inReplyTo ?? first.id;
  return keep(world, repository, pull, author, { path, commitId, body: reply.body }, at, thread);
}

function keep(
  world: World,
  repository: Repository,
  pull: PullRequest,
  author: Account,
  from: { readonly path: string; readonly body: string; readonly commitId: string },
  at: Placed,
  inReplyTo?: number,
): ReviewComment {
  const review: Review = {
    id: world.nextId(),
    author,
    body: '',
    state: 'COMMENTED',
    commitId: from.commitId,
    submittedAt: world.now(),
    lastEditedAt: undefined,
    reactions: [],
    onBehalfOf: [],
    minimized: undefined,
  };
  pull.reviews.push(review);
  const comment = newComment(world, author, { ...from, reviewId: review.id }, at, inReplyTo);
  pull.reviewComments.push(comment);
  tellReviewComment(world, repository, pull, comment, 'created', author);
  return comment;
}

/** Tells that a comment on lines was written, changed or deleted. */
export function tellReviewComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: ReviewComment,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
  more: Record<string, unknown> = {},
): void {
  const payload = {
    action,
    comment: presentReviewComment(world, repository, pull, comment),
    pull_request: presentPullRequest(world, repository, pull),
    sender: presentAccount(world, sender),
    ...more,
  };
  world.happened('pull_request_review_comment', payload, { repository });
}

function reply(call: Call): Answer {
  const { world, repository, params } = call;
  const pull = pullRequest(repository, params['pull_number'] ?? '');
  const body = String(call.body['body']);
  refuseEmpty(body);
  refuseLong(body);
  const to = Number(params['comment_id']);
  const comment = addReply(world, repository, pull, world.bot(), { to, body });
  return created(presentReviewComment(world, repository, pull, comment));
}

/** Tells that a thread was resolved, or opened again. */
export function tellThread(
  world: World,
  repository: Repository,
  pull: PullRequest,
  first: ReviewComment,
  sender: Account,
): void {
  const comments = pull.reviewComments.filter((one) => one === first || one.inReplyTo === first.id);
  const payload = {
    action: pull.resolvedThreads.has(first.id) ? 'resolved' : 'unresolved',
    thread: {
      node_id: `PRRT_${first.id}`,
      comments: comments.map((one) => presentReviewComment(world, repository, pull, one)),
    },
    pull_request: presentPullRequest(world, repository, pull),
    sender: presentAccount(world, sender),
  };
  world.happened('pull_request_review_thread', payload, { repository });
}

function declined(reason: (Placed & { kind: 'declined' })['reason']): Error {
  const thread = 'pull_request_review_thread';
  const resource = 'PullRequestReviewComment';
  switch (reason) {
    case 'path':
      return validationFailed(resource, `${thread}.path`, `${thread}.path is invalid`);
    case 'large':
      return validationFailed(resource, `${thread}.path`, `${thread}.path diff too large`);
    case 'start': {
      const message = `${thread}.start_line must be part of the same hunk as the line.`;
      return validationFailed(resource, `${thread}.start_line`, message);
    }
    case 'order': {
      const message = `${thread}.start_line must precede the end line.`;
      return validationFailed(resource, `${thread}.start_line`, message);
    }
    default:
      return validationFailed(resource, `${thread}.line`, `${thread}.line must be part of the diff`);
  }
}
