import { randomUUID } from 'node:crypto';
import type { Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { completeCheck, externalId, startCheck, type CheckSubject } from '../github/check-run.js';
import type { AppIdentity, GitHubClient } from '../github/client.js';
import { githubProblem } from '../github/errors.js';
import {
  pullRequestFacts,
  readComparison,
  readPullRequest,
  type Comparison,
  type PullRequestState,
} from '../github/gather.js';
import { GitHubSource, type ContentCache } from '../github/github-source.js';
import { readOwnComments } from '../github/own-comments.js';
import { publish } from '../github/publish.js';
import { Stopped, Superseded } from '../jobs/queue.js';
import { failedCheck, supersededCheck } from '../report/check-run.js';
import { makePlan, type PlanOptions } from '../report/make-plan.js';
import { readMarker, SUMMARY_FINGERPRINT } from '../report/marker.js';
import type { CheckPlan, Plan } from '../report/plan.js';
import type { Commits } from '../repository/collect.js';
import type { Source } from '../repository/source.js';

/** A pull request that is to be reviewed, as an event told of it. */
export interface ReviewRequest {
  /** Of the webhook delivery; also tells apart the checks of one commit. */
  readonly id: string;
  readonly installationId: number;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  readonly headSha: string;
  /** When the pull request changed, ISO 8601; undefined where the event says nothing newer than GitHub does. */
  readonly updatedAt: string | undefined;
}

/** What a review needs of the rest of the program. */
export interface Reviewing {
  client(installationId: number): Promise<GitHubClient>;
  identity(): Promise<AppIdentity>;
  readonly cache: ContentCache;
  collect(source: Source, commits: Commits): Promise<ReviewInput>;
  review(input: ReviewInput): Promise<Review>;
  readonly planning: Omit<PlanOptions, 'reviewedMigrations'>;
  /** Where the check's Details lead. */
  readonly detailsUrl: string;
  readonly log: ReviewLog;
}

/** What happens to reviews, for the operator. */
export interface ReviewLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** How far a review has come: what has to be ended when it cannot go on. */
interface Progress {
  check: { readonly subject: CheckSubject; readonly id: number } | undefined;
  /** Known once the configuration is read; until then a failure blocks. */
  mode: ReviewInput['settings']['mode'];
}

const RUNNING = { title: 'Reviewing', summary: 'Precheck reads the migrations of this pull request.' };

/**
 * Reviews a pull request from the first look to the completed check. Whatever happens, a check that was started is
 * completed: a failure inside ends it as failed, with an id that the log has too.
 * @throws when GitHub takes not even that
 */
export async function reviewPullRequest(
  request: ReviewRequest,
  reviewing: Reviewing,
  signal: AbortSignal,
): Promise<void> {
  const client = await reviewing.client(request.installationId);
  const progress: Progress = { check: undefined, mode: 'enforce' };
  const started = performance.now();
  try {
    const outcome = await steps(request, reviewing, client, progress, signal);
    const ms = Math.round(performance.now() - started);
    reviewing.log.info({ ...about(request), ...outcome, ms }, 'reviewed');
  } catch (error) {
    if (signal.aborted && signal.reason === error)
      await endAborted(request, reviewing, client, progress, error);
    else await endFailed(request, reviewing, client, progress, error);
  }
}

async function steps(
  request: ReviewRequest,
  reviewing: Reviewing,
  client: GitHubClient,
  progress: Progress,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  signal.throwIfAborted();
  const state = await readPullRequest(client, request, told(request));
  const { headSha } = state;
  const subject = checkSubject(request, headSha, reviewing);
  const checkRunId = await startCheck(client, subject, RUNNING);
  progress.check = { subject, id: checkRunId };
  const comparison = await readComparison(client, request, state);
  const source = new GitHubSource(client, request, reviewing.cache, signal);
  const input = await reviewing.collect(source, { ...comparison, head: headSha });
  progress.mode = input.settings.mode;
  signal.throwIfAborted();
  const review = await reviewing.review(input);
  signal.throwIfAborted();
  const { botLogin } = await reviewing.identity();
  const plan = await planned({ request, reviewing, client, botLogin, state, comparison, input, review });
  signal.throwIfAborted();
  const currentHead = async () => (await readPullRequest(client, request, told(request))).headSha;
  const onFailedUpkeep = (err: unknown): void => {
    reviewing.log.error({ ...about(request), err }, 'an earlier comment could not be brought up to date');
  };
  const target = { ...subject, number: request.number, botLogin, checkRunId, currentHead, onFailedUpkeep };
  const published = await publish(client, target, plan);
  if (published.kind === 'superseded') {
    await completeCheck(client, subject, checkRunId, supersededCheck(published.by));
    return { sha: headSha, supersededBy: published.by };
  }
  const counts = { findings: review.findings.length, gaps: review.gaps.length };
  return { sha: headSha, verdict: review.verdict, ...counts, refusedComments: published.refused.length };
}

interface Reviewed {
  readonly request: ReviewRequest;
  readonly reviewing: Reviewing;
  readonly client: GitHubClient;
  readonly botLogin: string;
  readonly state: PullRequestState;
  readonly comparison: Comparison;
  readonly input: ReviewInput;
  readonly review: Review;
}

async function planned(reviewed: Reviewed): Promise<Plan> {
  const { request, reviewing, client, botLogin, state, comparison, input, review } = reviewed;
  const scope = {
    key: reviewing.planning.markerKey,
    repository: `${request.owner}/${request.repo}`,
    pullRequest: request.number,
  };
  const own = await readOwnComments(client, request, state, {
    botLogin,
    readMarker: (body) => readMarker(body, scope),
    summaryFingerprint: SUMMARY_FINGERPRINT,
  });
  const reviewedMigrations = input.histories.reduce((sum, { proposed }) => sum + proposed.length, 0);
  return makePlan(review, input, pullRequestFacts(request, state, comparison, own), {
    ...reviewing.planning,
    reviewedMigrations,
  });
}

async function endAborted(
  request: ReviewRequest,
  reviewing: Reviewing,
  client: GitHubClient,
  { check, mode }: Progress,
  reason: unknown,
): Promise<void> {
  const incident = randomUUID();
  reviewing.log.info({ ...about(request), incident, reason: String(reason) }, 'review stopped');
  if (check === undefined) return;
  const plan: CheckPlan =
    reason instanceof Superseded
      ? supersededCheck(reason.by)
      : withAdvice(
          failedCheck(incident, mode),
          reason instanceof Stopped ? 'Precheck was stopped meanwhile.' : undefined,
        );
  await completeCheck(client, check.subject, check.id, plan);
}

async function endFailed(
  request: ReviewRequest,
  reviewing: Reviewing,
  client: GitHubClient,
  { check, mode }: Progress,
  error: unknown,
): Promise<void> {
  const incident = randomUUID();
  reviewing.log.error({ ...about(request), incident, err: error }, 'review failed');
  const subject = check?.subject ?? checkSubject(request, request.headSha, reviewing);
  const id = check?.id ?? (await startCheck(client, subject, RUNNING));
  const plan = withAdvice(failedCheck(incident, mode), githubProblem(error)?.advice);
  await completeCheck(client, subject, id, plan);
}

function withAdvice(plan: CheckPlan, advice: string | undefined): CheckPlan {
  return advice === undefined ? plan : { ...plan, summary: `${plan.summary}\n\n${advice}` };
}

function told({ headSha, updatedAt }: ReviewRequest) {
  return updatedAt === undefined ? undefined : { headSha, updatedAt };
}

function checkSubject(
  { id, owner, repo, number }: ReviewRequest,
  headSha: string,
  { detailsUrl }: Reviewing,
): CheckSubject {
  return {
    owner,
    repo,
    headSha,
    externalId: externalId(`${owner}/${repo}`, number, headSha, id),
    detailsUrl,
  };
}

function about({ id, owner, repo, number, headSha }: ReviewRequest) {
  return { delivery: id, repository: `${owner}/${repo}`, pullRequest: number, sha: headSha };
}
