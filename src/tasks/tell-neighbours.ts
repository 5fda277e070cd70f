import type { ReviewInput } from '../engine/review-input.js';
import { readOwnComments } from '../github/own-comments.js';
import { readMarker, SUMMARY_FINGERPRINT } from '../report/marker.js';
import { readRecord } from '../report/record.js';
import { scopeOf } from './judge-pull-request.js';
import type { Run, TaskTools } from './tools.js';
import { reviewAnew, type TaskOf } from './task.js';

/** More than these are no accident of two people. */
const MOST_NEIGHBOURS = 20;

/** The open pull requests that take a version which this one takes, by number. */
export function neighboursOf({ histories }: Pick<ReviewInput, 'histories'>): readonly number[] {
  const numbers = histories.flatMap(({ elsewhere = [] }) => elsewhere.map(({ pullRequest }) => pullRequest));
  return [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_NEIGHBOURS);
}

/**
 * Has those pull requests reviewed that take the same version (`now`), or do so no longer: `before` is what the last review
 * recorded. A quiet review tells only of what is new, so that two do not go on telling each other.
 */
export async function tellNeighbours(
  { cause, ...place }: Pick<TaskOf<'review'>, 'installationId' | 'owner' | 'repo' | 'cause'>,
  before: readonly number[],
  now: readonly number[],
  tools: TaskTools,
  run: Run,
): Promise<void> {
  const { installationId, owner, repo } = place;
  const told = cause === 'quiet' ? now.filter((number) => !before.includes(number)) : now;
  const changed = [...told, ...before.filter((number) => !now.includes(number))];
  try {
    for (const number of changed) {
      await tools.take(
        reviewAnew({ installationId, owner, repo }, number, 'quiet'),
        `${run.id}:neighbour:${number}`,
      );
    }
  } catch (error) {
    // This review is written; the others hear of it when they change.
    tools.log.warn({ delivery: run.id, repository: `${owner}/${repo}`, err: error }, 'others were not told');
  }
}

/**
 * A pull request is closed: those that were told of a version which it takes hear that it is over. A review that comes too
 * late does it too, since it may have taken the place of what the closing asked for.
 */
export async function tellOfClosing(
  { installationId, owner, repo, number }: Omit<TaskOf<'closed'>, 'kind' | 'reviewComments'>,
  tools: TaskTools,
  run: Run,
): Promise<void> {
  const { botLogin } = await tools.identity();
  const address = { owner, repo, number };
  const scope = scopeOf(address, tools);
  const { summaries } = await readOwnComments(
    await tools.client({ installationId, repo }),
    address,
    { comments: 1, reviewComments: 0 },
    {
      botLogin,
      readMarker: (body) => readMarker(body, scope),
      summaryFingerprint: SUMMARY_FINGERPRINT,
      isForUs: () => false,
    },
  );
  const { neighbours } = readRecord(summaries[0]?.body ?? '', scope);
  await tellNeighbours({ installationId, owner, repo, cause: 'event' }, neighbours, [], tools, run);
}
