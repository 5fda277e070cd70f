import type { GitHubClient } from '../github/client.js';
import { supersededCheck } from '../report/check-run.js';
import { mergeGroupCheck, pullRequestCheck, type ReviewCheck } from './review-check.js';
import type { Run, TaskTools } from './tools.js';
import { taskSchema, type Task } from './task.js';

/** Shows on its commit that a review waits, where an event said which commit that is. */
export async function announce(stored: unknown, tools: TaskTools, run: Run): Promise<void> {
  await checkOf(taskSchema.parse(stored), tools, run)?.then((check) => check.queue());
}

/** Ends what `announce` showed of a task that is not done. `by`: the head that is there now, or what came in between. */
export async function withdraw(stored: unknown, tools: TaskTools, run: Run, by: string): Promise<void> {
  const check = await checkOf(taskSchema.parse(stored), tools, run);
  await check?.resume();
  if (check?.isThere === true) await check.complete(supersededCheck(by));
}

function checkOf(task: Task, tools: TaskTools, run: Run): Promise<ReviewCheck> | undefined {
  if (task.kind === 'merge-group') {
    return tools.client(task).then((client) => mergeGroupCheck(task, client, tools, run));
  }
  if (task.kind !== 'review' || task.cause !== 'event' || task.headSha === null) return undefined;
  const { headSha } = task;
  return tools
    .client(task)
    .then((client: GitHubClient) => pullRequestCheck(task, headSha, client, tools, run));
}
