import { CHECK_NAME } from './check-run.js';
import type { GitHubClient } from './client.js';
import type { RepositoryAddress } from './github-source.js';

/** A run of the check `precheck` on one commit. */
export interface OwnCheck {
  readonly id: number;
  readonly externalId: string;
  readonly isCompleted: boolean;
  readonly isQueued: boolean;
  readonly conclusion: string | null;
  readonly title: string;
  readonly summary: string;
}

/** The runs of our check on a commit, the newest first, at most a hundred; what other Apps call by the same name is not ours. */
export async function readOwnChecks(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  sha: string,
  appId: number,
): Promise<readonly OwnCheck[]> {
  const { data } = await client.rest.checks.listForRef({
    owner,
    repo,
    ref: sha,
    app_id: appId,
    check_name: CHECK_NAME,
    filter: 'all',
    per_page: 100,
  });
  return data.check_runs
    .map(({ id, external_id, status, conclusion, output }) => ({
      id,
      externalId: external_id ?? '',
      isCompleted: status === 'completed',
      isQueued: status === 'queued',
      conclusion,
      title: output.title ?? '',
      summary: output.summary ?? '',
    }))
    .sort((a, b) => b.id - a.id);
}
