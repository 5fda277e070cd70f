import { LRUCache } from 'lru-cache';
import type { GitHubClient } from '../github/client.js';
import { readFailedDeliveries, redeliver } from '../github/deliveries.js';
import { isOutOfReach } from '../github/errors.js';
import { readInstallations, readRepositories, type InstalledRepository } from '../github/installations.js';
import { readOpenHeads, type OpenHead } from '../github/open-heads.js';
import { headState, type HeadState } from './head-state.js';
import type { TaskTools } from './tools.js';
import { reviewAnew, type Task } from './task.js';

/** A pull request that changed within this time has its review still to come; less where the App looks more often. */
const YOUNG_MS = 60_000;
/** Repositories without a push in this time are looked at only when the App starts. */
const QUIET_MS = 7 * 24 * 3_600_000;
/** GitHub waits ten seconds for an answer, GitHub Enterprise Server thirty; as much again for clocks that differ. */
const LONGEST_ATTEMPT_MS = 60_000;
/** A delivery is asked for again at most so often; what fails more is no passing trouble. */
const MOST_REDELIVERIES = 3;
/** A review that failed so often on one commit is left to people: with looks every five minutes, after two hours and a half. */
const MOST_RETRIES = 6;
/** The pause before another try doubles up to so many looks. */
const LONGEST_PAUSE = 12;
/** What a process had accepted and not done when it died is not older than this at its death. */
const HELD_MS = 30 * 60_000;
/** It is not looked further back for a death, whatever deliveries failed. */
const LONGEST_ABSENCE_MS = 24 * 3_600_000;
/** Of one repository, at the start: each costs about ten requests. */
const MOST_LOOKED_AT_AGAIN = 50;
const MOST_BRANCHES = 5;
const REMEMBERED = 10_000;

type Tools = Pick<TaskTools, 'client' | 'take' | 'log' | 'outlives'>;

