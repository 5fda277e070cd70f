import { readRepositories } from '../github/installations.js';
import { reviewOpen } from './follow-base.js';
import type { Run, TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/** Repositories without a push for so long have no review that waits for anybody. */
const QUIET_MS = 30 * 24 * 3_600_000;

/**
 * Somebody joined or left a team, or a team's access changed: approvals may count no longer, or now. Open pull requests with
 * migrations are reviewed anew, into whichever branch, in silence where their answer is still the same. Of processes that share
 * a queue, the others may judge them by what they learned up to a minute before.
 */
export async function followPeople(
  { installationId }: TaskOf<'people-changed'>,
  tools: TaskTools,
  run: Run,
): Promise<void> {
  tools.experts.forget();
  const repositories = await readRepositories(await tools.client({ installationId }), installationId);
  for (const { owner, repo, pushedAt } of repositories) {
    if (pushedAt === null || Date.now() - Date.parse(pushedAt) > QUIET_MS) continue;
    run.signal.throwIfAborted();
    const place = { installationId, owner, repo };
    await reviewOpen(place, undefined, tools, { ...run, id: `${run.id}:${owner}/${repo}` });
  }
}
