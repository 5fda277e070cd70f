import type { GitHubClient } from './client.js';
import type { PullRequestAddress } from './gather.js';

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

/** Commits of a pull request that GitHub lists. */
const MOST_COMMITS = 250;

/** Who made the commits of a pull request, as far as GitHub knows their accounts. */
export interface Committers {
  readonly logins: readonly string[];
  /** GitHub lists 250 commits: who made the others is not known. */
  readonly isWhole: boolean;
}

/** Authors and committers of the commits; addresses in commits prove nothing and are not looked at. */
export async function readCommitters(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
): Promise<Committers> {
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const commits = await client.paginate(client.rest.pulls.listCommits, where);
  const logins = commits.flatMap(({ author, committer }) =>
    [author, committer].flatMap((person) => (person !== null && 'login' in person ? [person.login] : [])),
  );
  // "web-flow" signs what is committed on GitHub's own pages.
  return {
    logins: [...new Set(logins)].filter((login) => login !== 'web-flow'),
    isWhole: commits.length < MOST_COMMITS,
  };
}
