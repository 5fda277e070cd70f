import { covers, type InstallationGrant } from '../app-auth.js';
import type { PullRequest } from '../pull-request.js';
import type { Repository } from '../repository-state.js';
import type { World } from '../world.js';
import { couldNotResolve, forbidden } from './query-error.js';

/** What one query is answered from, and what it may see. */
export interface Reach {
  readonly world: World;
  readonly grant: InstallationGrant;
}

/** Refuses unless the token holds the permission. */
export function mustHold({ grant }: Reach, permission: string, level: 'read' | 'write'): void {
  if (!covers(grant.permissions, permission, level)) throw forbidden();
}

/** Whether the token reaches a repository. */
function reaches({ world, grant }: Reach, repository: Repository): boolean {
  const { installation, repositoryIds } = grant;
  if (world.installationOf(repository) !== installation) return false;
  return repositoryIds === undefined || repositoryIds.includes(repository.id);
}

/** A repository by name; NOT_FOUND for none that may be seen. */
export function repositoryNamed(reach: Reach, owner: string, name: string): Repository {
  const found = reach.world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (found !== undefined && reaches(reach, found)) return found;
  throw couldNotResolve(`a Repository with the name '${owner}/${name}'.`);
}

/** All pull requests that may be seen, with their repositories. */
export function visiblePulls(
  reach: Reach,
): readonly { readonly repository: Repository; readonly pull: PullRequest }[] {
  return [...reach.world.repositories.values()]
    .filter((repository) => reaches(reach, repository))
    .flatMap((repository) => [...repository.pulls.values()].map((pull) => ({ repository, pull })));
}
