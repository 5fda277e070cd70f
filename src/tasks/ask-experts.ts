import type { Notice, Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import type { Blobs } from '../escalation/approvals.js';
import { demandsOf, type Demand } from '../escalation/demands.js';
import { requestsOf, type Requests } from '../escalation/requests.js';
import type { Involved, KnownReviewers, ReviewerFacts } from '../escalation/reviewers.js';
import { applyApprovals, standingOf, type Standing } from '../escalation/standing.js';
import type { Weakening } from '../escalation/weakening.js';
import { isRequestFailure } from '../github/errors.js';
import type { RepositoryAddress } from '../github/github-source.js';
import { readCommitters, readReviews, type SubmittedReview } from '../github/reviews.js';
import type { PullRecord } from '../report/record.js';
import type { OwnedMigration, OwnersExamination } from '../repository/owners.js';
import { TruncatedTree, type Source } from '../repository/source.js';
import type { FindUnable } from '../repository/weakenings.js';
import type { PullRequestPlace } from './judge-pull-request.js';
import { knownPeople, ownersProblemsOf } from './look-at-owners.js';
import type { TaskTools } from './tools.js';

/** A review and what experts make of it. */
export interface Escalated {
  /** With what they approved acknowledged. */
  readonly review: Review;
  readonly standing: Standing;
  readonly requests: Requests;
  /** Of the demanded files. */
  readonly head: Blobs;
  /** Teams that are not named where the pull request is seen, in lower case. */
  readonly hidden: ReadonlySet<string>;
  /** What keeps GitHub from asking the right people about the proposed migrations. */
  readonly owners: OwnersExamination['problems'];
}

/** What a pull request is measured by when experts are asked. */
export interface Escalation {
  readonly place: PullRequestPlace;
  readonly input: ReviewInput;
  readonly review: Review;
  /** Of the pull request's own head, or the merge group's. */
  readonly headSha: string;
  readonly source: Source;
  /** Tip of the base branch, whose owners count; undefined where nobody reads of them. */
  readonly base: string | undefined;
  readonly escalatedBy: readonly string[];
  readonly weakenings: readonly Weakening[];
  readonly known: PullRecord;
}

/** Approvals at older commits are looked up for so many of them; who approved earlier than that is asked again. */
const MOST_REVIEWED_COMMITS = 10;

/** Whom the review needs, what they said, and whom to ask now. Asks GitHub only where somebody is needed. */
export async function escalate(escalation: Escalation, tools: TaskTools): Promise<Escalated> {
  const { input, review, escalatedBy, weakenings, place, headSha, source, known } = escalation;
  const { state } = place;
  const demands = demandsOf(review, input.settings.experts ?? [], {
    proposed: proposedIn(input).map(({ path, engine = null }) => ({ path, engine })),
    escalatedBy,
    weakenings,
  });
  const people = demands.length === 0 ? NOBODY : await readPeople(demands, escalation, tools);
  const files = [...new Set(demands.flatMap((demand) => demand.files))];
  const head =
    demands.length === 0 ? new Map<string, string | null>() : await blobsAt(source, headSha, files);
  const reviewed = await reviewedBlobs(source, people.reviews, headSha, files);
  const standing = standingOf(demands, {
    reviews: people.reviews.map(({ commitSha: commit, ...given }) => ({ ...given, commit })),
    contents: { headSha, head, reviewed },
    involved: people.involved,
    reviewers: people.reviewers,
    isDraft: state.draft,
  });
  const requests = requestsOf(standing, {
    isDraft: state.draft,
    mode: input.settings.mode,
    involved: people.involved,
    reviewers: people.reviewers,
    requested: state.requested,
    asked: known.asked,
    head,
  });
  const notices = [...review.notices, ...idleEscalations(escalatedBy, input, demands)];
  return {
    review: applyApprovals({ ...review, notices }, standing),
    standing,
    requests,
    head,
    hidden: hiddenOf(people.reviewers),
    owners: await ownersProblemsOf(escalation, proposedIn(input), demands.length > 0, tools),
  };
}

/**
 * Whoever sees a review request sees a visible team's name. A secret one's comes from a file that not everybody may read,
 * the organisation's, or says of a public one what nobody should learn; so does one that could not be looked up.
 */
function hiddenOf(reviewers: KnownReviewers): ReadonlySet<string> {
  const isHidden = ([handle, { standing }]: readonly [string, ReviewerFacts]): boolean =>
    handle.includes('/') && (standing === 'not-visible' || standing === 'unknown');
  return new Set([...reviewers].filter(isHidden).map(([handle]) => handle));
}

/** Who asks for experts and gets none learns why. */
function idleEscalations(
  escalatedBy: readonly string[],
  { settings }: ReviewInput,
  demands: readonly Demand[],
): readonly Notice[] {
  if (demands.some(({ kind }) => kind === 'escalated')) return [];
  const why = settings.hasExperts
    ? 'this pull request changes no migration.'
    : 'no experts are configured. Name them in `.github/precheck.yml` on the base branch: `experts: { reviewers: ["@organisation/team"] }`.';
  return escalatedBy.map((login) => ({
    file: null,
    line: null,
    text: `\`/precheck escalate\` of \`${login}\` asked nobody: ${why}`,
  }));
}

/** Everything that was judged. */
function proposedIn({ histories }: ReviewInput): readonly OwnedMigration[] {
  return histories.flatMap(({ proposed, dumpChange, dialect: engine }) => [
    ...proposed.map(({ path }) => ({ path, engine })),
    ...(dumpChange ? [{ path: dumpChange.path, engine }] : []),
  ]);
}

interface People {
  readonly reviews: readonly SubmittedReview[];
  readonly involved: Involved;
  readonly reviewers: KnownReviewers;
}

const NOBODY: People = { reviews: [], involved: { author: '', committers: [] }, reviewers: new Map() };

async function readPeople(
  demands: readonly Demand[],
  { place }: Escalation,
  tools: TaskTools,
): Promise<People> {
  const { client, address, state } = place;
  const handles = demands.flatMap(({ reviewers }) => reviewers);
  const reviewers = await knownPeople(place, tools)(handles);
  const reviews = await readReviews(client, address);
  const committers = await readCommitters(client, address, state);
  return {
    reviews,
    involved: { author: state.author ?? '', committers },
    reviewers,
  };
}

/** What the files held at the commits that people reviewed, the latest first. */
async function reviewedBlobs(
  source: Source,
  reviews: readonly SubmittedReview[],
  headSha: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, Blobs>> {
  const commits = reviews
    .filter(({ state }) => state === 'APPROVED' || state === 'CHANGES_REQUESTED')
    .flatMap(({ commitSha }) => (commitSha === null || commitSha === headSha ? [] : [commitSha]))
    .reverse();
  const found = new Map<string, Blobs>();
  for (const commit of [...new Set(commits)].slice(0, MOST_REVIEWED_COMMITS)) {
    try {
      found.set(commit, await blobsAt(source, commit, files));
    } catch (error) {
      // A commit that a force push left to GitHub's clean-up: what was approved there cannot be compared.
      const isGone = isRequestFailure(error, 404) || isRequestFailure(error, 422);
      if (!isGone && !(error instanceof TruncatedTree)) throw error;
    }
  }
  return found;
}

async function blobsAt(source: Source, commit: string, files: readonly string[]): Promise<Blobs> {
  const entries = new Map((await source.tree(commit)).map(({ path, id }) => [path, id]));
  return new Map(files.map((file) => [file, entries.get(file) ?? null]));
}

/** Whoever takes an expert out who cannot review anyway weakens nothing. Of whom nothing is known may well be able to. */
export function unableIn(
  {
    client,
    installationId,
    address,
  }: Pick<PullRequestPlace, 'client' | 'installationId'> & {
    readonly address: RepositoryAddress;
  },
  tools: TaskTools,
): FindUnable {
  return async (handles) => {
    const found = await tools.experts.find(client, installationId, address, handles);
    const unable = [...found].filter(
      ([, { standing, members }]) =>
        standing !== 'unknown' && (standing !== 'can-review' || members.length === 0),
    );
    return new Set(unable.map(([handle]) => handle.toLowerCase()));
  };
}
