import { readOpenPullRequests } from '../github/open-pull-requests.js';
import { isRelevantPath } from '../repository/relevant-path.js';
import type { Run, TaskTools } from './tools.js';
import { reviewAnew, type Task, type TaskOf } from './task.js';

/**
 * A branch moved: the pull requests into it that bring migrations are reviewed anew, in silence where their answer is still the
 * same.
 */
export async function followBase(task: TaskOf<'base-moved'>, tools: TaskTools, run: Run): Promise<void> {
  await reviewOpen(task, task.branch, tools, run);
}

/** Reviews the open pull requests that may bring migrations, into one branch or into any. */
export async function reviewOpen(
  { installationId, owner, repo }: Pick<Task, 'installationId' | 'owner' | 'repo'>,
  base: string | undefined,
  tools: TaskTools,
  run: Run,
): Promise<void> {
  const place = { installationId, owner, repo };
  const pulls = await readOpenPullRequests(await tools.client({ installationId, repo }), place, base);
  const touched = pulls.filter(
    ({ files, hasMore }) => hasMore || files.some(({ path }) => isRelevantPath(path)),
  );
  for (const { number } of touched) {
    run.signal.throwIfAborted();
    await tools.take(reviewAnew(place, number, 'quiet'), `${run.id}:${number}`);
  }
  const repository = `${owner}/${repo}`;
  const found = { delivery: run.id, repository, branch: base, pullRequests: touched.length };
  tools.log.info(found, 'open pull requests are reviewed anew');
}
