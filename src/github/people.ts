import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';

/** What somebody may do in a repository; `none`: not even read, or no such person. */
export type Permission = 'admin' | 'write' | 'read' | 'none';

/**
 * What somebody may do in a repository, as GitHub enforces it now: the association that a comment shows says less, and
 * is as old as the comment.
 */
export async function permissionOf(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  login: string,
): Promise<Permission> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: login });
    const { permission } = data;
    // GitHub folds the role "maintain" into write and "triage" into read.
    return permission === 'admin' || permission === 'write' || permission === 'read' ? permission : 'none';
  } catch (error) {
    if (isRequestFailure(error, 404)) return 'none';
    throw error;
  }
}

/** Whether the permission is enough to command Precheck. */
export function mayWrite(permission: Permission): boolean {
  return permission === 'admin' || permission === 'write';
}
