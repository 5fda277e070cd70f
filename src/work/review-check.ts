import { completeCheck, startCheck, type CheckSubject } from '../github/check-run.js';
import type { GitHubClient } from '../github/client.js';
import { readOwnChecks, type OwnCheck } from '../github/own-checks.js';
import { supersededCheck } from '../report/check-run.js';
import { isSameText } from '../github/once.js';
import type { CheckPlan } from '../report/plan.js';

const RUNNING = { title: 'Reviewing', summary: 'Precheck reads the migrations of this pull request.' };

/** The check of one review: begun when there is something to show, ended once. */
export class ReviewCheck {
  readonly #client: GitHubClient;
  readonly #subject: CheckSubject;
  readonly #appId: number;
  #id: number | undefined;
  readonly #leftBehind: OwnCheck[] = [];

  constructor(client: GitHubClient, subject: CheckSubject, appId: number) {
    this.#appId = appId;
    this.#client = client;
    this.#subject = subject;
  }

  /** The run, begun if it was not. */
  async begin(): Promise<number> {
    this.#id ??= await startCheck(this.#client, this.#subject, RUNNING);
    return this.#id;
  }

  get isBegun(): boolean {
    return this.#id !== undefined;
  }

  /** Goes on with what an interrupted run left unfinished on this commit, where there is such. */
  async resume(): Promise<void> {
    const unfinished = (await this.#runs()).filter(({ isCompleted }) => !isCompleted);
    const [newest, ...others] = unfinished;
    this.#id ??= newest?.id;
    this.#leftBehind.push(...others);
  }

  /** Whether the newest completed run on this commit says this already. */
  async says({ conclusion, title, summary }: CheckPlan): Promise<boolean> {
    const [newest] = await this.#runs();
    return (
      newest !== undefined &&
      newest.isCompleted &&
      newest.conclusion === conclusion &&
      newest.title === title &&
      isSameText(withoutHistory(newest.summary), withoutHistory(summary))
    );
  }

  /** Ends the run, and those that were left behind. */
  async complete(plan: CheckPlan): Promise<void> {
    await completeCheck(this.#client, this.#subject, await this.begin(), plan);
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

/** How many migrations are merged by now is no news for anybody. */
function withoutHistory(summary: string): string {
  return summary.replace(/ against [\d,]+ in history, /g, ' against its history, ');
}
