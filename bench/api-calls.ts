import { fileURLToPath } from 'node:url';

import { startFleet } from '../scripts/faults/fleet.js';
import type { LocalRepository } from '../test/github/local-repository.js';
import { startLocalGitHub, type LocalGitHub } from '../test/github/server.js';
import { longHistory, proposal } from './long-history.js';
import type { Bench, Measurement } from './measurement.js';

const HISTORIES = [10, 500, 5000];

/** Promised, whatever the length of the history. */
const MOST_COLD = 14;
const MOST_WARM = 10;

/** Of a review: who the App is, is asked once in a process; a token serves for an hour. */
const NOT_OF_A_REVIEW = new Set(['apps/create-installation-access-token', 'apps/get-authenticated']);

/** What one review asked for: operations in their order. */
async function callsOf(
  github: LocalGitHub,
  repository: LocalRepository,
  act: () => Promise<{ readonly head: { readonly sha: string } }>,
): Promise<readonly string[]> {
  const before = github.requests.length;
  const { sha } = (await act()).head;
  await repository.waitForCheck({ sha, name: 'precheck', timeoutMs: 120_000 });
  // What comes after the check belongs to the review, too.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return github.requests
    .slice(before)
    .map(({ operationId, path }) => operationId ?? path)
    .filter((operation) => !NOT_OF_A_REVIEW.has(operation));
}

interface Reviewed {
  readonly cold: readonly string[];
  readonly warm: readonly string[];
}

/** The first review of a process that never saw the repository, and one after a further push. */
async function reviews(migrations: number): Promise<Reviewed> {
  const [github, built] = await Promise.all([startLocalGitHub(), longHistory(migrations)]);
  const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const fleet = await startFleet(github, { program, processes: 1 });
  try {
    const repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
    github.setWebhookTarget(fleet.webhooks);
    await built.commit({ branch: 'change', message: 'change', files: proposal(migrations, 'one') });
    const cold = await callsOf(github, repository, () =>
      repository.openPullRequest({ base: 'main', head: 'change' }),
    );
    await built.commit({ branch: 'change', message: 'more', files: proposal(migrations, 'two') });
    const warm = await callsOf(github, repository, () => repository.synchronize(1));
    return { cold, warm };
  } finally {
    await fleet.stop();
    await github.close();
    built.remove();
  }
}

/** What a review costs of GitHub's rate limit. */
export const apiCalls: Bench = {
  name: 'api-calls',
  about: 'calls of GitHub’s API in a review with findings, as the history grows',
  needsCorpus: false,
  async run() {
    const found: Measurement[] = [];
    for (const migrations of HISTORIES) {
      const { cold, warm } = await reviews(migrations);
      const words = `history of ${migrations.toLocaleString('en-US')} migrations`;
      found.push(call(`cold, ${words}`, cold, MOST_COLD), call(`a further push, ${words}`, warm, MOST_WARM));
    }
    return found;
  },
};

function call(what: string, operations: readonly string[], most: number): Measurement {
  return {
    what,
    value: operations.length,
    unit: 'calls',
    target: { bound: 'at most', value: most },
    details: operations,
  };
}
