import type { Probot } from 'probot';
import { pullRequestOf } from './github/check-run.js';
import type { ReviewRequest } from './work/review-pull-request.js';

/** What events start. */
export interface Jobs {
  /** Takes a review to be done later; never throws. */
  review(request: ReviewRequest): void;
}

/** How the App knows itself in what GitHub sends. */
export interface Self {
  readonly appId: number;
  /** Undefined as long as GitHub has not said it. */
  botLogin(): string | undefined;
}

/** Which event starts which job. Handlers answer at once: the work is the queue's. */
export function startJobs(probot: Probot, jobs: Jobs, self: Self): void {
  probot.on(
    [
      'pull_request.opened',
      'pull_request.synchronize',
      'pull_request.reopened',
      'pull_request.ready_for_review',
    ],
    ({ id, payload }) => {
      const { pull_request, repository, installation, sender } = payload;
      if (installation === undefined || sender.login === self.botLogin()) return;
      jobs.review({
        id,
        installationId: installation.id,
        owner: repository.owner.login,
        repo: repository.name,
        number: pull_request.number,
        headSha: pull_request.head.sha,
        updatedAt: pull_request.updated_at,
      });
    },
  );

  probot.on('check_run.rerequested', ({ id, payload }) => {
    const { check_run, repository, installation } = payload;
    const about = pullRequestOf(check_run.external_id);
    if (installation === undefined || check_run.app?.id !== self.appId || about === undefined) return;
    jobs.review({
      id,
      installationId: installation.id,
      owner: repository.owner.login,
      repo: repository.name,
      number: about.number,
      headSha: check_run.head_sha,
      updatedAt: undefined,
    });
  });
}
