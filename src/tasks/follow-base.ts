import { readOpenPullRequests } from '../github/open-pull-requests.js';
import { isRelevantPath } from '../repository/relevant-path.js';
import type { Run, TaskTools } from './tools.js';
import { reviewAnew, type TaskOf } from './task.js';

/**
 * A branch moved: the pull requests into it that bring migrations are reviewed anew, in silence where their answer is still the
 * same.
 */
export async function followBase(task: TaskOf<'base-moved'>, tools: TaskTools, run: Run): Promise<void> {
  const { branch } = task;
  const client = await tools.client(task);
  const pulls = await readOpenPullRequests(client, task, branch);
  const touched = pulls.filter(({ files }) => files.some(({ path }) => isRelevantPath(path)));
  for (const { number } of touched) {
    run.signal.throwIfAborted();
    await tools.take(reviewAnew(task, number, 'quiet'), `${run.id}:${number}`);
  }
  tools.log.info({ delivery: run.id, branch, pullRequests: touched.length }, 'the base branch moved');
}
