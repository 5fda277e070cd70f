import { LRUCache } from 'lru-cache';
import type { GitHubClient } from './client.js';
import { githubProblem, isOutOfReach, isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';
import { mayWrite, permissionOf } from './people.js';

/** What GitHub knows of somebody whom a configuration or CODEOWNERS names ("@org/team", "@user"). */
export interface Expert {
  readonly handle: string;
  /** `unknown`: GitHub does not let the client look. */
  readonly standing: 'can-review' | 'missing' | 'not-visible' | 'cannot-write' | 'unknown';
  /** Logins; of a team with those of its child teams. */
  readonly members: readonly string[];
}

const REMEMBERED_MS = 60_000;

/**
 * Looks experts up; what was found holds for a minute. A process that hears of a changed membership forgets at once; others
 * that share its queue find out within the minute.
 */
export class Experts {
  readonly #known = new LRUCache<string, Promise<Expert>>({ max: 5000, ttl: REMEMBERED_MS });

  /** `installationId` keeps apart what one installation may see from what another may. */
  async find(
    client: GitHubClient,
    installationId: number,
    repository: RepositoryAddress,
    handles: readonly string[],
  ): Promise<ReadonlyMap<string, Expert>> {
    const found = new Map<string, Expert>();
    for (const handle of new Set(handles)) {
      const key = `${installationId}/${repository.owner}/${repository.repo}/${handle.toLowerCase()}`;
      found.set(handle, await (this.#known.get(key) ?? this.#look(key, client, repository, handle)));
    }
    return found;
  }

  /** A team or its members changed: this process asks anew. */
  forget(): void {
    this.#known.clear();
  }

  /** Only what was asked now is set: whatever is set counts as a minute young. */
  #look(key: string, client: GitHubClient, repository: RepositoryAddress, handle: string): Promise<Expert> {
    const asked = expertOrUnknown(client, repository, handle);
    this.#known.set(key, asked);
    asked.catch(() => this.#known.delete(key));
    return asked;
  }
}

/** What the client has no permission for is not known; a review says so, and who can mend it. */
async function expertOrUnknown(
  client: GitHubClient,
  repository: RepositoryAddress,
  handle: string,
): Promise<Expert> {
  try {
    return await readExpert(client, repository, handle);
  } catch (error) {
    const isForbidden = githubProblem(error)?.kind === 'permission' && !isOutOfReach(error);
    if (isForbidden) return { handle, standing: 'unknown', members: [] };
    throw error;
  }
}

async function readExpert(
  client: GitHubClient,
  repository: RepositoryAddress,
  handle: string,
): Promise<Expert> {
  const [org, slug] = handle.replace(/^@/, '').split('/');
  if (org === undefined || org === '') return { handle, standing: 'missing', members: [] };
  if (slug === undefined) {
    const isWriter = mayWrite(await permissionOf(client, repository, org));
    return { handle, standing: isWriter ? 'can-review' : 'cannot-write', members: [org] };
  }
  const team = await orMissing(client.rest.teams.getByName({ org, team_slug: slug }));
  if (team === undefined) return { handle, standing: 'missing', members: [] };
  const members = await client.paginate(client.rest.teams.listMembersInOrg, {
    org,
    team_slug: slug,
    per_page: 100,
  });
  const logins = members.map(({ login }) => login);
  if (team.data.privacy === 'secret') return { handle, standing: 'not-visible', members: logins };
  const access = await orMissing(
    client.rest.teams.checkPermissionsForRepoInOrg({
      org,
      team_slug: slug,
      owner: repository.owner,
      repo: repository.repo,
      headers: { accept: 'application/vnd.github.v3.repository+json' },
    }),
  );
  // The answer without a body says: some access, no more.
  const may = access?.data.permissions;
  const isWriter = may?.push === true || may?.maintain === true || may?.admin === true;
  return { handle, standing: isWriter ? 'can-review' : 'cannot-write', members: logins };
}

async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isRequestFailure(error, 404)) return undefined;
    throw error;
  }
}
