import { isOfBranch, pullRequestOf } from '../github/check-run.js';
import { readOwnChecks } from '../github/own-checks.js';
import type { Run, TaskTools } from './tools.js';
import { reviewAnew, type TaskOf } from './task.js';

/**
 * Reviews again whatever the commit's checks were about. The checks say so themselves: for a fork, GitHub names no pull
 * request.
 */
export async function rerunSuite(task: TaskOf<'suite'>, tools: TaskTools, run: Run): Promise<void> {
  const { installationId, owner, repo, headSha } = task;
  const checks = await readOwnChecks(await tools.client(task), task, headSha, tools.appId);
  const place = { installationId, owner, repo };
  if (checks.some(({ externalId }) => isOfBranch(externalId))) {
    await tools.take({ kind: 'examine', ...place }, `${run.id}:branch`);
  }
  const numbers = new Set(checks.flatMap(({ externalId }) => pullRequestOf(externalId)?.number ?? []));
  for (const number of numbers) {
    await tools.take(reviewAnew(place, number, 'event', headSha), `${run.id}:${number}`);
  }
}
