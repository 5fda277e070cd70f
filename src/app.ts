import type { Probot } from 'probot';
import { readCommand } from './escalation/command.js';
import { pullRequestOf } from './github/check-run.js';
import { isRelevantPath } from './repository/relevant-path.js';
import { reviewAnew, type Task } from './tasks/task.js';

/** Branches that the merge queue makes; their groups have an event of their own. */
function isQueueBranch(branch: string): boolean {
  return branch.startsWith('gh-readonly-queue/');
}

/** GitHub names no more commits of a push. */
const MOST_PUSHED_COMMITS = 2048;

/** Files that say what Precheck does and who is asked. */
function isSetUp(path: string): boolean {
  return /^\.github\/precheck|(?:^|\/)CODEOWNERS$/.test(path);
}

/** What events start. */
export interface Jobs {
  /** Takes a task to be done later; resolves when it is held. A rejection lets GitHub record a failed delivery. */
  take(task: Task, deliveryId: string): Promise<void>;
}

/** How the App knows itself in what GitHub sends. */
export interface Self {
  readonly appId: number;
  /** Undefined as long as GitHub has not said it. */
  botLogin(): string | undefined;
}

/** Which event starts which task. Handlers only hand it over: the work is the queue's. */
export function startJobs(probot: Probot, jobs: Jobs, self: Self): void {
  pullRequestEvents(probot, jobs, self);
  checkEvents(probot, jobs, self);
  conversationEvents(probot, jobs, self);
  threadEvents(probot, jobs);
  teamEvents(probot, jobs);
  repositoryEvents(probot, jobs);
}

interface Origin {
  readonly installation?: { readonly id: number } | undefined;
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } };
}

type Place = Pick<Task, 'installationId' | 'owner' | 'repo'>;

/** Undefined for a webhook of something else than the App. */
function placeOf({ installation, repository }: Origin): Place | undefined {
  if (installation === undefined) return undefined;
  return { installationId: installation.id, owner: repository.owner.login, repo: repository.name };
}

interface PullRequestEvent extends Origin {
  readonly pull_request: {
    readonly number: number;
    readonly updated_at: string;
    readonly head: { readonly sha: string };
  };
}

function reviewOf(payload: PullRequestEvent): Task | undefined {
  const place = placeOf(payload);
  if (place === undefined) return undefined;
  const { number, head, updated_at: updatedAt } = payload.pull_request;
  return { kind: 'review', ...place, number, headSha: head.sha, updatedAt, cause: 'event' };
}

function pullRequestEvents(probot: Probot, jobs: Jobs, self: Self): void {
  probot.on(
    [
      'pull_request.opened',
      'pull_request.synchronize',
      'pull_request.reopened',
      'pull_request.ready_for_review',
      'pull_request.converted_to_draft',
    ],
    async ({ id, payload }) => {
      const task = reviewOf(payload);
      if (task !== undefined && payload.sender.login !== self.botLogin()) await jobs.take(task, id);
    },
  );

  probot.on('pull_request.edited', async ({ id, payload }) => {
    const task = reviewOf(payload);
    // Of edits, only another base branch can change the answer.
    if (task !== undefined && payload.changes.base !== undefined) await jobs.take(task, id);
  });

  probot.on('pull_request.closed', async ({ id, payload }) => {
    const place = placeOf(payload);
    if (place === undefined) return;
    const { number, review_comments: reviewComments } = payload.pull_request;
    await jobs.take({ kind: 'closed', ...place, number, reviewComments }, id);
  });

  probot.on(
    ['pull_request_review.submitted', 'pull_request_review.edited', 'pull_request_review.dismissed'],
    async ({ id, payload }) => {
      const place = placeOf(payload);
      if (place === undefined || payload.sender.login === self.botLogin()) return;
      const { pull_request: pull, review } = payload;
      await jobs.take(reviewAnew(place, pull.number, 'quiet'), id);
      if (payload.action !== 'submitted' || !isCommand({ body: review.body ?? '', user: review.user }))
        return;
      const asked = { number: pull.number, commentId: review.id, place: 'review' } as const;
      await jobs.take({ kind: 'command', ...place, ...asked }, `${id}:command`);
    },
  );
}

/** Whatever the checks of a commit are about. A merge group's branch names its last pull request and its base. */
function ofCommit(
  place: Place,
  suite: { readonly head_sha: string; readonly head_branch?: string | null },
): Task {
  const { head_sha: headSha, head_branch: branch } = suite;
  const baseSha = /-([0-9a-f]{40,64})$/.exec(branch ?? '')?.[1];
  return branch && baseSha !== undefined && isQueueBranch(branch)
    ? { kind: 'merge-group', ...place, headSha, baseSha, headRef: `refs/heads/${branch}` }
    : { kind: 'suite', ...place, headSha };
}

