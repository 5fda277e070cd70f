import type { Review } from '../engine/finding.js';
import { newlyApproved, type AskedBefore } from '../escalation/requests.js';
import { isOutOfReach, isPassing } from '../github/errors.js';
import {
  newerHead,
  pullRequestFacts,
  readComparison,
  readPullRequest,
  type Comparison,
  type PullRequestState,
} from '../github/gather.js';
import { GitHubSource } from '../github/github-source.js';
import { publish } from '../github/publish.js';
import { supersededCheck } from '../report/check-run.js';
import { makePlan } from '../report/make-plan.js';
import type { Plan } from '../report/plan.js';
import type { PullRecord } from '../report/record.js';
import { coveredBy, idleAcknowledgements } from './chat.js';
import { escalate, type Escalated } from './ask-experts.js';
import {
  judgePullRequest,
  readDoubles,
  proposedIn,
  type JudgedPullRequest,
  type PullRequestPlace,
  type SeenHead,
} from './judge-pull-request.js';
import {
  about,
  endAborted,
  endElsewhere,
  endFailed,
  openCheck,
  told,
  type Session,
} from './review-session.js';
import { neighboursOf, tellNeighbours, tellOfClosing } from './tell-neighbours.js';
import type { Run, TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/**
 * Reviews a pull request from the first look to the completed check. Whatever happens, a check that was started is
 * completed: a failure inside ends it as failed, with an id that the log has too.
 * @throws what passes by itself (GitHub does not answer), to be tried again, and when GitHub takes not even the failure
 */
export async function reviewPullRequest(request: Request, tools: TaskTools, run: Run): Promise<void> {
  const client = await tools.client(request);
  const session: Session = { request, tools, run, client, check: undefined, mode: undefined };
  const started = performance.now();
  try {
    const outcome = await steps(session);
    const ms = Math.round(performance.now() - started);
    tools.log.info({ ...about(session), ...outcome, ms }, 'reviewed');
  } catch (error) {
    if (run.signal.aborted) await endAborted(session, run.signal.reason);
    else if (isPassing(error) || isOutOfReach(error)) throw error;
    else await endFailed(session, error);
  } finally {
    await session.check?.settle();
  }
}

/** Ends the check of a review that was tried often enough. */
export async function giveUpReview(
  request: Request,
  tools: TaskTools,
  run: Run,
  reason: unknown,
): Promise<void> {
  const client = await tools.client(request);
  await endFailed({ request, tools, run, client, check: undefined, mode: undefined }, reason);
}

/** For the log. `supersededBy`: the head that is there now; nothing was written. */
type Outcome = Readonly<Record<string, unknown>> & { readonly supersededBy?: string };

type Request = TaskOf<'review'>;

async function steps(session: Session): Promise<Outcome> {
  const { request, tools, run, client } = session;
  run.signal.throwIfAborted();
  const state = await readPullRequest(client, request, told(request));
  if (run.again) await endElsewhere(session, state);
  if (!state.isOpen) {
    await tellOfClosing(request, tools, run);
    return { sha: state.headSha, isClosed: true };
  }
  const check = await openCheck(session, state.headSha);
  const comparison = await readComparison(client, request, state);
  const source = new GitHubSource(client, request, tools.cache, run.signal);
  const { installationId } = request;
  const place: PullRequestPlace = { client, installationId, address: request, state };
  const judged = await judgePullRequest(place, comparison, source, tools, run.signal, (collected) => {
    session.mode = collected.settings.mode;
    check.reads(proposedIn(collected));
  });
  run.signal.throwIfAborted();
  const escalatedBy = [...judged.known.escalatedBy, ...judged.chat.escalatedBy, ...pressedBy(request)];
  const escalated = await escalate(
    {
      ...judged,
      place,
      headSha: state.headSha,
      source,
      base: comparison.base,
      escalatedBy: [...new Set(escalatedBy)],
    },
    tools,
  );
  run.signal.throwIfAborted();
  const plan = planOf({ judged, escalated, place, comparison, request }, tools);
  if (!check.isThere && !writesComments(plan) && (await check.says(plan.check))) {
    return { sha: state.headSha, isUnchanged: true };
  }
  const outcome = await publishPlan(session, { ...state, seen: judged.seen }, plan, escalated.review);
  if (outcome.supersededBy === undefined) measureApproval(tools, approvedNow(judged, escalated));
  await tellOthers(session, judged, outcome);
  return outcome;
}

/** Hands over what follows from a review that was written, or was not. */
async function tellOthers(
  { request, tools, run }: Session,
  { known, input }: JudgedPullRequest,
  { supersededBy }: Outcome,
): Promise<void> {
  if (supersededBy === undefined) {
    await tellNeighbours(request, known.neighbours, neighboursOf(input), tools, run);
  } else if (request.escalatedBy !== undefined) {
    // The review of the new head does not know who pressed the button.
    const anew = { ...request, headSha: null, updatedAt: null };
    await tools.take(anew, `${run.id}:${supersededBy.slice(0, 7)}`);
  }
}

/** Who pressed "Ask an expert". */
function pressedBy({ escalatedBy }: Request): readonly string[] {
  return escalatedBy === undefined ? [] : [escalatedBy];
}

interface Reviewed {
  readonly judged: JudgedPullRequest;
  readonly escalated: Escalated;
  readonly place: PullRequestPlace;
  readonly comparison: Comparison;
  readonly request: Request;
}

function planOf({ judged, escalated, place, comparison, request }: Reviewed, { planning }: TaskTools): Plan {
  const { input, own, chat, known } = judged;
  const covers = coveredBy(chat.acknowledgements, judged.review);
  const notices = [
    ...escalated.review.notices,
    ...judged.notices,
    ...idleAcknowledgements(chat.acknowledgements, covers),
  ];
  const at = new Date().toISOString();
  const approved = approvedNow(judged, escalated);
  const record: PullRecord = {
    covers,
    asked: [
      ...known.asked.map((asked) =>
        approved.includes(asked) ? { ...asked, isAnswered: true as const } : asked,
      ),
      ...escalated.requests.remember.map((asked) => ({ ...asked, at })),
    ],
    escalatedBy: [...new Set([...known.escalatedBy, ...pressedBy(request)])],
    neighbours: neighboursOf(input),
  };
  const { address, state } = place;
  return makePlan(
    { ...escalated.review, notices },
    input,
    pullRequestFacts(address, state, comparison, own),
    {
      ...planning,
      reviewedMigrations: proposedIn(input),
      record,
      isSpokenTo: chat.isSpokenTo,
      experts: { ...escalated, asked: record.asked },
      owners: { problems: escalated.owners, commit: { htmlUrl: state.htmlUrl, sha: comparison.base } },
    },
  );
}

function approvedNow({ known }: JudgedPullRequest, { standing, head }: Escalated): readonly AskedBefore[] {
  return newlyApproved(standing, head, known.asked);
}

function writesComments({ review, fileComments, edits, closed, summary, requests }: Plan): boolean {
  const others = [...fileComments, ...edits, ...closed, ...requests];
  return review !== null || summary?.when === 'always' || others.length > 0;
}

/** A head that was seen so lately is not asked for again: a push in this time is as likely in the time of the writes. */
const BELIEVED_MS = 2_000;

/** Asks for the head of the pull request, the first time only if it was not just seen. */
function headReader({ request, client, run }: Session, seen: SeenHead | undefined): () => Promise<string> {
  let known = seen;
  return async () => {
    run.signal.throwIfAborted();
    await run.holds?.();
    const last = known;
    known = undefined;
    return last !== undefined && performance.now() - last.at < BELIEVED_MS
      ? newerHead(last, told(request))
      : (await readPullRequest(client, request, told(request))).headSha;
  };
}

async function publishPlan(
  session: Session,
  { headSha, seen }: Pick<PullRequestState, 'headSha'> & Pick<JudgedPullRequest, 'seen'>,
  plan: Plan,
  review: Review,
): Promise<Outcome> {
  const { request, tools, client, run, check } = session;
  if (check === undefined) throw new Error('A plan is published behind an open check');
  const { owner, repo, number } = request;
  const { botLogin } = await tools.identity();
  const checkRunId = await check.begin();
  await check.settle();
  const published = await publish(
    client,
    {
      owner,
      repo,
      number,
      headSha,
      botLogin,
      checkRunId,
      currentHead: headReader(session, seen),
      throwIfStopped: () => {
        run.signal.throwIfAborted();
      },
      doubles: () => readDoubles({ client, address: request }, tools),
      onFailedUpkeep: (error) => {
        tools.log.warn({ ...about(session), err: error }, 'an earlier comment could not be kept up');
      },
      onRefusedRequest: (refusal) => {
        tools.log.warn({ ...about(session), ...refusal }, 'GitHub refuses a review request');
      },
    },
    plan,
  );
  if (published.kind === 'superseded') {
    await check.complete(supersededCheck(published.by));
    return { sha: headSha, supersededBy: published.by };
  }
  await check.endLeftBehind();
  measure(tools, plan, review, session);
  const counts = { findings: review.findings.length, gaps: review.gaps.length };
  return { sha: headSha, verdict: review.verdict, ...counts, refusedComments: published.refused.length };
}

function measure({ measures }: TaskTools, { check }: Plan, review: Review, { request }: Session): void {
  const { updatedAt } = request;
  measures.checked(
    check.conclusion,
    updatedAt === null ? undefined : (Date.now() - Date.parse(updatedAt)) / 1000,
  );
  for (const { rule, state } of review.findings) measures.found(rule, state);
  for (const { id, state } of review.gaps) measures.found(id, state);
}

/** Counted once for each content that was asked about: the record that was just written remembers it. */
function measureApproval({ measures }: TaskTools, approved: readonly AskedBefore[]): void {
  const [first] = approved.map(({ at }) => at).sort();
  if (first !== undefined) measures.approved((Date.now() - Date.parse(first)) / 1000);
}
