import type { Notice, Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { readCommand } from '../escalation/command.js';
import type { GitHubClient } from '../github/client.js';
import type { Comparison, PullRequestAddress, PullRequestState, ToldHead } from '../github/gather.js';
import { readSurroundings } from '../github/open-pull-requests.js';
import { readOwnComments, type OwnComments } from '../github/own-comments.js';
import type { ListedComment } from '../github/said.js';
import { readMarker, SUMMARY_FINGERPRINT, type MarkerScope } from '../report/marker.js';
import type { ClosedComment } from '../report/plan.js';
import { closedDoubles } from '../report/upkeep.js';
import { EMPTY_RECORD, readRecord, type PullRecord } from '../report/record.js';
import type { Weakening } from '../escalation/weakening.js';
import type { Source } from '../repository/source.js';
import { weakeningsIn } from '../repository/weakenings.js';
import { unableIn } from './ask-experts.js';
import { chatOf, type Chat } from './chat.js';
import type { TaskTools } from './tools.js';

/** A pull request, read and judged. */
export interface JudgedPullRequest {
  readonly input: ReviewInput;
  readonly review: Review;
  readonly own: OwnComments;
  readonly chat: Chat;
  /** What earlier reviews recorded. */
  readonly known: PullRecord;
  readonly weakenings: readonly Weakening[];
  /** What the reader must know of how it was read. */
  readonly notices: readonly Notice[];
  /** The head as it was seen while the migrations were gathered; undefined where there are none. */
  readonly seen: SeenHead | undefined;
}

/** A pull request's head as GitHub showed it a while ago. */
export interface SeenHead extends ToldHead {
  /** By `performance.now()`. */
  readonly at: number;
}

/** A pull request as GitHub shows it. */
export interface PullRequestPlace {
  readonly client: GitHubClient;
  readonly installationId: number;
  readonly address: PullRequestAddress;
  readonly state: PullRequestState;
}

/** Reads what a review depends on and reviews it, with what people said of it. `onRead`: hears what there is. */
export async function judgePullRequest(
  place: PullRequestPlace,
  comparison: Comparison,
  source: Source,
  tools: TaskTools,
  signal: AbortSignal,
  onRead: (collected: ReviewInput) => void,
): Promise<JudgedPullRequest> {
  const { client, address, state } = place;
  let seen: SeenHead | undefined;
  let listed: readonly ListedComment[] | undefined;
  let notices: readonly Notice[] = [];
  const collected = await tools.collect(
    source,
    { ...comparison, head: state.headSha },
    {
      neighbours: async () => {
        const around = await readSurroundings(client, address, state.baseRef);
        seen = { ...around.head, at: performance.now() };
        listed = around.conversation;
        if (around.neighbours === undefined) notices = [NO_NEIGHBOURS];
        return around.neighbours ?? [];
      },
    },
  );
  onRead(collected);
  signal.throwIfAborted();
  const wantsReviews = collected.histories.length + collected.problems.length > 0;
  const conversation = await readConversation({ ...place, state: { ...state, wantsReviews } }, tools, listed);
  const input: ReviewInput = { ...collected, chat: conversation.chat.acknowledgements };
  signal.throwIfAborted();
  const weakenings = await weakeningsIn(
    source,
    { ...comparison, head: state.headSha },
    tools.severities,
    unableIn(place, tools),
  );
  return { input, review: await tools.review(input), weakenings, notices, seen, ...conversation };
}

const NO_NEIGHBOURS: Notice = {
  file: null,
  line: null,
  text: 'GitHub does not list the files of the other open pull requests: whether one of them takes the same version is not known.',
};

/** How many migrations are reviewed. */
export function proposedIn({ histories }: ReviewInput): number {
  return histories.reduce((sum, { proposed }) => sum + proposed.length, 0);
}

/** Our own comments, and what people said to us. `listed`: what was read of it already. */
export async function readConversation(
  {
    client,
    address,
    state,
  }: Pick<PullRequestPlace, 'client' | 'address'> & {
    /** What is there, and whether what reviews say matters. */
    readonly state: Pick<PullRequestState, 'comments' | 'reviewComments'> & {
      readonly wantsReviews?: boolean;
    };
  },
  tools: TaskTools,
  listed?: readonly ListedComment[],
): Promise<Pick<JudgedPullRequest, 'own' | 'chat' | 'known'>> {
  const { botLogin } = await tools.identity();
  const scope = scopeOf(address, tools);
  const own = await readOwnComments(
    client,
    address,
    state,
    {
      botLogin,
      readMarker: (body) => readMarker(body, scope),
      summaryFingerprint: SUMMARY_FINGERPRINT,
      isForUs: (body) => readCommand(body) !== undefined,
    },
    listed,
  );
  const [summary] = own.summaries;
  const known = summary === undefined ? EMPTY_RECORD : readRecord(summary.body, scope);
  return { own, known, chat: await chatOf(client, address, own.said, known.covers) };
}

/** Closes what stands twice by now, as a write may leave it that GitHub answered with a failure. */
export async function readDoubles(
  place: Pick<PullRequestPlace, 'client' | 'address'>,
  tools: TaskTools,
): Promise<readonly ClosedComment[]> {
  const state = { comments: 1, reviewComments: 1 };
  const { own } = await readConversation({ ...place, state }, tools);
  return closedDoubles(own, scopeOf(place.address, tools));
}

/** What signs our comments on a pull request. */
export function scopeOf({ owner, repo, number }: PullRequestAddress, tools: TaskTools): MarkerScope {
  const { planning, previousMarkerKey: previousKey } = tools;
  return { key: planning.markerKey, previousKey, repository: `${owner}/${repo}`, pullRequest: number };
}
