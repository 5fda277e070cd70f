import { randomUUID } from 'node:crypto';
import type { ChatAcknowledgement } from '../engine/review-input.js';
import type { GitHubClient } from '../github/client.js';
import { isOutOfReach, isPassing, isRequestFailure } from '../github/errors.js';
import { readPullRequest, type PullRequestAddress, type PullRequestState } from '../github/gather.js';
import { GitHubSource } from '../github/github-source.js';
import { readGroup, type MergeGroup } from '../github/merge-group.js';
import { Stopped, Superseded, TakenOver } from '../jobs/job-queue.js';
import { failedCheck, groupCheck, supersededCheck } from '../report/check-run.js';
import { weakeningsIn } from '../repository/weakenings.js';
import { unableIn } from './ask-experts.js';
import { withAdvice } from './failure-advice.js';
import { failureMode } from './failure-mode.js';
import { withGroupApprovals, type GroupMember } from './group-approvals.js';
import { proposedIn, readConversation } from './judge-pull-request.js';
import { mergeGroupCheck, type ReviewCheck } from './review-check.js';
import type { Run, TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/**
 * Reviews what a merge group brings, all its pull requests together, on top of the branch as the queue found it. What was
 * acknowledged in their conversations holds here too. Writes the check of the group's commit, and no comment.
 */
export async function reviewMergeGroup(
  task: TaskOf<'merge-group'>,
  tools: TaskTools,
  run: Run,
): Promise<void> {
  const { headSha } = task;
  const client = await tools.client(task);
  const check = mergeGroupCheck(task, client, tools, run);
  try {
    // Another process may have left it, which tells nobody.
    if (run.again || tools.outlives) await check.resume();
    await check.begin();
    const group = await readGroup(client, task);
    const source = new GitHubSource(client, task, tools.cache, run.signal);
    const collected = await tools.collect(source, { ...group, head: headSha });
    check.reads(proposedIn(collected));
    const members = await membersOf(group, task, client, tools);
    const input = { ...collected, chat: members.flatMap(wordsOf) };
    run.signal.throwIfAborted();
    const weakenings = await weakeningsIn(
      source,
      { ...group, head: headSha },
      tools.severities,
      unableIn({ client, installationId: task.installationId, address: task }, tools),
    );
    const judged = { headSha, source, input, review: await tools.review(input), weakenings };
    const { review, standings } = await withGroupApprovals(judged, members, tools);
    run.signal.throwIfAborted();
    const commit = { htmlUrl: group.htmlUrl, sha: headSha };
    const plan = groupCheck(review, input, { ...tools.planning, standings }, commit);
    await check.complete(plan);
    tools.log.info({ delivery: run.id, sha: headSha, conclusion: plan.conclusion }, 'merge group reviewed');
  } catch (error) {
    const { signal } = run;
    if (signal.aborted && signal.reason instanceof TakenOver) return;
    // A check that ends without success throws the group out of the queue: the next process goes on with it.
    if (signal.aborted && signal.reason instanceof Stopped && tools.outlives) return;
    if (signal.aborted && signal.reason instanceof Superseded) {
      await check.complete(supersededCheck(signal.reason.by));
    } else if (isPassing(error) || isOutOfReach(error)) throw error;
    else await giveUpMergeGroup(task, tools, run, error, check);
  } finally {
    await check.settle();
  }
}

/** Ends the check of a group that could not be reviewed. */
export async function giveUpMergeGroup(
  task: TaskOf<'merge-group'>,
  tools: TaskTools,
  run: Run,
  error: unknown,
  begun?: ReviewCheck,
): Promise<void> {
  const incident = randomUUID();
  tools.log.error({ delivery: run.id, sha: task.headSha, incident, err: error }, 'merge group failed');
  const client = await tools.client(task);
  const check = begun ?? mergeGroupCheck(task, client, tools, run);
  if (begun === undefined) await check.resume();
  const mode = await failureMode(client, task, () => Promise.resolve(task.baseSha), tools);
  await check.complete(withAdvice(failedCheck(incident, mode), error));
}

/** An acknowledgement that covers nothing yet in its pull request covers nothing here. */
function wordsOf({ chat }: GroupMember): readonly ChatAcknowledgement[] {
  return chat.acknowledgements.map((word) => ({ ...word, covers: word.covers ?? [] }));
}

async function membersOf(
  { numbers, last }: MergeGroup,
  { installationId, owner, repo }: TaskOf<'merge-group'>,
  client: GitHubClient,
  tools: TaskTools,
): Promise<readonly GroupMember[]> {
  const members: GroupMember[] = [];
  for (const number of numbers) {
    const address = { owner, repo, number };
    const state =
      number === last?.number
        ? await readPullRequest(client, address)
        : await memberState(client, address, last?.baseRef);
    if (state === undefined) continue;
    const place = { client, installationId, address, state };
    members.push({
      place,
      ...(await readConversation({ ...place, state: { ...state, wantsReviews: true } }, tools)),
    });
  }
  return members;
}

/** Undefined for a number that a commit merely mentions: it is no pull request, or one into another branch. */
async function memberState(
  client: GitHubClient,
  address: PullRequestAddress,
  baseRef: string | undefined,
): Promise<PullRequestState | undefined> {
  try {
    const state = await readPullRequest(client, address);
    return baseRef === undefined || state.baseRef === baseRef ? state : undefined;
  } catch (error) {
    if (isRequestFailure(error, 404) && !isOutOfReach(error)) return undefined;
    throw error;
  }
}
