import type { Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { readCommand } from '../escalation/command.js';
import type { GitHubClient } from '../github/client.js';
import type { Comparison, PullRequestAddress, PullRequestState } from '../github/gather.js';
import { GitHubSource } from '../github/github-source.js';
import { readOpenPullRequests } from '../github/open-pull-requests.js';
import { readOwnComments, type OwnComments } from '../github/own-comments.js';
import { readMarker, SUMMARY_FINGERPRINT, type MarkerScope } from '../report/marker.js';
import { EMPTY_RECORD, readRecord, type PullRecord } from '../report/record.js';
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
}

/** Where a pull request stands, and what it is measured by. */
export interface Standing {
  readonly client: GitHubClient;
  readonly address: PullRequestAddress;
  readonly state: PullRequestState;
  readonly comparison: Comparison;
}

/** Reads what a review depends on and reviews it, with what people said of it. */
export async function judgePullRequest(
  { client, address, state, comparison }: Standing,
  tools: WorkTools,
  signal: AbortSignal,
): Promise<JudgedPullRequest> {
  const source = new GitHubSource(client, address, tools.cache, signal);
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
  const conversation = await readConversation({ client, address, state }, tools);
  const input: ReviewInput = { ...collected, chat: conversation.chat.acknowledgements };
  signal.throwIfAborted();
  return { input, review: await tools.review(input), ...conversation };
}

/** Our own comments, and what people said to us. */
export async function readConversation(
  { client, address, state }: Pick<Standing, 'client' | 'address' | 'state'>,
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

function scopeOf({ owner, repo, number }: PullRequestAddress, { planning }: WorkTools): MarkerScope {
  return { key: planning.markerKey, repository: `${owner}/${repo}`, pullRequest: number };
}
