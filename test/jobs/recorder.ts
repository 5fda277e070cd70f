import { setTimeout as sleep } from 'node:timers/promises';

import type { Enqueued, Job, Outcome, Perform, QueueHooks } from '../../src/jobs/job-queue.js';

/** Waits for something to become true; long enough for a busy machine. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 40_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not become true within ${ms} ms: ${holds.toString()}`);
    await sleep(2);
  }
}

export function job(subject: string, id: string, more: Partial<Job> = {}): Job {
  return { id, subject, tenant: subject.split('/')[0] ?? '', label: id, work: { id }, ...more };
}

/** What happened in a queue, in the order in which it happened. */
export interface Happened {
  readonly answers: [string, Enqueued][];
  readonly finished: [string, Outcome][];
  readonly superseded: [string, string][];
  /** Of these it was told before that they wait. */
  readonly toldBefore: string[];
  /** Started again, or after somebody was told. */
  readonly again: string[];
  readonly rejected: [string, unknown][];
  readonly waiting: string[];
  readonly faults: unknown[];
}

/** A performer whose jobs end when told, and hooks that write down what they hear. */
export function recorder() {
  const started: string[] = [];
  const signals = new Map<string, AbortSignal>();
  const ends = new Map<string, (reason?: Error) => void>();
  const happened: Happened = {
    answers: [],
    finished: [],
    superseded: [],
    toldBefore: [],
    again: [],
    rejected: [],
    waiting: [],
    faults: [],
  };
  const perform: Perform = ({ id }, signal, again) => {
    started.push(id);
    if (again) happened.again.push(id);
    signals.set(id, signal);
    return new Promise((resolve, reject) =>
      ends.set(id, (reason) => {
        if (reason === undefined) resolve();
        else reject(reason);
      }),
    );
  };
  const hooks: Partial<QueueHooks> = {
    onEnqueued: ({ id }, answer) => happened.answers.push([id, answer]),
    onFinished: ({ id }, _ms, outcome) => happened.finished.push([id, outcome]),
    onSuperseded: ({ id }, by, wasTold) => {
      happened.superseded.push([id, by]);
      if (wasTold) happened.toldBefore.push(id);
    },
    onRejected: ({ id }, reason) => happened.rejected.push([id, reason]),
    onWaiting: ({ id }) => {
      happened.waiting.push(id);
    },
    onFault: (reason) => happened.faults.push(reason),
  };
  const end = async (id: string, reason?: Error): Promise<void> => {
    await until(() => ends.has(id));
    const tell = ends.get(id);
    ends.delete(id);
    tell?.(reason);
    const count = happened.finished.length;
    await until(() => happened.finished.length > count);
  };
  return { started, signals, perform, hooks, happened, end };
}
