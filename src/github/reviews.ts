import type { GitHubClient } from './client.js';
import type { PullRequestAddress, PullRequestState } from './gather.js';
import type { RepositoryAddress } from './github-source.js';

/** A submitted review of a person. */
export interface SubmittedReview {
  readonly login: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  /** The commit that the reviewer saw; null when GitHub has forgotten it. */
  readonly commitSha: string | null;
  /** ISO 8601. */
  readonly submittedAt: string;
}

const STATES: ReadonlySet<string> = new Set(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED']);

/** The reviews of people, the oldest first. Programs approve nothing. */
export async function readReviews(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
): Promise<readonly SubmittedReview[]> {
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const reviews = await client.paginate(client.rest.pulls.listReviews, where);
  return reviews.flatMap(({ user, state, commit_id: commitSha, submitted_at: submittedAt }) =>
    user !== null && user.type !== 'Bot' && STATES.has(state) && submittedAt !== undefined
      ? [{ login: user.login, state: state as SubmittedReview['state'], commitSha, submittedAt }]
      : [],
  );
}

/** Commits that GitHub lists of a pull request, however many it has. */
const MOST_LISTED = 250;
const PAGE = 100;
/** Of a pull request of more commits than these pages hold, the makers of the latest are not known. */
const MOST_PAGES = 100;

/**
 * Logins of the authors and committers of a pull request's commits, as far as GitHub knows their accounts; addresses in
 * commits prove nothing and are not looked at.
 */
export async function readCommitters(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  ends: Pick<PullRequestState, 'baseRef' | 'headSha'>,
): Promise<readonly string[]> {
  const where = { owner, repo, pull_number: number, per_page: PAGE };
  const listed = await client.paginate(client.rest.pulls.listCommits, where);
  const commits = listed.length < MOST_LISTED ? listed : await readAllCommits(client, { owner, repo }, ends);
  const logins = commits.flatMap(({ author, committer }) =>
    [author, committer].flatMap((person) => (person !== null && 'login' in person ? [person.login] : [])),
  );
  // "web-flow" signs what is committed on GitHub's own pages.
  return [...new Set(logins)].filter((login) => login !== 'web-flow');
}

/** A comparison gives all commits, in pages. */
async function readAllCommits(
  client: GitHubClient,
  address: RepositoryAddress,
  { baseRef, headSha }: Pick<PullRequestState, 'baseRef' | 'headSha'>,
) {
  const basehead = `${baseRef}...${headSha}`;
  const commits = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const where = { ...address, basehead, per_page: PAGE, page };
    const { data } = await client.rest.repos.compareCommitsWithBasehead(where);
    commits.push(...data.commits);
    if (data.commits.length < PAGE) break;
  }
  return commits;
}
