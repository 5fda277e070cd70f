import type { GitHubClient } from '../github/client.js';
import { supersededCheck } from '../report/check-run.js';
import { mergeGroupCheck, pullRequestCheck, type ReviewCheck } from './review-check.js';
import type { Run, WorkTools } from './tools.js';
import { workSchema, type Work } from './work.js';

/** Shows on its commit that a review waits, where an event said which commit that is. */
export async function announce(stored: unknown, tools: WorkTools, run: Run): Promise<void> {
  await checkOf(workSchema.parse(stored), tools, run)?.then((check) => check.queue());
}

/** Ends what `announce` showed of work that is not done. `by`: the head that is there now, or what came in between. */
export async function withdraw(stored: unknown, tools: WorkTools, run: Run, by: string): Promise<void> {
  const check = await checkOf(workSchema.parse(stored), tools, run);
  await check?.resume();
  if (check?.isThere === true) await check.complete(supersededCheck(by));
}

function checkOf(work: Work, tools: WorkTools, run: Run): Promise<ReviewCheck> | undefined {
  if (work.kind === 'merge-group') {
    return tools.client(work).then((client) => mergeGroupCheck(work, client, tools, run));
  }
  if (work.kind !== 'review' || work.cause !== 'event' || work.headSha === null) return undefined;
  const { headSha } = work;
  return tools
    .client(work)
    .then((client: GitHubClient) => pullRequestCheck(work, headSha, client, tools, run));
}