/** Heals what was lost: deliveries that failed, reviews that never ended, events that died with the process. */
export class Reconciler {
  readonly #tools: Tools;
  readonly #appId: number;
  readonly #app: () => Promise<GitHubClient>;
  readonly #everyMs: number;
  /** Redeliveries so far, and of which attempt the last one was, by the id that all attempts share. */
  readonly #asked = new LRUCache<string, { readonly times: number; readonly attempt: number }>({
    max: REMEMBERED,
  });
  /** How often a lost head was begun anew, and when last. */
  readonly #begun = new LRUCache<string, { readonly times: number; readonly at: number }>({
    max: REMEMBERED,
  });
  /** Repositories that this process has looked at. */
  readonly #seen = new Set<string>();
  #lookedAt = 0;
  /** Events since then may have died with the process before this one. */
  #lostSince = Infinity;

  /**
   * @param app a client with the rights of the App itself
   * @param everyMs how often `run` is called: a pull request that changed in the last fifth of it is left to its event
   */
  constructor(tools: Tools, appId: number, app: () => Promise<GitHubClient>, everyMs: number) {
    this.#tools = tools;
    this.#appId = appId;
    this.#app = app;
    this.#everyMs = everyMs;
  }

  /** Looks once; a part that fails leaves the others to their turn. */
  async run(signal: AbortSignal): Promise<void> {
    const now = Date.now();
    const app = await this.#app();
    if (this.#lookedAt === 0) this.#lostSince = now - HELD_MS;
    await this.#attempt('failed deliveries', () => this.#redeliver(app, now, signal));
    for (const installationId of await readInstallations(app)) {
      signal.throwIfAborted();
      await this.#attempt('an installation', async () => {
        const list = await this.#tools.client({ installationId });
        for (const repository of await readRepositories(list, installationId)) {
          if (this.#seen.has(nameOf(repository)) && isQuiet(repository, now)) continue;
          signal.throwIfAborted();
          await this.#attempt('a repository', () => this.#repository(repository, now));
        }
      });
    }
    this.#lookedAt = now;
  }

  async #repository(repository: InstalledRepository, now: number): Promise<void> {
    const { installationId, owner, repo } = repository;
    const client = await this.#tools.client({ installationId, repo });
    const heads = (await readOpenHeads(client, repository, this.#appId)).map((head) => ({
      ...head,
      state: headState(head.runs),
    }));
    for (const head of heads) {
      if (!this.#isDue(nameOf(repository), head, now)) continue;
      const { number, headSha, state } = head;
      const about = { repository: nameOf(repository), pullRequest: number, state: state.kind };
      this.#tools.log.info(about, 'no final check: reviewed anew');
      await this.#take(reviewAnew({ installationId, owner, repo }, number, 'reconcile'), headSha, now);
    }
    if (!this.#seen.has(nameOf(repository)) && !this.#tools.outlives) {
      await this.#lookAgain(repository, heads, now);
    }
    this.#seen.add(nameOf(repository));
  }

  /** Whether a head has no answer and its turn to get one has come. */
  #isDue(repository: string, { number, headSha, updatedAt, state }: Head, now: number): boolean {
    const key = `${repository}#${number}@${headSha}`;
    if (state.kind === 'answered') {
      this.#begun.delete(key);
      return false;
    }
    if (state.kind === 'failed') {
      return state.times <= MOST_RETRIES && now - state.since >= this.#pause(state.times);
    }
    if (now - Date.parse(updatedAt) < Math.min(YOUNG_MS, this.#everyMs / 5)) return false;
    const { times, at } = this.#begun.get(key) ?? { times: 0, at: 0 };
    if (times > 0 && now - at < this.#pause(times)) return false;
    this.#begun.set(key, { times: times + 1, at: now });
    return true;
  }

  /** Half a look less, since no look comes at its time to the millisecond. */
  #pause(times: number): number {
    return this.#everyMs * (Math.min(2 ** (times - 1), LONGEST_PAUSE) - 0.5);
  }

  /**
   * A queue in memory dies with its process. What it held shows on GitHub: a pull request that changed after its check, a
   * branch that was pushed to. They are looked at again, and nothing is written where the answer is still the same.
   */
  async #lookAgain(
    { installationId, owner, repo, pushedAt }: InstalledRepository,
    heads: readonly Head[],
    now: number,
  ): Promise<void> {
    const answered = heads.flatMap(({ state, ...head }) =>
      state.kind === 'answered' ? [{ ...head, since: state.since }] : [],
    );
    const isMissed = (happened: number, since: number): boolean =>
      happened >= this.#lostSince && happened >= toSecond(since);
    const changed = answered.filter(({ updatedAt, since }) => isMissed(Date.parse(updatedAt), since));
    for (const { number, headSha } of changed.slice(0, MOST_LOOKED_AT_AGAIN)) {
      await this.#take(reviewAnew({ installationId, owner, repo }, number, 'quiet'), headSha, now);
    }
    const moved = answered.filter(({ since }) => isMissed(Date.parse(pushedAt ?? ''), since));
    const branches = [...new Set(moved.map(({ baseRef }) => baseRef))].slice(0, MOST_BRANCHES);
    for (const branch of branches) {
      await this.#take({ kind: 'base-moved', installationId, owner, repo, branch }, branch, now);
    }
  }

  async #take(task: Task, about: string, now: number): Promise<void> {
    await this.#tools.take(task, `reconcile:${task.owner}/${task.repo}:${about}:${now}`);
  }

  async #redeliver(app: GitHubClient, now: number, signal: AbortSignal): Promise<void> {
    // An attempt bears the time of its begin, and is listed when it has failed.
    const failed = await readFailedDeliveries(app, this.#lookedAt - LONGEST_ATTEMPT_MS);
    const [first] = failed;
    // The first delivery that nobody took tells when the process before this one died.
    if (this.#lookedAt === 0 && first !== undefined) {
      this.#lostSince = Math.max(now - LONGEST_ABSENCE_MS, Math.min(now, first.triedAt) - HELD_MS);
    }
    for (const { id, guid } of failed) {
      signal.throwIfAborted();
      const { times, attempt } = this.#asked.get(guid) ?? { times: 0, attempt: undefined };
      if (times >= MOST_REDELIVERIES || attempt === id) continue;
      await this.#attempt('a failed delivery', async () => {
        await redeliver(app, id);
        this.#asked.set(guid, { times: times + 1, attempt: id });
        this.#tools.log.info({ delivery: guid }, 'a failed delivery is asked for again');
      });
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

type Head = OpenHead & { readonly state: HeadState };

function nameOf({ owner, repo }: InstalledRepository): string {
  return `${owner}/${repo}`;
}

function isQuiet({ pushedAt }: InstalledRepository, now: number): boolean {
  return pushedAt === null || now - Date.parse(pushedAt) > QUIET_MS;
}

/** GitHub's times are of a whole second. */
function toSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
