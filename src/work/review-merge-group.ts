import { randomUUID } from 'node:crypto';
import type { ChatAcknowledgement } from '../engine/review-input.js';
import type { GitHubClient } from '../github/client.js';
import { githubProblem, isPassing } from '../github/errors.js';
import { readPullRequest, type PullRequestAddress } from '../github/gather.js';
import { GitHubSource } from '../github/github-source.js';
import { readGroup } from '../github/merge-group.js';
import { Superseded, TakenOver } from '../jobs/job-queue.js';
import { failedCheck, groupCheck, supersededCheck } from '../report/check-run.js';
import { readConversation } from './judge-pull-request.js';
import { ReviewCheck } from './review-check.js';
import type { Run, WorkTools } from './tools.js';
import type { WorkOf } from './work.js';

/**
 * Reviews what a merge group brings, all its pull requests together, on top of the branch as the queue found it. What was
 * acknowledged in their conversations holds here too. Writes the check of the group's commit, and no comment.
 */
export async function reviewMergeGroup(
  work: WorkOf<'merge-group'>,
  tools: WorkTools,
  run: Run,
): Promise<void> {
  const { owner, repo, headSha } = work;
  const client = await tools.client(work);
  const check = new ReviewCheck(
    client,
    {
      owner,
      repo,
      headSha,
      externalId: `${owner}/${repo}:group:${headSha}:${run.id}`,
      detailsUrl: tools.detailsUrl,
    },
    tools.appId,
  );
  try {
    if (run.again) await check.resume();
    await check.begin();
    const group = await readGroup(client, work);
    const source = new GitHubSource(client, work, tools.cache, run.signal);
    const collected = await tools.collect(source, { ...group, head: headSha });
    const chat = await wordsOf(group.pullRequests, work, client, tools);
    const input = { ...collected, chat };
    run.signal.throwIfAborted();
    const plan = groupCheck(await tools.review(input), input, tools.planning, {
      htmlUrl: group.htmlUrl,
      sha: headSha,
    });
    await check.complete(plan);
    tools.log.info({ delivery: run.id, sha: headSha, conclusion: plan.conclusion }, 'merge group reviewed');
  } catch (error) {
    const { signal } = run;
    if (signal.aborted && signal.reason instanceof TakenOver) return;
    if (signal.aborted && signal.reason instanceof Superseded) {
      await check.complete(supersededCheck(signal.reason.by));
    } else if (isPassing(error)) throw error;
    else await giveUpMergeGroup(work, tools, run, error, check);
  }
}

/** Ends the check of a group that could not be reviewed. */
export async function giveUpMergeGroup(
  work: WorkOf<'merge-group'>,
  tools: WorkTools,
  run: Run,
  error: unknown,
  begun?: ReviewCheck,
): Promise<void> {
  const { owner, repo, headSha } = work;
  const incident = randomUUID();
  tools.log.error({ delivery: run.id, sha: headSha, incident, err: error }, 'merge group failed');
  const check =
    begun ??
    new ReviewCheck(
      await tools.client(work),
      {
        owner,
        repo,
        headSha,
        externalId: `${owner}/${repo}:group:${headSha}:${run.id}`,
        detailsUrl: tools.detailsUrl,
      },
      tools.appId,
    );
  if (begun === undefined) await check.resume();
  const failed = failedCheck(incident);
  const advice = githubProblem(error)?.advice;
  await check.complete(
    advice === undefined ? failed : { ...failed, summary: `${failed.summary}\n\n${advice}` },
  );
}

/** The acknowledgements of every pull request in the group; one that covers nothing yet covers nothing here. */
async function wordsOf(
  numbers: readonly number[],
  { owner, repo }: Pick<PullRequestAddress, 'owner' | 'repo'>,
  client: GitHubClient,
  tools: WorkTools,
): Promise<readonly ChatAcknowledgement[]> {
  const words: ChatAcknowledgement[] = [];
  for (const number of numbers) {
    const address = { owner, repo, number };
    const state = await readPullRequest(client, address);
    const { chat } = await readConversation({ client, address, state }, tools);
    words.push(...chat.acknowledgements.map((word) => ({ ...word, covers: word.covers ?? [] })));
  }
  return words;
}
