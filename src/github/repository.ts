import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';

/** The branch that a repository shows first, and the commit at its tip. */
export interface DefaultBranch {
  readonly name: string;
  readonly sha: string;
}

/** Undefined for a repository without any commit. */
export async function readDefaultBranch(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
): Promise<DefaultBranch | undefined> {
  const { data } = await client.rest.repos.get({ owner, repo });
  const sha = await readTip(client, { owner, repo }, data.default_branch);
  return sha === undefined ? undefined : { name: data.default_branch, sha };
}

/** The commit at the tip of a branch; undefined when there is no such branch. */
export async function readTip(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  branch: string,
): Promise<string | undefined> {
  try {
    const { data } = await client.rest.repos.getBranch({ owner, repo, branch });
    return data.commit.sha;
  } catch (error) {
    if (isRequestFailure(error, 404)) return undefined;
    throw error;
  }
}
