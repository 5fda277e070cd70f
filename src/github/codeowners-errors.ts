import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';

/** A mistake that GitHub finds in CODEOWNERS: syntax, and owners that it cannot resolve. */
export interface CodeownersError {
  readonly path: string;
  readonly line: number;
  /** GitHub's words, first line. */
  readonly message: string;
  readonly suggestion: string | null;
}

/** What GitHub itself says of the owners' file of a commit; nothing where there is none. */
export async function readCodeownersErrors(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  ref: string,
): Promise<readonly CodeownersError[]> {
  try {
    const { data } = await client.rest.repos.codeownersErrors({ owner, repo, ref });
    return data.errors.map(({ path, line, message, suggestion }) => ({
      path,
      line,
      message: message.split('\n', 1)[0] ?? '',
      suggestion: suggestion ?? null,
    }));
  } catch (error) {
    if (isRequestFailure(error, 404)) return [];
    throw error;
  }
}
