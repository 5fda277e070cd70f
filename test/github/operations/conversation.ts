import { created, ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { isObject } from '../json.js';
import { presentAccount } from '../present.js';
import { presentIssueComment, presentPullRequest, presentReactions } from '../present-pull.js';
import { notFound } from '../refusal.js';
import type { Account } from '../account.js';
import type { IssueComment, PullRequest } from '../pull-request.js';
import { type Repository, pullRequest } from '../repository-state.js';
import type { World } from '../world.js';
import { refuseEmpty, refuseLong } from './body-length.js';
import { need } from './needs.js';
import { presentReaction, react } from './reactions.js';

/** The conversation of a pull request: comments and reactions to them. */
export const conversation: Readonly<Record<string, Implementation>> = {
  'issues/get': {
    needs: need.conversationRead,
    handle: ({ world, repository, params }) => {
      const pull = pullRequest(repository, params['issue_number'] ?? '');
      return ok(presentIssue(world, repository, pull));
    },
  },
  'issues/list-comments': {
    needs: need.conversationRead,
    handle: ({ world, repository, params }) => {
      const pull = pullRequest(repository, params['issue_number'] ?? '');
      return pages(pull.issueComments.map((one) => presentIssueComment(world, repository, pull, one)));
    },
  },
  'issues/get-comment': { needs: need.conversationRead, handle: (call) => present(call, found(call)) },
  'issues/create-comment': {
    needs: need.conversationWrite,
    handle: ({ world, repository, params, body }) => {
      const pull = pullRequest(repository, params['issue_number'] ?? '');
      const comment = addComment(world, repository, pull, world.bot(), String(body['body']));
      return created(presentIssueComment(world, repository, pull, comment));
    },
  },
  'issues/update-comment': {
    needs: need.conversationWrite,
    handle: (call) => {
      const { pull, comment } = found(call);
      const body = String(call.body['body']);
      editComment(call.world, call.repository, pull, comment, call.world.bot(), body);
      return present(call, { pull, comment });
    },
  },
  'issues/delete-comment': {
    needs: need.conversationWrite,
    handle: (call) => {
      const { pull, comment } = found(call);
      deleteComment(call.world, call.repository, pull, comment, call.world.bot());
      return { status: 204 };
    },
  },
  'reactions/list-for-issue-comment': {
    needs: need.conversationRead,
    handle: (call) => {
      const { reactions } = found(call).comment;
      return pages(reactions.map((one) => presentReaction(call.world, one)));
    },
  },
  'reactions/create-for-issue-comment': {
    needs: need.conversationWrite,
    handle: (call) => react(call.world, found(call).comment.reactions, String(call.body['content'])),
  },
  'reactions/delete-for-issue-comment': {
    needs: need.conversationWrite,
    handle: (call) => {
      const { reactions } = found(call).comment;
      const at = reactions.findIndex((one) => one.id === Number(call.params['reaction_id']));
      if (at === -1) throw notFound();
      reactions.splice(at, 1);
      return { status: 204 };
    },
  },
};

interface Found {
  readonly pull: PullRequest;
  readonly comment: IssueComment;
}

function found({ repository, params }: Call): Found {
  for (const pull of repository.pulls.values()) {
    const comment = pull.issueComments.find((one) => one.id === Number(params['comment_id']));
    if (comment !== undefined) return { pull, comment };
  }
  throw notFound();
}

function present({ world, repository }: Call, { pull, comment }: Found): Answer {
  return ok(presentIssueComment(world, repository, pull, comment));
}

/** Adds a comment to the conversation. */
export function addComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  author: Account,
  body: string,
): IssueComment {
  refuseEmpty(body);
  refuseLong(body);
  const now = world.now();
  const comment: IssueComment = {
    id: world.nextId(),
    author,
    body,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: undefined,
    minimized: undefined,
    reactions: [],
  };
  pull.issueComments.push(comment);
  tell(world, repository, pull, comment, 'created', author);
  return comment;
}

/** Changes a comment's text. */
export function editComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
  sender: Account,
  body: string,
): void {
  refuseEmpty(body);
  refuseLong(body);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  comment.lastEditedAt = comment.updatedAt;
  comment.editor = sender;
  tell(world, repository, pull, comment, 'edited', sender, { changes: { body: { from } } });
}

/** Deletes a comment. */
export function deleteComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
  sender: Account,
): void {
  pull.issueComments.splice(pull.issueComments.indexOf(comment), 1);
  tell(world, repository, pull, comment, 'deleted', sender);
}

function tell(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
  action: 'created' | 'edited' | 'deleted',
  sender: Account,
  more: Record<string, unknown> = {},
): void {
  const payload = {
    action,
    issue: presentIssue(world, repository, pull),
    comment: presentIssueComment(world, repository, pull, comment),
    sender: presentAccount(world, sender),
    ...more,
  };
  world.happened('issue_comment', payload, { repository });
}

/** A pull request as the issue that it also is. */
function presentIssue(world: World, repository: Repository, pull: PullRequest): Record<string, unknown> {
  const presented = presentPullRequest(world, repository, pull);
  const api = `${world.api}/repos/${repository.fullName}`;
  const shared = ['id', 'number', 'title', 'body', 'user', 'state', 'locked', 'draft', 'labels', 'assignees'];
  const more = ['comments', 'created_at', 'updated_at', 'closed_at', 'author_association', 'html_url'];
  const { merged_at: mergedAt, html_url: html, url, diff_url: diff, patch_url: patch, user } = presented;
  return {
    ...Object.fromEntries([...shared, ...more].map((name) => [name, presented[name]])),
    node_id: `I_${pull.id}`,
    url: `${api}/issues/${pull.number}`,
    repository_url: api,
    labels_url: `${api}/issues/${pull.number}/labels{/name}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    events_url: `${api}/issues/${pull.number}/events`,
    assignee: null,
    reactions: presentReactions(`${api}/issues/${pull.number}/reactions`, []),
    milestone: null,
    active_lock_reason: null,
    pull_request: { url, html_url: html, diff_url: diff, patch_url: patch, merged_at: mergedAt },
    ...(isObject(user) ? { user } : {}),
  };
}
