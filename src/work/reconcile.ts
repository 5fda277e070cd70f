import type { GitHubClient } from '../github/client.js';
import { readFailedDeliveries, redeliver } from '../github/deliveries.js';
import { isOutOfReach } from '../github/errors.js';
import { readInstallations, readRepositories, type InstalledRepository } from '../github/installations.js';
import { readUnfinished } from '../github/unfinished.js';
import type { WorkTools } from './tools.js';
import { reviewAnew } from './work.js';

/** A pull request that changed within this time has its review still to come; less where the App looks more often. */
const YOUNG_MS = 60_000;
/** Repositories without a push in this time are looked at only when the App starts. */
const QUIET_MS = 7 * 24 * 3_600_000;
/** A delivery is asked for again at most so often; what fails more is no passing trouble. */
const MOST_REDELIVERIES = 3;

/** Heals what was lost: deliveries that failed, reviews that never ended. */
export class Reconciler {
  readonly #tools: Pick<WorkTools, 'client' | 'take' | 'log'>;
  readonly #appId: number;
  readonly #app: () => Promise<GitHubClient>;
  /** Redeliveries so far, by the delivery's id. */
  readonly #asked = new Map<string, number>();
  readonly #youngMs: number;
  #lookedAt = 0;

  /**
   * @param app a client with the rights of the App itself
   * @param everyMs how often `run` is called: a pull request that changed in the last fifth of it is left to its event
   */
  constructor(
    tools: Pick<WorkTools, 'client' | 'take' | 'log'>,
    appId: number,
    app: () => Promise<GitHubClient>,
    everyMs: number,
  ) {
    this.#tools = tools;
    this.#appId = appId;
    this.#app = app;
    this.#youngMs = Math.min(YOUNG_MS, everyMs / 5);
  }

  /** Looks once; a part that fails leaves the others to their turn. */
  async run(signal: AbortSignal): Promise<void> {
    const started = Date.now();
    const isFirst = this.#lookedAt === 0;
    const app = await this.#app();
    await this.#attempt('failed deliveries', () => this.#redeliver(app, signal));
    for (const installationId of await readInstallations(app)) {
      signal.throwIfAborted();
      await this.#attempt('an installation', async () => {
        const list = await this.#tools.client({ installationId });
        for (const repository of await readRepositories(list, installationId)) {
          if (!isFirst && isQuiet(repository, started)) continue;
          signal.throwIfAborted();
          await this.#attempt('a repository', () => this.#repository(repository, started));
        }
      });
    }
    this.#lookedAt = started;
  }

  async #repository({ installationId, owner, repo }: InstalledRepository, now: number): Promise<void> {
    const client = await this.#tools.client({ installationId, repo });
    const unfinished = await readUnfinished(client, { owner, repo }, this.#appId);
    for (const { number, headSha, updatedAt } of unfinished) {
      if (now - Date.parse(updatedAt) < this.#youngMs) continue;
      this.#tools.log.info(
        { repository: `${owner}/${repo}`, pullRequest: number },
        'no final check: reviewed anew',
      );
      await this.#tools.take(
        reviewAnew({ installationId, owner, repo }, number, 'reconcile'),
        `reconcile:${headSha}:${now}`,
      );
    }
  }

  async #redeliver(app: GitHubClient, signal: AbortSignal): Promise<void> {
    for (const { id, guid } of await readFailedDeliveries(app, this.#lookedAt - this.#youngMs)) {
      signal.throwIfAborted();
      const asked = this.#asked.get(guid) ?? 0;
      if (asked >= MOST_REDELIVERIES) continue;
      this.#asked.set(guid, asked + 1);
      this.#tools.log.info({ delivery: guid }, 'a failed delivery is asked for again');
      await redeliver(app, id);
    }
  }

  async #attempt(what: string, part: () => Promise<void>): Promise<void> {
    try {
      await part();
    } catch (error) {
      if (isOutOfReach(error)) return;
      this.#tools.log.warn({ err: error, what }, 'could not be reconciled');
    }
  }
}

function isQuiet({ pushedAt }: InstalledRepository, now: number): boolean {
  return pushedAt === null || now - Date.parse(pushedAt) > QUIET_MS;
}
