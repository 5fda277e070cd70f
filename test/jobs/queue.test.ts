import { describe, expect, it } from '@jest/globals';
import { Queue, Stopped, Superseded, type Job } from '../../src/jobs/queue.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

function queue(concurrency = 1) {
  const rejected: unknown[] = [];
  const made = new Queue({ concurrency, onRejected: (_, reason) => rejected.push(reason) });
  return { queue: made, rejected };
}

/** Jobs that write their label when they start and end when told. */
function recorder() {
  const started: string[] = [];
  const signals = new Map<string, AbortSignal>();
  const ends = new Map<string, () => void>();
  const job = (subject: string, label: string, more: Partial<Job> = {}): Job => ({
    subject,
    tenant: subject.split('/')[0] ?? '',
    id: label,
    label,
    run: (signal) => {
      started.push(label);
      signals.set(label, signal);
      return new Promise((resolve) => ends.set(label, resolve));
    },
    ...more,
  });
  const end = async (label: string) => {
    ends.get(label)?.();
    await tick();
  };
  return { started, signals, job, end };
}

describe('the queue', () => {
  it('runs one job of a subject at a time, and tells it of a newer one', async () => {
    const { queue: q } = queue(5);
    const { started, signals, job, end } = recorder();
    q.enqueue(job('a/1', 'old'));
    await tick();
    q.enqueue(job('a/1', 'new'));
    await tick();
    expect(started).toEqual(['old']);
    expect(signals.get('old')?.reason).toEqual(new Superseded('new'));
    await end('old');
    expect(started).toEqual(['old', 'new']);
    expect(signals.get('new')?.aborted).toBe(false);
  });

  it('drops what waits for a newer one of the same subject', async () => {
    const { queue: q } = queue();
    const { started, job, end } = recorder();
    for (const label of ['1', '2', '3']) q.enqueue(job('a/1', label));
    await tick();
    expect(started).toEqual(['3']);
    await end('3');
    expect(started).toEqual(['3']);
  });

  it('lets tenants take turns', async () => {
    const { queue: q } = queue();
    const { started, job, end } = recorder();
    for (const label of ['a1', 'a2', 'a3']) q.enqueue(job(`a/${label}`, label));
    q.enqueue(job('b/1', 'b1'));
    q.enqueue(job('c/1', 'c1'));
    await tick();
    for (const label of ['a1', 'b1', 'c1', 'a2', 'a3']) await end(label);
    expect(started).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('runs no more at a time than allowed', async () => {
    const { queue: q } = queue(2);
    const { started, job } = recorder();
    for (const label of ['1', '2', '3']) q.enqueue(job(`a/${label}`, label));
    await tick();
    expect(started).toHaveLength(2);
    expect(q.size).toEqual({ running: 2, waiting: 1 });
  });

  it('takes one id once, and again after a failure', async () => {
    const { queue: q, rejected } = queue();
    const { job, end } = recorder();
    const failing = { ...job('a/1', 'x'), run: () => Promise.reject(new Error('no')) };
    expect(q.enqueue(failing)).toBe('queued');
    expect(q.enqueue(failing)).toBe('duplicate');
    await tick();
    expect(rejected).toHaveLength(1);
    expect(q.enqueue(job('a/1', 'x'))).toBe('queued');
    await tick();
    await end('x');
    expect(q.enqueue(job('a/1', 'x'))).toBe('duplicate');
  });

  it('does not take a job that was asked for before the one that runs', async () => {
    const { queue: q } = queue();
    const { signals, job } = recorder();
    q.enqueue(job('a/1', 'new', { asked: 2 }));
    await tick();
    expect(q.enqueue(job('a/1', 'late', { asked: 1 }))).toBe('stale');
    expect(signals.get('new')?.aborted).toBe(false);
  });

  it('drains: no new jobs, the others to their end', async () => {
    const { queue: q } = queue();
    const { started, job, end } = recorder();
    q.enqueue(job('a/1', '1'));
    q.enqueue(job('a/2', '2'));
    await tick();
    const drained = q.drain(1000, 10);
    expect(q.enqueue(job('a/3', '3'))).toBe('closed');
    await end('1');
    await end('2');
    expect(await drained).toBe(true);
    expect(started).toEqual(['1', '2']);
  });

  it('past the deadline stops what runs and drops what waits', async () => {
    const { queue: q } = queue();
    const { started, job } = recorder();
    const stopping: Job = {
      ...job('a/1', '1'),
      run: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            started.push((signal.reason as Error).name);
            resolve();
          });
        }),
    };
    q.enqueue(stopping);
    q.enqueue(job('a/2', '2'));
    await tick();
    const before = Date.now();
    expect(await q.drain(5, 1000)).toBe(false);
    expect(Date.now() - before).toBeLessThan(500);
    expect(started).toEqual([new Stopped().name]);
  });

  it('is drained at once when nothing runs', async () => {
    expect(await queue().queue.drain(1000, 1000)).toBe(true);
  });
});
