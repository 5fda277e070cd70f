import { association } from '../present-pull.js';
import type { IssueComment, PullRequest, Review, ReviewComment } from '../pull-request.js';
import type { Repository } from '../repository-state.js';
import { presentCommit } from './commits.js';
import { connection, type GraphqlObject } from './object.js';
import { presentActor, presentTeam } from './people.js';
import type { Reach } from './reach.js';

/** What a comment or review hangs on. */
export interface Place {
  readonly repository: Repository;
  readonly pull: PullRequest;
}

type Written = Pick<IssueComment, 'id' | 'author' | 'body' | 'lastEditedAt' | 'minimized'>;

/** The fields that everything people write has. */
function written(reach: Reach, { repository, pull }: Place, one: Written, anchor: string) {
  const path = `/${repository.fullName}/pull/${pull.number}#${anchor}`;
  return {
    databaseId: one.id,
    fullDatabaseId: String(one.id),
    author: () => presentActor(reach, one.author),
    authorAssociation: () => association(reach.world, repository, one.author),
    body: one.body,
    lastEditedAt: one.lastEditedAt ?? null,
    includesCreatedEdit: one.lastEditedAt !== undefined,
    isMinimized: one.minimized !== undefined,
    minimizedReason: one.minimized ?? null,
    viewerDidAuthor: one.author === reach.world.bot(),
    viewerCanUpdate: one.author === reach.world.bot(),
    viewerCanMinimize: true,
    url: reach.world.url + path,
    resourcePath: path,
  };
}

/** A comment in the conversation. */
export function presentIssueComment(reach: Reach, place: Place, comment: IssueComment): GraphqlObject {
  return {
    __typename: 'IssueComment',
    id: `IC_${comment.id}`,
    ...written(reach, place, comment, `issuecomment-${comment.id}`),
    editor: () => (comment.editor === undefined ? null : presentActor(reach, comment.editor)),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
  };
}

/** A comment on a line or on a file. */
export function presentReviewComment(reach: Reach, place: Place, comment: ReviewComment): GraphqlObject {
  const { repository, pull } = place;
  const isCurrent = comment.commitId === pull.head.sha;
  const first = pull.reviewComments.find((one) => one.id === comment.inReplyTo);
  return {
    __typename: 'PullRequestReviewComment',
    id: `PRRC_${comment.id}`,
    ...written(reach, place, comment, `discussion_r${comment.id}`),
    editor: () => (comment.editor === undefined ? null : presentActor(reach, comment.editor)),
    path: comment.path,
    line: isCurrent ? (comment.line ?? null) : null,
    startLine: isCurrent ? (comment.startLine ?? null) : null,
    originalLine: comment.line ?? null,
    originalStartLine: comment.startLine ?? null,
    diffHunk: comment.diffHunk,
    outdated: !isCurrent,
    subjectType: comment.line === undefined ? 'FILE' : 'LINE',
    state: 'SUBMITTED',
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    replyTo: () => (first === undefined ? null : presentReviewComment(reach, place, first)),
    commit: () => presentCommit(reach, repository, pull.head.sha),
    originalCommit: () => presentCommit(reach, repository, comment.commitId),
    pullRequestReview: () => {
      const review = pull.reviews.find((one) => one.id === comment.reviewId);
      return review === undefined ? null : presentReview(reach, place, review);
    },
  };
}

/** The first comments of the threads of a pull request. */
export function threadsOf(pull: PullRequest): readonly ReviewComment[] {
  const pending = new Set(pull.reviews.filter((one) => one.state === 'PENDING').map((one) => one.id));
  const ids = new Set(pull.reviewComments.map((one) => one.id));
  return pull.reviewComments.filter(
    (one) => !pending.has(one.reviewId) && (one.inReplyTo === undefined || !ids.has(one.inReplyTo)),
  );
}

/** A thread: a comment and the answers to it. */
export function presentThread(reach: Reach, place: Place, first: ReviewComment): GraphqlObject {
  const { pull } = place;
  const isCurrent = first.commitId === pull.head.sha;
  const thread = first.inReplyTo ?? first.id;
  const resolver = pull.resolvedThreads.get(thread);
  const comments = pull.reviewComments.filter((one) => one === first || one.inReplyTo === thread);
  const mayResolve = reach.grant.permissions['contents'] === 'write';
  return {
    __typename: 'PullRequestReviewThread',
    id: `PRRT_${thread}`,
    isResolved: resolver !== undefined,
    isOutdated: !isCurrent,
    isCollapsed: resolver !== undefined,
    path: first.path,
    line: isCurrent ? (first.line ?? null) : null,
    startLine: isCurrent ? (first.startLine ?? null) : null,
    originalLine: first.line ?? null,
    originalStartLine: first.startLine ?? null,
    diffSide: first.side,
    startDiffSide: first.startSide ?? null,
    subjectType: first.line === undefined ? 'FILE' : 'LINE',
    resolvedBy: () => (resolver === undefined ? null : presentActor(reach, resolver)),
    viewerCanReply: true,
    viewerCanResolve: mayResolve && resolver === undefined,
    viewerCanUnresolve: mayResolve && resolver !== undefined,
    comments: connection(
      'comments',
      () => comments,
      (one) => presentReviewComment(reach, place, one),
    ),
  };
}

/** A review. */
export function presentReview(reach: Reach, place: Place, review: Review): GraphqlObject {
  const { world } = reach;
  const { repository, pull } = place;
  const teams = review.onBehalfOf.flatMap((slug) => world.team(repository.owner, slug) ?? []);
  const comments = pull.reviewComments.filter((one) => one.reviewId === review.id);
  const role = world.role(repository, review.author.login);
  return {
    __typename: 'PullRequestReview',
    id: `PRR_${review.id}`,
    ...written(reach, place, review, `pullrequestreview-${review.id}`),
    editor: () => (review.lastEditedAt === undefined ? null : presentActor(reach, review.author)),
    state: review.state,
    submittedAt: review.submittedAt ?? null,
    createdAt: review.submittedAt ?? world.now(),
    updatedAt: review.lastEditedAt ?? review.submittedAt ?? world.now(),
    publishedAt: review.submittedAt ?? null,
    authorCanPushToRepository: role === 'write' || role === 'maintain' || role === 'admin',
    commit: () => presentCommit(reach, repository, review.commitId),
    onBehalfOf: connection(
      'onBehalfOf',
      () => teams,
      (team) => presentTeam(reach, team),
    ),
    comments: connection(
      'comments',
      () => comments,
      (one) => presentReviewComment(reach, place, one),
    ),
  };
}
