import {
  branchExternalId,
  completeCheck,
  continueCheck,
  externalId,
  startCheck,
  type CheckSubject,
} from '../github/check-run.js';
import type { GitHubClient } from '../github/client.js';
import { readOwnChecks, type OwnCheck } from '../github/own-checks.js';
import { supersededCheck } from '../report/check-run.js';
import type { CheckPlan } from '../report/plan.js';
import { QUEUED, running } from '../report/progress.js';
import { saysTheSame } from '../report/same-text.js';
import type { Run, TaskTools } from './tools.js';
import type { TaskOf } from './task.js';

/** A review that takes longer says how much it reads: a request more, for those that are waited for. */
const LONG_MS = 3000;

/** The check of one review: begun when there is something to show, ended once. */
export class ReviewCheck {
  readonly #client: GitHubClient;
  readonly #subject: CheckSubject;
  readonly #appId: number;
  #id: number | undefined;
  #isQueued = false;
  #begun = 0;
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<void> | undefined;
  readonly #leftBehind: OwnCheck[] = [];

  constructor(client: GitHubClient, subject: CheckSubject, appId: number) {
    this.#appId = appId;
    this.#client = client;
    this.#subject = subject;
  }

  /** Shows that the review waits; `begin` of the same review goes on with the same run. */
  async queue(): Promise<void> {
    this.#id = await startCheck(this.#client, this.#subject, QUEUED, 'queued');
    this.#isQueued = true;
  }

  /** The run, begun if it was not. */
  async begin(): Promise<number> {
    if (this.#id === undefined) this.#id = await startCheck(this.#client, this.#subject, running());
    else if (this.#isQueued) await continueCheck(this.#client, this.#subject, this.#id, running());
    this.#isQueued = false;
    this.#begun ||= performance.now();
    return this.#id;
  }

  /** Whether there is a run, which has to be ended. */
  get isThere(): boolean {
    return this.#id !== undefined;
  }

  /**
   * Goes on with what is left unfinished of this review on its commit: the run that said that it waits, or that of an
   * interrupted try. `any`: also with another review's.
   */
  async resume(which: 'own' | 'any' = 'own'): Promise<void> {
    const { externalId } = this.#subject;
    const unfinished = (await this.#runs()).filter((run) => !run.isCompleted && isOfSame(run, externalId));
    const own = unfinished.find((run) => run.externalId === externalId);
    const taken = own ?? (which === 'any' ? unfinished[0] : undefined);
    if (this.#id === undefined && taken !== undefined) {
      this.#id = taken.id;
      this.#isQueued = taken.isQueued;
    }
    this.#leftBehind.push(...unfinished.filter(({ id }) => id !== this.#id));
  }

  /** Whether the newest completed run on this commit says this already. */
  async says({ conclusion, title, summary }: CheckPlan): Promise<boolean> {
    const [newest] = await this.#runs();
    return (
      newest !== undefined &&
      newest.isCompleted &&
      newest.conclusion === conclusion &&
      newest.title === title &&
      saysTheSame(newest.summary, summary)
    );
  }

  /** Says how many migrations are reviewed, if it takes long until the run ends. */
  reads(migrations: number): void {
    if (this.#begun === 0 || migrations === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        // The answer is what counts: a title that is not written is no failure of the review.
        this.#telling = this.#tell(migrations).catch(() => undefined);
      },
      Math.max(0, this.#begun + LONG_MS - performance.now()),
    );
  }

  async #tell(migrations: number): Promise<void> {
    if (this.#id !== undefined)
      await continueCheck(this.#client, this.#subject, this.#id, running(migrations));
  }

  /** Shows nothing more; what is being written is written when it resolves. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#telling;
  }

  /** Ends the run, and those that were left behind. */
  async complete(plan: CheckPlan): Promise<void> {
    await this.settle();
    await completeCheck(this.#client, this.#subject, this.#id ?? (await this.begin()), plan);
    await this.endLeftBehind();
  }

  /** Ends runs of earlier attempts, so that one remains. */
  async endLeftBehind(): Promise<void> {
    for (const { id } of this.#leftBehind.splice(0)) {
      await completeCheck(this.#client, this.#subject, id, supersededCheck('another run'));
    }
  }

  async #runs(): Promise<readonly OwnCheck[]> {
    return readOwnChecks(this.#client, this.#subject, this.#subject.headSha, this.#appId);
  }
}

/** The check of a pull request's review on one of its commits. */
export function pullRequestCheck(
  { owner, repo, number }: TaskOf<'review'>,
  headSha: string,
  client: GitHubClient,
  tools: TaskTools,
  run: Run,
): ReviewCheck {
  const id = externalId(`${owner}/${repo}`, number, headSha, run.id);
  return checkOf({ owner, repo, headSha, externalId: id }, client, tools);
}

/** The check of what a branch says of its set-up. */
export function branchCheck(
  { owner, repo }: TaskOf<'examine'>,
  headSha: string,
  client: GitHubClient,
  tools: TaskTools,
  run: Run,
): ReviewCheck {
  const id = branchExternalId(`${owner}/${repo}`, headSha, run.id);
  return checkOf({ owner, repo, headSha, externalId: id }, client, tools);
}

/** The check of a merge group's review. */
export function mergeGroupCheck(
  { owner, repo, headSha }: TaskOf<'merge-group'>,
  client: GitHubClient,
  tools: TaskTools,
  run: Run,
): ReviewCheck {
  const id = `${owner}/${repo}:group:${headSha}:${run.id}`;
  return checkOf({ owner, repo, headSha, externalId: id }, client, tools);
}

function checkOf(
  subject: Omit<CheckSubject, 'detailsUrl'>,
  client: GitHubClient,
  { detailsUrl, appId }: TaskTools,
): ReviewCheck {
  return new ReviewCheck(client, { ...subject, detailsUrl }, appId);
}

/** Whether a run is about the same as an external id is: two pull requests can have the same head. */
function isOfSame(run: OwnCheck, externalId: string): boolean {
  const [about] = /^(?:[^:]*:){3}/.exec(externalId) ?? [];
  return about !== undefined && run.externalId.startsWith(about);
}
