import { randomUUID } from 'node:crypto';
import type { ReviewInput } from '../engine/review-input.js';
import type { GitHubClient } from '../github/client.js';
import { readPullRequest, type PullRequestState, type ToldHead } from '../github/gather.js';
import { Stopped, Superseded, TakenOver } from '../jobs/job-queue.js';
import { failedCheck, supersededCheck } from '../report/check-run.js';
import { withdraw } from './announce.js';
import { withAdvice } from './failure-advice.js';
import { failureMode } from './failure-mode.js';
import { pullRequestCheck, type ReviewCheck } from './review-check.js';
import type { Run, TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/** What the steps of one review share. */
export interface Session {
  readonly request: TaskOf<'review'>;
  readonly tools: TaskTools;
  readonly run: Run;
  readonly client: GitHubClient;
  /** What has to be ended when the review cannot go on. */
  check: ReviewCheck | undefined;
  /** Undefined until the configuration is read. */
  mode: ReviewInput['settings']['mode'] | undefined;
}

/** An event shows at once that it was heard; what nobody waits for is shown when there is something new to say. */
export async function openCheck(session: Session, headSha: string): Promise<ReviewCheck> {
  const { request, tools, run, client } = session;
  const { cause } = request;
  const check = pullRequestCheck(request, headSha, client, tools, run);
  session.check = check;
  if (cause === 'reconcile') await check.resume('any');
  else if (run.again) await check.resume();
  if (cause !== 'quiet') await check.begin();
  return check;
}

/** Ends what was shown on the commit that the event named, where that is not the one to review. */
export async function endElsewhere({ request, tools, run }: Session, state: PullRequestState): Promise<void> {
  const { headSha, isOpen } = state;
  if (!isOpen || request.headSha !== headSha) {
    await withdraw(request, tools, run, isOpen ? headSha : 'closed');
  }
}

/** Ends the check of a review that was told to stop: of one that another process goes on with, for that one to begin anew. */
export async function endAborted(session: Session, reason: unknown): Promise<void> {
  const { request, run, check, tools } = session;
  const incident = randomUUID();
  tools.log.info({ ...about(session), incident, reason: String(reason) }, 'review stopped');
  if (reason instanceof TakenOver) return;
  if (check?.isThere !== true) {
    if (run.again && reason instanceof Superseded) await withdraw(request, tools, run, reason.by);
    return;
  }
  if (reason instanceof Superseded) await check.complete(supersededCheck(reason.by));
  else if (reason instanceof Stopped && tools.outlives) {
    await check.complete(supersededCheck('a run in another process'));
  } else {
    const failed = failedCheck(incident, await modeOf(session));
    await check.complete({ ...failed, summary: `${failed.summary}\n\nPrecheck was stopped meanwhile.` });
  }
}

/** Ends the check of a review that failed, with an id that the log has too. */
export async function endFailed(session: Session, error: unknown): Promise<void> {
  const { request, tools, client } = session;
  const incident = randomUUID();
  tools.log.error({ ...about(session), incident, err: error }, 'review failed');
  let { check } = session;
  if (check === undefined) {
    const headSha = request.headSha ?? (await readPullRequest(client, request)).headSha;
    check = await openCheck({ ...session, run: { ...session.run, again: true } }, headSha);
  }
  await check.complete(withAdvice(failedCheck(incident, await modeOf(session)), error));
}

async function modeOf({ request, tools, client, mode }: Session): Promise<ReviewInput['settings']['mode']> {
  const baseOf = async () => `refs/heads/${(await readPullRequest(client, request)).baseRef}`;
  return mode ?? failureMode(client, request, baseOf, tools);
}

/** The head that an event told of; undefined where none did. */
export function told({ headSha, updatedAt }: TaskOf<'review'>): ToldHead | undefined {
  return headSha === null || updatedAt === null ? undefined : { headSha, updatedAt };
}

/** What lines of the log name. */
export function about({ request, run }: Session) {
  const { owner, repo, number, headSha, cause } = request;
  return { delivery: run.id, repository: `${owner}/${repo}`, pullRequest: number, sha: headSha, cause };
}
