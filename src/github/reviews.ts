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
  return client.paginate(client.rest.pulls.listReviews, where, ({ data }) =>
    data.flatMap(({ user, state, commit_id: commitSha, submitted_at: submittedAt }) =>
      user !== null && user.type !== 'Bot' && STATES.has(state) && submittedAt !== undefined
        ? [{ login: user.login, state: state as SubmittedReview['state'], commitSha, submittedAt }]
        : [],
    ),
  );
}

/** Commits that GitHub lists of a pull request, however many it has. */
const MOST_LISTED = 250;
const PAGE = 100;
/** Of a pull request of more commits than these pages hold, the makers of the latest are not known. */
const MOST_PAGES = 100;

/**
 * Logins of the authors, committers and co-authors of a pull request's commits, as far as GitHub knows their accounts; of
 * co-authors, who stand in the message, as far as their address is the one that GitHub gives to an account. None of it
 * proves anything: it keeps people from approving their own work by mistake.
 */
export async function readCommitters(
  client: GitHubClient,
  { owner, repo, number }: PullRequestAddress,
  ends: Pick<PullRequestState, 'baseRef' | 'headSha'>,
): Promise<readonly string[]> {
  const where = { owner, repo, pull_number: number, per_page: PAGE };
  const listed = await client.paginate(client.rest.pulls.listCommits, where);
  const commits = listed.length < MOST_LISTED ? listed : await readAllCommits(client, { owner, repo }, ends);
  const logins = commits.flatMap(({ author, committer, commit: { message, verification } }) => {
    const makers = [...loginOf(author), ...loginOf(committer)];
    // Who takes over a reviewer's suggestion on GitHub's page makes the reviewer a co-author: that is reviewing.
    const isOfPage = loginOf(committer).includes(WEB_FLOW) && verification?.verified === true;
    return isOfPage ? makers : [...makers, ...coAuthors(message)];
  });
  return [...new Set(logins)].filter((login) => login !== WEB_FLOW);
}

function loginOf(person: object | null): readonly string[] {
  return person !== null && 'login' in person && typeof person.login === 'string' ? [person.login] : [];
}

/** Signs what is committed on GitHub's own pages. */
const WEB_FLOW = 'web-flow';

/** Logins in lines like "Co-authored-by: Ann <12+ann@users.noreply.github.com>". */
function coAuthors(message: string): readonly string[] {
  const lines = message.matchAll(
    /^co-authored-by:[^<\n]*<(?:\d+\+)?([\w-]+)@users\.noreply\.[\w.-]+>[ \t\r]*$/gim,
  );
  return [...lines].flatMap(([, login]) => login ?? []);
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
