import type { Job, QueueHooks } from '../jobs/job-queue.js';
import { announce, withdraw } from './announce.js';
import { giveUp } from './perform.js';
import type { Run, TaskTools } from './tools.js';

const GIVE_UP_MS = 60_000;

/** What people are shown of a task that waits, is not done, or fails. */
export function hooksFor(
  tools: TaskTools,
): Pick<QueueHooks, 'onRejected' | 'onFault' | 'onWaiting' | 'onSuperseded'> {
  const { log } = tools;
  const shown = async (job: Job, showing: (run: Run) => Promise<void>) => {
    try {
      await showing({ id: job.id, again: true, signal: AbortSignal.timeout(GIVE_UP_MS) });
    } catch (error) {
      log.warn({ delivery: job.id, subject: job.subject, err: error }, 'that it waits could not be shown');
    }
  };
  return {
    onWaiting: (job) => shown(job, (run) => announce(job.work, tools, run)),
    onSuperseded: (job, by, wasTold) => {
      if (wasTold) void shown(job, (run) => withdraw(job.work, tools, run, by));
    },
    onRejected: ({ id, work: task, subject }, reason) => {
      const run = { id, again: true, signal: AbortSignal.timeout(GIVE_UP_MS) };
      giveUp(task, tools, run, reason).catch((error: unknown) => {
        log.error({ delivery: id, subject, err: error }, 'the check could not be completed');
      });
    },
    onFault: (reason) => {
      log.error({ err: reason }, 'a fault in the queue');
    },
  };
}
