import { readOpenPullRequests } from '../github/open-pull-requests.js';
import { isRelevantPath } from '../repository/relevant-path.js';
import type { Run, WorkTools } from './tools.js';
import { reviewAnew, type WorkOf } from './work.js';

/**
 * A branch moved: the pull requests into it that bring migrations are reviewed anew, in silence where their answer is still the
 * same.
 */
export async function followBase(work: WorkOf<'base-moved'>, tools: WorkTools, run: Run): Promise<void> {
  const { branch } = work;
  const client = await tools.client(work);
  const pulls = await readOpenPullRequests(client, work, branch);
  const touched = pulls.filter(({ files }) => files.some(({ path }) => isRelevantPath(path)));
  for (const { number } of touched) {
    run.signal.throwIfAborted();
    await tools.take(reviewAnew(work, number, 'quiet'), `${run.id}:${number}`);
  }
  tools.log.info({ delivery: run.id, branch, pullRequests: touched.length }, 'the base branch moved');
}
