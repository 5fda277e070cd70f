import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ProbotOctokit } from 'probot';
import { isRequestFailure } from './errors.js';

/** What a client may reach: one repository of an installation, by its name; without one, what the installation lists. */
export interface Reach {
  readonly installationId: number;
  readonly repo?: string | undefined;
}

/** All that work on a repository needs, whatever more an operator gave the App. `app.yml` says what each is for. */
const FOR_A_REPOSITORY = {
  metadata: 'read',
  contents: 'read',
  issues: 'read',
  members: 'read',
  pull_requests: 'write',
  checks: 'write',
} as const;

/** Enough to list the repositories of an installation. */
const FOR_LISTING = { metadata: 'read' } as const;

/** GitHub's tokens live for an hour. */
const KEPT_MS = 55 * 60_000;
const MOST_TOKENS = 10_000;
/** A token that GitHub just made may not be known to all of its machines yet. */
const UNKNOWN_PAUSE_MS = 1_000;

/** Tokens that reach one repository each, made when they are first needed and kept until they end. */
export class InstallationTokens {
  readonly #app: () => Promise<ProbotOctokit>;
  readonly #tokens = new LRUCache<string, Promise<string>>({ max: MOST_TOKENS, ttl: KEPT_MS });

  /** @param app a client with the rights of the App itself */
  constructor(app: () => Promise<ProbotOctokit>) {
    this.#app = app;
  }

  /** The token for this reach; `instead` names one that GitHub refuses. */
  of(reach: Reach, instead?: string): Promise<string> {
    const key = `${String(reach.installationId)}/${reach.repo?.toLowerCase() ?? ''}`;
    const known = this.#tokens.get(key);
    if (known === undefined) return this.#make(key, reach);
    // Who found out first has asked for another already.
    return known.then((token) => {
      if (token !== instead) return token;
      const newest = this.#tokens.get(key);
      return newest === undefined || newest === known ? this.#make(key, reach) : newest;
    });
  }

  #make(key: string, reach: Reach): Promise<string> {
    const made = this.#mint(reach);
    this.#tokens.set(key, made);
    made.catch(() => {
      if (this.#tokens.get(key) === made) this.#tokens.delete(key);
    });
    return made;
  }

  async #mint({ installationId, repo }: Reach): Promise<string> {
    const { apps } = (await this.#app()).rest;
    const of = { installation_id: installationId, ...(repo !== undefined && { repositories: [repo] }) };
    const permissions = repo === undefined ? FOR_LISTING : FOR_A_REPOSITORY;
    try {
      return (await apps.createInstallationAccessToken({ ...of, permissions })).data.token;
    } catch (error) {
      if (!isRequestFailure(error, 422)) throw error;
      // An owner has not agreed to all of them yet: then what was agreed to, which may be enough.
      return (await apps.createInstallationAccessToken(of)).data.token;
    }
  }
}

interface Endpoint {
  readonly headers: Record<string, unknown>;
}

/** `request` of Octokit, as a strategy of authentication meets it. */
interface Requesting {
  (endpoint: Endpoint): Promise<unknown>;
  readonly endpoint: { merge(route: unknown, parameters: unknown): Endpoint };
}

/** Octokit's authentication by these tokens; one that is refused is made anew, once. */
export function tokenStrategy(tokens: InstallationTokens, reach: Reach) {
  return () => {
    const auth = async () => ({ type: 'token', token: await tokens.of(reach) });
    const hook = async (request: Requesting, route: unknown, parameters: unknown): Promise<unknown> => {
      const endpoint = request.endpoint.merge(route, parameters);
      const sent = async (token: string): Promise<unknown> => {
        endpoint.headers['authorization'] = `token ${token}`;
        return request(endpoint);
      };
      const token = await tokens.of(reach);
      try {
        return await sent(token);
      } catch (error) {
        if (!isRequestFailure(error, 401)) throw error;
        await delay(UNKNOWN_PAUSE_MS);
        return sent(await tokens.of(reach, token));
      }
    };
    return Object.assign(auth, { hook });
  };
}