function checkEvents(probot: Probot, jobs: Jobs, self: Self): void {
  probot.on('check_run.rerequested', async ({ id, payload }) => {
    const { check_run: run } = payload;
    const place = placeOf(payload);
    const about = pullRequestOf(run.external_id);
    if (place === undefined || run.app?.id !== self.appId) return;
    const { head_sha, check_suite: suite } = run;
    if (about === undefined) await jobs.take(ofCommit(place, { head_sha, ...suite }), id);
    else await jobs.take(reviewAnew(place, about.number, 'event', head_sha), id);
  });

  probot.on('check_run.requested_action', async ({ id, payload }) => {
    const { check_run: run, requested_action: action, sender } = payload;
    const place = placeOf(payload);
    const about = pullRequestOf(run.external_id);
    if (place === undefined || run.app?.id !== self.appId || about === undefined) return;
    const pressed = { button: action?.identifier ?? '', sender: sender.login, headSha: run.head_sha };
    await jobs.take({ kind: 'button', ...place, number: about.number, ...pressed }, id);
  });

  probot.on('check_suite.rerequested', async ({ id, payload }) => {
    const { check_suite: suite } = payload;
    const place = placeOf(payload);
    if (place === undefined || suite.app.id !== self.appId) return;
    await jobs.take(ofCommit(place, suite), id);
  });

  probot.on('merge_group.checks_requested', async ({ id, payload }) => {
    const { head_sha: headSha, base_sha: baseSha, head_ref: headRef } = payload.merge_group;
    const place = payload.repository && placeOf({ ...payload, repository: payload.repository });
    if (place) await jobs.take({ kind: 'merge-group', ...place, headSha, baseSha, headRef }, id);
  });

  probot.on('merge_group.destroyed', async ({ id, payload }) => {
    const place = payload.repository && placeOf({ ...payload, repository: payload.repository });
    if (place)
      await jobs.take({ kind: 'merge-group-gone', ...place, headSha: payload.merge_group.head_sha }, id);
  });
}

function conversationEvents(probot: Probot, jobs: Jobs, self: Self): void {
  probot.on('issue_comment.created', async ({ id, payload }) => {
    const { comment, issue } = payload;
    const place = placeOf(payload);
    if (place === undefined || issue.pull_request === undefined) return;
    if (!isCommand(comment)) return;
    const asked = { number: issue.number, commentId: comment.id, place: 'conversation' } as const;
    await jobs.take({ kind: 'command', ...place, ...asked }, id);
  });

  probot.on(['issue_comment.edited', 'issue_comment.deleted'], async ({ id, payload }) => {
    const { comment, issue, sender } = payload;
    const place = placeOf(payload);
    if (place === undefined || issue.pull_request === undefined || sender.login === self.botLogin()) return;
    const before = payload.action === 'edited' ? payload.changes.body?.from : undefined;
    const isOurs = comment.user?.login === self.botLogin();
    // A summary that somebody deleted or changed is written anew; a command taken back no longer counts.
    const matters = isOurs || [comment.body, before ?? ''].some((body) => readCommand(body) !== undefined);
    if (matters) await jobs.take(reviewAnew(place, issue.number, 'quiet'), id);
  });
}

/** Comments on lines, those of a review among them. */
function threadEvents(probot: Probot, jobs: Jobs): void {
  probot.on('pull_request_review_comment.created', async ({ id, payload }) => {
    const { comment, pull_request: pull } = payload;
    const place = placeOf(payload);
    if (place === undefined || !isCommand(comment)) return;
    const asked = { number: pull.number, commentId: comment.id, place: 'thread' } as const;
    await jobs.take({ kind: 'command', ...place, ...asked }, id);
  });

  probot.on(
    ['pull_request_review_comment.edited', 'pull_request_review_comment.deleted'],
    async ({ id, payload }) => {
      const { comment, pull_request: pull } = payload;
      const place = placeOf(payload);
      const before = payload.action === 'edited' ? payload.changes.body?.from : undefined;
      const matters = isCommand(comment) || isCommand({ ...comment, body: before ?? '' });
      if (place !== undefined && matters) await jobs.take(reviewAnew(place, pull.number, 'quiet'), id);
    },
  );
}

/** Other programs do not command this one, and it does not answer itself. */
function isCommand({
  body,
  user,
}: {
  readonly body: string;
  readonly user: { readonly type?: string } | null;
}): boolean {
  return user?.type !== 'Bot' && readCommand(body) !== undefined;
}

function teamEvents(probot: Probot, jobs: Jobs): void {
  probot.on(
    [
      'membership.added',
      'membership.removed',
      'team.added_to_repository',
      'team.removed_from_repository',
      'team.edited',
      'team.deleted',
    ],
    async ({ id, payload: { installation, organization } }) => {
      if (installation === undefined) return;
      const place = { installationId: installation.id, owner: organization.login, repo: '' };
      await jobs.take({ kind: 'people-changed', ...place }, id);
    },
  );
}

function repositoryEvents(probot: Probot, jobs: Jobs): void {
  probot.on('push', async ({ id, payload }) => {
    const { repository, ref, deleted, commits, forced } = payload;
    const place = placeOf({
      ...payload,
      repository: { name: repository.name, owner: { login: repository.owner?.login ?? '' } },
    });
    const [, branch] = /^refs\/heads\/(.+)$/.exec(ref) ?? [];
    if (place === undefined || branch === undefined || deleted || isQueueBranch(branch)) return;
    const paths = commits.flatMap(({ added, modified, removed }) => [
      ...(added ?? []),
      ...(modified ?? []),
      ...(removed ?? []),
    ]);
    if (branch === repository.default_branch && paths.some(isSetUp)) {
      await jobs.take({ kind: 'examine', ...place }, id);
    } else if (forced || commits.length >= MOST_PUSHED_COMMITS || paths.some(isRelevantPath)) {
      await jobs.take({ kind: 'base-moved', ...place, branch }, id);
    }
  });

  probot.on('installation.created', async ({ id, payload }) => {
    for (const repository of payload.repositories ?? []) await look(payload.installation.id, repository, id);
  });

  probot.on(['installation.unsuspend', 'installation.new_permissions_accepted'], async ({ id, payload }) => {
    for (const repository of payload.repositories ?? []) await look(payload.installation.id, repository, id);
  });

  probot.on('installation_repositories.added', async ({ id, payload }) => {
    for (const repository of payload.repositories_added) await look(payload.installation.id, repository, id);
  });

  async function look(installationId: number, { full_name: name }: { full_name: string }, id: string) {
    const [owner, repo] = name.split('/');
    if (owner === undefined || repo === undefined) return;
    await jobs.take({ kind: 'examine', installationId, owner, repo }, `${id}:${name}`);
  }
}
