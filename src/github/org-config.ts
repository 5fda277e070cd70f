import { LRUCache } from 'lru-cache';
import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { Reach } from './installation-token.js';
import type { RepositoryAddress } from './github-source.js';

/** The organisation's configuration cannot be had, so nobody knows what it demands. */
class UnreadableOrgConfig extends Error {
  override readonly name = 'UnreadableOrgConfig';
  constructor({ owner, repo }: RepositoryAddress, why: string) {
    super(
      `The organisation's configuration in ${owner}/${repo} (PRECHECK_ORG_CONFIG) cannot be read: ${why}. Without it no review is finished.`,
    );
  }
}

const REMEMBERED_MS = 60_000;
const PATH = '.github/precheck.yml';
const MOST_BYTES = 1_000_000;

/** The text of the organisation's `.github/precheck.yml`, as it stands on the default branch; asked once a minute. */
export class OrgConfig {
  readonly #app: () => Promise<GitHubClient>;
  readonly #client: (reach: Reach) => Promise<GitHubClient>;
  readonly #known = new LRUCache<string, Promise<string>>({ max: 1, ttl: REMEMBERED_MS });

  /** @param app a client with the rights of the App itself, `client` one with those of an installation */
  constructor(app: () => Promise<GitHubClient>, client: (reach: Reach) => Promise<GitHubClient>) {
    this.#app = app;
    this.#client = client;
  }

  /** @throws UnreadableOrgConfig where the App may not see the repository, or the file is not there */
  async text(place: RepositoryAddress): Promise<string> {
    const known = this.#known.get(PATH);
    if (known !== undefined) return known;
    const asked = this.#read(place);
    this.#known.set(PATH, asked);
    asked.catch(() => this.#known.delete(PATH));
    return asked;
  }

  async #read(place: RepositoryAddress): Promise<string> {
    try {
      const { data } = await (await this.#app()).rest.apps.getRepoInstallation({ ...place });
      const client = await this.#client({ installationId: data.id, repo: place.repo });
      return await readOrgConfig(client, place);
    } catch (error) {
      if (!isRequestFailure(error, 404)) throw error;
      throw new UnreadableOrgConfig(place, `the App is not installed there, or ${PATH} is missing`);
    }
  }
}

/**
 * The text of the configuration file on a repository's default branch.
 * @throws UnreadableOrgConfig for what is no file; what GitHub refuses
 */
export async function readOrgConfig(client: GitHubClient, place: RepositoryAddress): Promise<string> {
  const file = await client.rest.repos.getContent({ ...place, path: PATH });
  if (Array.isArray(file.data) || file.data.type !== 'file' || file.data.size > MOST_BYTES) {
    throw new UnreadableOrgConfig(place, `${PATH} is no file of at most 1 MB`);
  }
  return Buffer.from(file.data.content, 'base64').toString('utf8');
}
