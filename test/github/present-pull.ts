import type { JsonObject } from './json.js';
import { presentAccount, presentApp, presentRepository, presentTeam } from './present.js';
import type { Account } from './account.js';
import type {
  IssueComment,
  PullRequest,
  PullRequestEnd,
  Reaction,
  Review,
  ReviewComment,
} from './pull-request.js';
import type { Repository } from './repository-state.js';
import type { World } from './world.js';

function presentEnd(
  world: World,
  repository: Repository,
  end: PullRequestEnd,
  where: 'same' | 'fork' | 'deleted',
): JsonObject {
  const owner = where === 'same' ? undefined : end.owner;
  return {
    label: `${end.owner.login}:${end.ref}`,
    ref: end.ref,
    sha: end.sha,
    user: presentAccount(world, end.owner),
    repo: where === 'deleted' ? null : presentRepository(world, repository, owner),
  };
}

/** A pull request, in the shape that GET pulls/{n} and webhooks share. */
export function presentPullRequest(world: World, repository: Repository, pull: PullRequest): JsonObject {
  const path = `${repository.fullName}/pull/${pull.number}`;
  const api = `${world.api}/repos/${repository.fullName}`;
  const link = (href: string): JsonObject => ({ href });
  return {
    id: pull.id,
    node_id: `PR_${pull.id}`,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    body: pull.body,
    user: presentAccount(world, pull.author),
    draft: pull.draft,
    merged: pull.merged,
    merged_at: pull.merged ? pull.updatedAt : null,
    closed_at: pull.state === 'closed' ? pull.updatedAt : null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    author_association: association(world, repository, pull.author),
    labels: pull.labels.map((name, at) => presentLabel(world, repository, name, at)),
    assignees: [],
    requested_reviewers: pull.requestedUsers.map((login) => presentAccount(world, world.account(login))),
    requested_teams: pull.requestedTeams.flatMap((slug) => presentTeamOf(world, repository, slug)),
    base: presentEnd(world, repository, pull.base, 'same'),
    head: presentEnd(world, repository, pull.head, pull.headRepository),
    url: `${api}/pulls/${pull.number}`,
    html_url: `${world.url}/${path}`,
    diff_url: `${world.url}/${path}.diff`,
    patch_url: `${world.url}/${path}.patch`,
    issue_url: `${api}/issues/${pull.number}`,
    _links: {
      self: link(`${api}/pulls/${pull.number}`),
      html: link(`${world.url}/${path}`),
      issue: link(`${api}/issues/${pull.number}`),
      comments: link(`${api}/issues/${pull.number}/comments`),
      commits: link(`${api}/pulls/${pull.number}/commits`),
      statuses: link(`${api}/statuses/${pull.head.sha}`),
      review_comments: link(`${api}/pulls/${pull.number}/comments`),
      review_comment: link(`${api}/pulls/comments{/number}`),
    },
    comments: pull.issueComments.length,
    review_comments: pull.reviewComments.length,
    mergeable: true,
    rebaseable: true,
    mergeable_state: 'clean',
  };
}

function presentLabel(world: World, repository: Repository, name: string, at: number): JsonObject {
  const url = `${world.api}/repos/${repository.fullName}/labels/${encodeURIComponent(name)}`;
  return {
    id: at + 1,
    node_id: `L_${at + 1}`,
    url,
    name,
    description: null,
    color: 'ededed',
    default: false,
  };
}

function presentTeamOf(world: World, repository: Repository, slug: string): readonly JsonObject[] {
  return world.teams
    .filter((team) => team.organisation === repository.owner && team.slug === slug)
    .map((team) => presentTeam(world, team));
}

/** A review. */
export function presentReview(
  world: World,
  repository: Repository,
  pull: PullRequest,
  review: Review,
): JsonObject {
  const html = `${world.url}/${repository.fullName}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const api = `${world.api}/repos/${repository.fullName}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: `PRR_${review.id}`,
    user: presentAccount(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: api,
    _links: { html: { href: html }, pull_request: { href: api } },
    commit_id: review.commitId,
    ...(review.submittedAt === undefined ? {} : { submitted_at: review.submittedAt }),
    author_association: association(world, repository, review.author),
  };
}

/** A comment on a line or a file. A comment on a commit that is no longer the head has lost its line. */
export function presentReviewComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: ReviewComment,
): JsonObject {
  const html = `${world.url}/${repository.fullName}/pull/${pull.number}#discussion_r${comment.id}`;
  const api = `${world.api}/repos/${repository.fullName}/pulls`;
  const self = `${api}/comments/${comment.id}`;
  const current = comment.commitId === pull.head.sha;
  return {
    id: comment.id,
    node_id: `PRRC_${comment.id}`,
    url: self,
    html_url: html,
    pull_request_url: `${api}/${pull.number}`,
    _links: { self: { href: self }, html: { href: html }, pull_request: { href: `${api}/${pull.number}` } },
    pull_request_review_id: comment.reviewId,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: pull.head.sha,
    original_commit_id: comment.commitId,
    user: presentAccount(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(world, repository, comment.author),
    side: comment.side,
    start_side: comment.startSide ?? null,
    line: current ? (comment.line ?? null) : null,
    original_line: comment.line ?? 1,
    start_line: current ? (comment.startLine ?? null) : null,
    original_start_line: comment.startLine ?? null,
    position: current ? (comment.position ?? null) : null,
    original_position: comment.position ?? 1,
    subject_type: comment.line === undefined ? 'file' : 'line',
    reactions: presentReactions(`${self}/reactions`, comment.reactions),
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
  };
}

/** A comment in the conversation. */
export function presentIssueComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
): JsonObject {
  const api = `${world.api}/repos/${repository.fullName}/issues`;
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url: `${api}/comments/${comment.id}`,
    html_url: `${world.url}/${repository.fullName}/pull/${pull.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/${pull.number}`,
    user: presentAccount(world, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(world, repository, comment.author),
    reactions: presentReactions(api, comment.reactions),
    performed_via_github_app: comment.author.type === 'Bot' ? presentApp(world, world.app) : null,
  };
}

/** How often each reaction was given. */
export function presentReactions(url: string, reactions: readonly Reaction[]): JsonObject {
  const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  const count = (kind: string): number => reactions.filter((one) => one.content === kind).length;
  return {
    url,
    total_count: reactions.length,
    ...Object.fromEntries(kinds.map((kind) => [kind, count(kind)])),
  };
}

/** How a person stands to a repository. */
export function association(world: World, repository: Repository, account: Account): string {
  if (account === repository.owner) return 'OWNER';
  if (account.type === 'Bot') return 'NONE';
  const role = world.role(repository, account.login);
  return role === 'none' || role === 'read' ? 'CONTRIBUTOR' : 'COLLABORATOR';
}
