import type { PullRequestFacts } from '../report/plan.js';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';
import type { OwnComments } from './own-comments.js';

/** A pull request by number. */
export interface PullRequestAddress extends RepositoryAddress {
  readonly number: number;
}

/** A pull request as GitHub shows it now. */
export interface PullRequestState {
  readonly headSha: string;
  /** Branch that it is merged into. */
  readonly baseRef: string;
  readonly draft: boolean;
  readonly isOpen: boolean;
  /** Login; undefined for an account that is gone. */
  readonly author: string | undefined;
  /** Whose review is asked for and not given: "@user", "@org/team". */
  readonly requested: readonly string[];
  /** ISO 8601. */
  readonly updatedAt: string;
  /** Web address of the repository. */
  readonly htmlUrl: string;
  /** Comments of the conversation, and on lines; 0 spares the question for ours. */
  readonly comments: number;
  readonly reviewComments: number;
}

/** What an event, or an answer, said of a pull request's head. */
export interface ToldHead {
  readonly headSha: string;
  /** When the pull request had changed last, in ISO 8601. */
  readonly updatedAt: string;
}

/**
 * The pull request now. GitHub may answer with the state before an event for a moment after it: an event that is newer
 * than the answer is believed.
 */
export async function readPullRequest(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  told?: ToldHead,
): Promise<PullRequestState> {
  const { data } = await client.rest.pulls.get({ owner, repo, pull_number: number });
  // GitHub's description does not know accounts that are gone.
  const user = data.user as { readonly login: string } | null;
  return {
    headSha: newerHead({ headSha: data.head.sha, updatedAt: data.updated_at }, told),
    baseRef: data.base.ref,
    draft: data.draft ?? false,
    isOpen: data.state === 'open',
    author: user?.login,
    requested: [
      ...(data.requested_reviewers ?? []).map(({ login }) => `@${login}`),
      ...(data.requested_teams ?? []).map(({ slug }) => `@${data.base.repo.owner.login}/${slug}`),
    ],
    updatedAt: data.updated_at,
    htmlUrl: data.base.repo.html_url,
    comments: data.comments,
    reviewComments: data.review_comments,
  };
}

/** The head that GitHub answered with, unless an event told of a newer one. */
export function newerHead(answered: ToldHead, told: ToldHead | undefined): string {
  const isOld = told !== undefined && Date.parse(answered.updatedAt) < Date.parse(told.updatedAt);
  return isOld ? told.headSha : answered.headSha;
}

type ChangedFile = PullRequestFacts['files'][number];

/** How a head stands to its base branch. */
export interface Comparison {
  /** Tip of the base branch. */
  readonly base: string;
  readonly mergeBase: string;
  /** Up to 3,000, which is where GitHub stops. */
  readonly files: readonly ChangedFile[];
}

/** Files that a comparison lists at most; with fewer, the list is whole. */
const MOST_COMPARED_FILES = 300;

/** Compares by SHA through the base repository, so that the commits of forks are found too. */
export async function readComparison(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  { baseRef, headSha }: Pick<PullRequestState, 'baseRef' | 'headSha'>,
): Promise<Comparison> {
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${baseRef}...${headSha}`,
    per_page: 1,
  });
  const compared = data.files ?? [];
  const listed =
    compared.length < MOST_COMPARED_FILES
      ? compared
      : await client.paginate(client.rest.pulls.listFiles, {
          owner,
          repo,
          pull_number: number,
          per_page: 100,
        });
  return {
    base: data.base_commit.sha,
    mergeBase: data.merge_base_commit.sha,
    files: listed.map(({ filename, patch }) => ({ path: filename, patch })),
  };
}

/** All that the planning needs to know of a pull request. */
export function pullRequestFacts(
  { owner, repo, number }: PullRequestAddress,
  { headSha, draft, htmlUrl }: PullRequestState,
  { base, files }: Comparison,
  { comments, summaries }: OwnComments,
): PullRequestFacts {
  return {
    repository: `${owner}/${repo}`,
    number,
    headSha,
    baseSha: base,
    draft,
    htmlUrl,
    files,
    comments,
    summaries,
  };
}
