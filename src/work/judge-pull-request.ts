import type { Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { readCommand } from '../escalation/command.js';
import type { GitHubClient } from '../github/client.js';
import type { Comparison, PullRequestAddress, PullRequestState } from '../github/gather.js';
import { readOpenPullRequests } from '../github/open-pull-requests.js';
import { readOwnComments, type OwnComments } from '../github/own-comments.js';
import { readMarker, SUMMARY_FINGERPRINT, type MarkerScope } from '../report/marker.js';
import { EMPTY_RECORD, readRecord, type PullRecord } from '../report/record.js';
import type { Weakening } from '../escalation/weakening.js';
import type { Source } from '../repository/source.js';
import { weakeningsIn } from '../repository/weakenings.js';
import { unableIn } from './ask-experts.js';
import { chatOf, type Chat } from './chat.js';
import type { WorkTools } from './tools.js';

/** A pull request, read and judged. */
export interface JudgedPullRequest {
  readonly input: ReviewInput;
  readonly review: Review;
  readonly own: OwnComments;
  readonly chat: Chat;
  /** What earlier reviews recorded. */
  readonly known: PullRecord;
  readonly weakenings: readonly Weakening[];
}

/** A pull request as GitHub shows it. */
export interface PullRequestPlace {
  readonly client: GitHubClient;
  readonly installationId: number;
  readonly address: PullRequestAddress;
  readonly state: PullRequestState;
}

/** Reads what a review depends on and reviews it, with what people said of it. */
export async function judgePullRequest(
  place: PullRequestPlace,
  comparison: Comparison,
  source: Source,
  tools: WorkTools,
  signal: AbortSignal,
): Promise<JudgedPullRequest> {
  const { client, address, state } = place;
  const collected = await tools.collect(
    source,
    { ...comparison, head: state.headSha },
    {
      neighbours: async () =>
        (await readOpenPullRequests(client, address, state.baseRef)).filter(
          ({ number }) => number !== address.number,
        ),
    },
  );
  signal.throwIfAborted();
  const conversation = await readConversation(place, tools);
  const input: ReviewInput = { ...collected, chat: conversation.chat.acknowledgements };
  signal.throwIfAborted();
  const weakenings = await weakeningsIn(
    source,
    { ...comparison, head: state.headSha },
    tools.severities,
    unableIn(place, tools),
  );
  return { input, review: await tools.review(input), weakenings, ...conversation };
}

/** Our own comments, and what people said to us. */
export async function readConversation(
  { client, address, state }: Pick<PullRequestPlace, 'client' | 'address' | 'state'>,
  tools: WorkTools,
): Promise<Pick<JudgedPullRequest, 'own' | 'chat' | 'known'>> {
  const { botLogin } = await tools.identity();
  const scope = scopeOf(address, tools);
  const own = await readOwnComments(client, address, state, {
    botLogin,
    readMarker: (body) => readMarker(body, scope),
    summaryFingerprint: SUMMARY_FINGERPRINT,
    isForUs: (body) => readCommand(body) !== undefined,
  });
  const [summary] = own.summaries;
  const known = summary === undefined ? EMPTY_RECORD : readRecord(summary.body, scope);
  return { own, known, chat: await chatOf(client, address, own.said, known.covers) };
}

function scopeOf({ owner, repo, number }: PullRequestAddress, tools: WorkTools): MarkerScope {
  const { planning, previousMarkerKey: previousKey } = tools;
  return { key: planning.markerKey, previousKey, repository: `${owner}/${repo}`, pullRequest: number };
}
