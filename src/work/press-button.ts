import { mayWrite, permissionOf } from '../github/people.js';
import type { Run, WorkTools } from './tools.js';
import { reviewAnew, type WorkOf } from './work.js';

/** What each button of the check asks for; a person without write access presses them in vain. */
export async function pressButton(work: WorkOf<'button'>, tools: WorkTools, run: Run): Promise<void> {
  const { button, sender, number } = work;
  if (!isButton(button)) return;
  tools.measures.commanded(button);
  const client = await tools.client(work);
  if (!mayWrite(await permissionOf(client, work, sender))) {
    tools.log.info({ delivery: run.id, button, sender }, 'a button pressed without write access');
    return;
  }
  await tools.take(
    { ...reviewAnew(work, number, 'event'), ...(button === 'escalate' && { escalatedBy: sender }) },
    `${run.id}:review`,
  );
}

function isButton(text: string): boolean {
  return text === 'rerun' || text === 'escalate' || text === 'refresh';
}
