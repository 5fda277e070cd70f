import { proposal } from './long-history.js';
import type { Bench, Measurement } from './measurement.js';
import { calm, reviewTime, serveApp, type ServedApp } from './served-app.js';

const HISTORIES = [10, 500, 5000];

/** Promised, whatever the length of the history. */
const MOST_COLD = 14;
const MOST_WARM = 10;

/** Of a review: who the App is, is asked once in a process; a token serves for an hour. */
const NOT_OF_A_REVIEW = new Set(['apps/create-installation-access-token', 'apps/get-authenticated']);

/** What one review asked for: operations in their order. */
async function callsOf(
  { github, repository }: ServedApp,
  act: Parameters<typeof reviewTime>[1],
): Promise<readonly string[]> {
  const before = github.requests.length;
  await reviewTime(repository, act);
  // What comes after the check belongs to the review, too.
  await calm(github);
  return github.requests
    .slice(before)
    .map(({ operationId, path }) => operationId ?? path)
    .filter((operation) => !NOT_OF_A_REVIEW.has(operation));
}

interface Reviewed {
  readonly cold: readonly string[];
  readonly more: readonly string[];
  readonly fixed: readonly string[];
  /** As `fixed`, in a pull request with a conversation. */
  readonly discussed: readonly string[];
}

/** The first review of a process that never saw the repository, and those after more pushes. */
async function reviews(migrations: number): Promise<Reviewed> {
  const app = await serveApp(migrations);
  const { built, repository } = app;
  try {
    await built.commit({ branch: 'change', message: 'change', files: proposal(migrations, 'one') });
    const cold = await callsOf(app, () => repository.openPullRequest({ base: 'main', head: 'change' }));
    const push = async (...words: readonly string[]): Promise<readonly string[]> => {
      await built.commit({ branch: 'change', message: 'more', files: proposal(migrations, ...words) });
      return callsOf(app, () => repository.synchronize(1));
    };
    const more = await push('one', 'two');
    const fixed = await push('one', 'three');
    await repository.comment(1, { author: 'ann', body: 'Looks good to me.' });
    return { cold, more, fixed, discussed: await push('one', 'four') };
  } finally {
    await app.stop();
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
      const { cold, more, fixed, discussed } = await reviews(migrations);
      const words = `history of ${migrations.toLocaleString('en-US')} migrations`;
      found.push(
        call(`cold, ${words}`, cold, MOST_COLD),
        call(`a finding more, ${words}`, more, MOST_WARM),
        call(`one more and one fixed, ${words}`, fixed, MOST_WARM),
        call(`the same beside a conversation, ${words}`, discussed, MOST_WARM),
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
