import { isOfBranch, pullRequestOf } from '../github/check-run.js';
import { readOwnChecks } from '../github/own-checks.js';
import type { Run, WorkTools } from './tools.js';
import { reviewAnew, type WorkOf } from './work.js';

/**
 * Reviews again whatever the commit's checks were about. The checks say so themselves: for a fork, GitHub names no pull
 * request.
 */
export async function rerunSuite(work: WorkOf<'suite'>, tools: WorkTools, run: Run): Promise<void> {
  const { installationId, owner, repo, headSha } = work;
  const checks = await readOwnChecks(await tools.client(work), work, headSha, tools.appId);
  const place = { installationId, owner, repo };
  if (checks.some(({ externalId }) => isOfBranch(externalId))) {
    await tools.take({ kind: 'examine', ...place }, `${run.id}:branch`);
  }
  const numbers = new Set(checks.flatMap(({ externalId }) => pullRequestOf(externalId)?.number ?? []));
  for (const number of numbers) {
    await tools.take(reviewAnew(place, number, 'event'), `${run.id}:${number}`);
  }
}
