import { mayWrite, permissionOf } from '../github/people.js';
import type { Run, TaskTools } from './tools.js';
import { reviewAnew, type TaskOf } from './task.js';

/** What each button of the check asks for; a person without write access presses them in vain. */
export async function pressButton(task: TaskOf<'button'>, tools: TaskTools, run: Run): Promise<void> {
  const { button, sender, number, headSha } = task;
  if (!isButton(button)) return;
  tools.measures.commanded(button);
  const client = await tools.client(task);
  if (!mayWrite(await permissionOf(client, task, sender))) {
    tools.log.info({ delivery: run.id, button, sender }, 'a button pressed without write access');
    return;
  }
  await tools.take(
    { ...reviewAnew(task, number, 'event', headSha), ...(button === 'escalate' && { escalatedBy: sender }) },
    `${run.id}:review`,
  );
}

function isButton(text: string): boolean {
  return text === 'rerun' || text === 'escalate' || text === 'refresh';
}
