import type { ReviewInput } from '../engine/review-input.js';
import type { Run, WorkTools } from './tools.js';
import type { WorkOf } from './work.js';

/** More than these are no accident of two people. */
const MOST_NEIGHBOURS = 20;

/** The open pull requests that take a version which this one takes, by number. */
export function neighboursOf({ histories }: Pick<ReviewInput, 'histories'>): readonly number[] {
  const numbers = histories.flatMap(({ elsewhere = [] }) => elsewhere.map(({ pullRequest }) => pullRequest));
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_NEIGHBOURS);
}

/**
 * Has those pull requests reviewed that take the same version since now, or do so no longer: `before` is what the last review
 * recorded. Who is told finds the same, and has nothing new to tell in return.
 */
export async function tellNeighbours(
  { installationId, owner, repo }: Pick<WorkOf<'review'>, 'installationId' | 'owner' | 'repo'>,
  before: readonly number[],
  now: readonly number[],
  tools: Pick<WorkTools, 'take'>,
  run: Pick<Run, 'id'>,
): Promise<void> {
  const changed = [
    ...now.filter((number) => !before.includes(number)),
    ...before.filter((number) => !now.includes(number)),
  ];
  for (const number of changed) {
    await tools.take(
      { kind: 'review', installationId, owner, repo, number, headSha: null, updatedAt: null, cause: 'quiet' },
      `${run.id}:neighbour:${number}`,
    );
  }
}
