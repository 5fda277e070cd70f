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
  try {
    const branch = await client.rest.repos.getBranch({ owner, repo, branch: data.default_branch });
    return { name: data.default_branch, sha: branch.data.commit.sha };
  } catch (error) {
    if (isRequestFailure(error, 404)) return undefined;
    throw error;
  }
}
