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
  await calm(github);
  return github.requests
    .slice(before)
    .map(({ operationId, path }) => operationId ?? path)
    .filter((operation) => !NOT_OF_A_REVIEW.has(operation));
}

/** Waits until nothing was asked for a while. */
async function calm(github: LocalGitHub): Promise<void> {
  for (let seen = -1; seen < github.requests.length;) {
    seen = github.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

interface Reviewed {
  readonly cold: readonly string[];
  readonly more: readonly string[];
  readonly fixed: readonly string[];
}

/** The first review of a process that never saw the repository, and those after two more pushes. */
async function reviews(migrations: number): Promise<Reviewed> {
  const [github, built] = await Promise.all([startLocalGitHub(), longHistory(migrations)]);
  const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const fleet = await startFleet(github, { program, processes: 1 });
  try {
    const repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
    github.setWebhookTarget(fleet.webhooks);
    // What a process asks when it starts, it asks once, not for a review.
    await calm(github);
    await built.commit({ branch: 'change', message: 'change', files: proposal(migrations, 'one') });
    const cold = await callsOf(github, repository, () =>
      repository.openPullRequest({ base: 'main', head: 'change' }),
    );
    const push = async (...words: readonly string[]): Promise<readonly string[]> => {
      await built.commit({ branch: 'change', message: 'more', files: proposal(migrations, ...words) });
      return callsOf(github, repository, () => repository.synchronize(1));
    };
    return { cold, more: await push('one', 'two'), fixed: await push('one', 'three') };
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
      const { cold, more, fixed } = await reviews(migrations);
      const words = `history of ${migrations.toLocaleString('en-US')} migrations`;
      found.push(
        call(`cold, ${words}`, cold, MOST_COLD),
        call(`a finding more, ${words}`, more, MOST_WARM),
        call(`one more and one fixed, ${words}`, fixed, MOST_WARM),
      );
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
