import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';

import { Stopped, Superseded, type JobQueue, type QueueOptions } from '../../src/jobs/job-queue.js';
import { job, recorder, until } from './recorder.js';

type Make = (options: QueueOptions) => Promise<JobQueue>;

/** Long enough for a job that should not start to start. */
const MOMENT = 60;

/** What every queue does, whatever holds its jobs. */
export function describeQueue(name: string, make: Make): void {
  describe(`the queue ${name}`, () => {
    const made: JobQueue[] = [];
    afterEach(async () => {
      await Promise.all(made.splice(0).map((queue) => queue.drain(0, 1000)));
    });
    const start = async (options: Partial<QueueOptions> = {}) => {
      const record = recorder();
      const { perform, hooks } = record;
      const queue = await make({ perform, hooks, concurrency: 1, debounceMs: 0, ...options });
      made.push(queue);
      return { queue, ...record };
    };
    const has = async (queue: JobQueue, running: number, waiting: number) => {
      await until(async () => {
        const size = await queue.size();
        return size.running === running && size.waiting === waiting;
      });
    };

    describe('of one subject', () => {
      it('runs one job at a time, and tells it of a newer one', async () => {
        const { queue, started, signals, end, happened } = await start({ concurrency: 5 });
        await queue.enqueue(job('a/1', 'old'));
        await until(() => started.length === 1);
        await queue.enqueue(job('a/1', 'new'));
        await until(() => signals.get('old')?.aborted === true);
        await sleep(MOMENT);
        expect(started).toEqual(['old']);
        expect(signals.get('old')?.reason).toEqual(new Superseded('new'));
        await end('old');
        await end('new');
        expect(started).toEqual(['old', 'new']);
        expect(happened.finished).toEqual([
          ['old', 'superseded'],
          ['new', 'done'],
        ]);
        await has(queue, 0, 0);
      });

      it('drops what waits for a newer one, and says so', async () => {
        const { queue, started, end, happened } = await start();
        await queue.enqueue(job('b/1', 'first'));
        await until(() => started.length === 1);
        for (const id of ['1', '2', '3']) await queue.enqueue(job('a/1', id));
        await end('first');
        await end('3');
        await sleep(MOMENT);
        expect(started).toEqual(['first', '3']);
        expect(happened.superseded).toEqual([
          ['1', '2'],
          ['2', '3'],
        ]);
        expect([happened.toldBefore, happened.again]).toEqual([[], []]);
        expect(await queue.enqueue(job('a/1', '1'))).toBe('duplicate');
      });

      it('does not take a job that was asked for earlier, also when the newer one is done', async () => {
        const { queue, signals, end } = await start();
        await queue.enqueue(job('a/1', 'new', { asked: 2 }));
        await until(() => signals.has('new'));
        expect(await queue.enqueue(job('a/1', 'late', { asked: 1 }))).toBe('stale');
        expect(signals.get('new')?.aborted).toBe(false);
        await end('new');
        expect(await queue.enqueue(job('a/1', 'late', { asked: 1 }))).toBe('stale');
        expect(await queue.enqueue(job('a/1', 'rerun'))).toBe('queued');
        await end('rerun');
      });

      it('runs kept jobs after what came before, in order, and lets nothing supersede them', async () => {
        const { queue, started, signals, end } = await start({ concurrency: 3 });
        await queue.enqueue(job('a/1', 'push'));
        await until(() => started.length === 1);
        await queue.enqueue(job('a/1', 'ack', { keep: true }));
        await queue.enqueue(job('a/1', 'explain', { keep: true }));
        await sleep(MOMENT);
        expect(signals.get('push')?.aborted).toBe(false);
        await end('push');
        await until(() => started.length === 2);
        await queue.enqueue(job('a/1', 'newer'));
        await sleep(MOMENT);
        expect(signals.get('ack')?.aborted).toBe(false);
        for (const id of ['ack', 'explain', 'newer']) await end(id);
        expect(started).toEqual(['push', 'ack', 'explain', 'newer']);
      });

      it('does not take a job that yields while another waits or runs, and takes it afterwards', async () => {
        const { queue, started, signals, end } = await start({ concurrency: 3 });
        await queue.enqueue(job('a/1', 'push'));
        await until(() => started.length === 1);
        expect(await queue.enqueue(job('a/1', 'look', { yields: true }))).toBe('duplicate');
        expect(signals.get('push')?.aborted).toBe(false);
        await end('push');
        await has(queue, 0, 0);
        expect(await queue.enqueue(job('a/1', 'look', { yields: true }))).toBe('queued');
        await end('look');
        expect(started).toEqual(['push', 'look']);
      });

      it('runs a burst once, and does not wait longer for it', async () => {
        const { queue, started, end } = await start({ debounceMs: 300 });
        const before = Date.now();
        for (const id of ['1', '2', '3', '4']) {
          await queue.enqueue(job('a/1', id));
          await sleep(20);
        }
        expect(started).toEqual([]);
        await until(() => started.length > 0);
        expect(Date.now() - before).toBeGreaterThanOrEqual(290);
        await end('4');
        await sleep(MOMENT);
        expect(started).toEqual(['4']);
      });

      it('starts what was asked for in a chat at once', async () => {
        const { queue, end } = await start({ debounceMs: 60_000 });
        await queue.enqueue(job('a/1', 'ack', { keep: true }));
        await end('ack');
      });
    });

    describe('of all subjects', () => {
      it('runs no more at a time than allowed', async () => {
        const { queue, started, end } = await start({ concurrency: 2 });
        for (const id of ['1', '2', '3']) await queue.enqueue(job(`a/${id}`, id));
        await has(queue, 2, 1);
        await sleep(MOMENT);
        expect(started).toHaveLength(2);
        for (const id of ['1', '2', '3']) await end(id);
      });

      it('lets tenants take turns, whatever each has waiting', async () => {
        const { queue, started, end } = await start();
        await queue.enqueue(job('z/0', 'z0'));
        await until(() => started.length === 1);
        const many = Array.from({ length: 30 }, (_, index) => `a${index}`);
        for (const id of many) await queue.enqueue(job(`a/${id}`, id));
        for (const id of ['b0', 'b1', 'c0']) await queue.enqueue(job(`${id.charAt(0)}/${id}`, id));
        for (const id of ['z0', 'a0', 'b0', 'c0', 'a1', 'b1', 'a2']) await end(id);
        expect(started.slice(0, 7)).toEqual(['z0', 'a0', 'b0', 'c0', 'a1', 'b1', 'a2']);
        for (const id of many.slice(3)) await end(id);
      });

      it('does not let tenants that come again and again starve one with much to do', async () => {
        const { queue, started, end } = await start();
        const many = Array.from({ length: 10 }, (_, index) => `a${index}`);
        for (const id of many) await queue.enqueue(job(`a/${id}`, id));
        let done = 0;
        for (let turn = 0; done < many.length; turn++) {
          await queue.enqueue(job(`b/${turn}`, `b${turn}`));
          await queue.enqueue(job(`c/${turn}`, `c${turn}`));
          await until(() => started.length > turn);
          const running = started[turn] ?? '';
          if (running.startsWith('a')) done += 1;
          await end(running);
        }
        // Of three tenants, each has every third turn.
        expect(started.length).toBeLessThanOrEqual(3 * many.length + 3);
      });

      it('says that it is full, for one tenant and for all, and takes a newer job of what waits', async () => {
        const { queue, started, end } = await start({ maxWaiting: 3, maxWaitingOfTenant: 2 });
        await queue.enqueue(job('z/0', 'z0'));
        await until(() => started.length === 1);
        expect(await queue.enqueue(job('a/1', 'a1'))).toBe('queued');
        expect(await queue.enqueue(job('a/2', 'a2'))).toBe('queued');
        expect(await queue.enqueue(job('a/3', 'a3'))).toBe('full');
        expect(await queue.enqueue(job('a/2', 'newer'))).toBe('queued');
        expect(await queue.enqueue(job('b/1', 'b1'))).toBe('queued');
        expect(await queue.enqueue(job('c/1', 'c1'))).toBe('full');
        await has(queue, 1, 3);
        await end('z0');
        await has(queue, 1, 2);
        expect(await queue.enqueue(job('a/3', 'a3'))).toBe('queued');
        expect(await queue.enqueue(job('c/1', 'c1'))).toBe('full');
      });

      it('refuses a job that is too large', async () => {
        const { queue } = await start();
        await expect(queue.enqueue(job('a/1', 'x', { work: 'x'.repeat(20_000) }))).rejects.toThrow(
          RangeError,
        );
      });
    });

    describe('failures', () => {
      it('takes one id once, and again after a failure', async () => {
        const { queue, end, happened } = await start();
        expect(await queue.enqueue(job('a/1', 'x'))).toBe('queued');
        expect(await queue.enqueue(job('a/1', 'x'))).toBe('duplicate');
        await end('x', new Error('no'));
        expect(happened.rejected).toEqual([['x', new Error('no')]]);
        expect(await queue.enqueue(job('a/1', 'x'))).toBe('queued');
        await end('x');
        expect(await queue.enqueue(job('a/1', 'x'))).toBe('duplicate');
      });

      it('tries again what failed for a passing reason, and gives up at last', async () => {
        const passing = { isPassing: () => true, retryMs: [30, 60] };
        const { queue, started, end, happened } = await start(passing);
        await queue.enqueue(job('a/1', 'x'));
        const before = Date.now();
        for (const _ of [1, 2, 3]) await end('x', new Error('later'));
        expect(Date.now() - before).toBeGreaterThanOrEqual(88);
        expect(started).toEqual(['x', 'x', 'x']);
        expect(happened.finished.map(([, outcome]) => outcome)).toEqual(['again', 'again', 'failed']);
        expect(happened.rejected).toHaveLength(1);
        await sleep(MOMENT);
        await has(queue, 0, 0);
      });

      it('does not wait for another try when a newer job comes', async () => {
        const passing = { isPassing: () => true, retryMs: [60_000] };
        const { queue, started, end, happened } = await start(passing);
        await queue.enqueue(job('a/1', 'x'));
        await end('x', new Error('later'));
        await has(queue, 0, 1);
        await queue.enqueue(job('a/1', 'newer'));
        await end('newer');
        expect(started).toEqual(['x', 'newer']);
        expect(happened.superseded).toEqual([['x', 'newer']]);
      });

      it('goes on when a hook throws', async () => {
        const record = recorder();
        const onStarted = () => {
          throw new Error('a mistake');
        };
        const { queue } = await start({ ...record, hooks: { ...record.hooks, onStarted } });
        await queue.enqueue(job('a/1', 'x'));
        await record.end('x');
        expect(record.happened.faults).toEqual([new Error('a mistake')]);
      });
    });

    it('tells once of a job that waits for long, and for how long', async () => {
      const { queue, started, end, happened } = await start({ waitingTooLongMs: 100 });
      await queue.enqueue(job('a/1', 'runs'));
      await until(() => started.length === 1);
      expect(await queue.oldestWaitingMs()).toBeUndefined();
      await queue.enqueue(job('a/2', 'waits'));
      await until(() => happened.waiting.includes('waits'));
      expect(await queue.oldestWaitingMs()).toBeGreaterThanOrEqual(100);
      await sleep(250);
      // On a busy machine the first job, too, may have waited before it started.
      const behind = (ids: readonly string[]) => ids.filter((id) => id !== 'runs');
      expect(behind(happened.waiting)).toEqual(['waits']);
      await end('runs');
      await end('waits');
      expect(behind(happened.again)).toEqual(['waits']);
    });

    describe('a job that somebody is told of', () => {
      /** A queue with a job that runs and one that waits, of which somebody is being told. */
      const telling = async () => {
        const record = recorder();
        const tell: (() => void)[] = [];
        const onWaiting = async ({ id }: { readonly id: string }) => {
          // On a busy machine the first job, too, may wait before it starts.
          if (id === 'runs') return;
          record.happened.waiting.push(id);
          await new Promise<void>((resolve) => tell.push(resolve));
        };
        const hooks = { ...record.hooks, onWaiting };
        const { queue } = await start({ perform: record.perform, hooks, waitingTooLongMs: 50 });
        await queue.enqueue(job('a/1', 'runs'));
        await until(() => record.started.length === 1);
        await queue.enqueue(job('a/2', 'waits'));
        await until(() => record.happened.waiting.length === 1);
        const told = () => {
          for (const done of tell.splice(0)) done();
        };
        return { ...record, queue, told };
      };

      it('starts when that is done', async () => {
        const { queue, started, end, happened, told } = await telling();
        await end('runs');
        await sleep(MOMENT);
        expect(started).toEqual(['runs']);
        told();
        await end('waits');
        expect([started, happened.again]).toEqual([['runs', 'waits'], ['waits']]);
        await has(queue, 0, 0);
      });

      it('is superseded when that is done', async () => {
        const { queue, end, happened, told } = await telling();
        await queue.enqueue(job('a/2', 'newer'));
        await sleep(MOMENT);
        expect(happened.superseded).toEqual([]);
        told();
        await until(() => happened.superseded.length > 0);
        expect([happened.superseded, happened.toldBefore]).toEqual([[['waits', 'newer']], ['waits']]);
        const others = setInterval(told, 10);
        await end('runs');
        await end('newer');
        clearInterval(others);
      });

      it('is one of a few at a time', async () => {
        const { queue, happened, end, told } = await telling();
        const more = Array.from({ length: 8 }, (_, index) => `${index}`);
        for (const id of more) await queue.enqueue(job(`b/${id}`, id));
        await until(() => happened.waiting.length === 4);
        await sleep(150);
        expect(happened.waiting).toHaveLength(4);
        told();
        await until(() => happened.waiting.length > 4);
        const others = setInterval(told, 10);
        await Promise.all(['runs', 'waits', ...more].map((id) => end(id)));
        clearInterval(others);
      });

      it('starts also when that fails', async () => {
        const record = recorder();
        const onWaiting = ({ id }: { readonly id: string }) =>
          id === 'waits' ? Promise.reject(new Error('no')) : Promise.resolve();
        const hooks = { ...record.hooks, onWaiting };
        const { queue } = await start({ perform: record.perform, hooks, waitingTooLongMs: 50 });
        await queue.enqueue(job('a/1', 'runs'));
        await queue.enqueue(job('a/2', 'waits'));
        await until(() => record.happened.faults.length > 0);
        await record.end('runs');
        await record.end('waits');
        expect(record.happened.faults).toEqual([new Error('no')]);
      });

      it('is not told of again when it is tried again', async () => {
        const passing = { isPassing: () => true, retryMs: [400], waitingTooLongMs: 50 };
        const { queue, happened, end } = await start(passing);
        await queue.enqueue(job('a/1', 'x'));
        await end('x', new Error('later'));
        const before = [...happened.waiting];
        await has(queue, 0, 1);
        await end('x');
        expect(happened.waiting).toEqual(before);
      });
    });

    it('does periodic work until it drains, never twice at a time', async () => {
      const { queue, happened } = await start();
      let calls = 0;
      let active = 0;
      let most = 0;
      queue.everyMs('work', 20, async () => {
        calls += 1;
        active += 1;
        most = Math.max(most, active);
        await sleep(50);
        active -= 1;
        if (calls === 2) throw new Error('once');
      });
      await until(() => calls > 3);
      await queue.drain(0, 1000);
      const after = calls;
      await sleep(MOMENT);
      expect(calls).toBe(after);
      expect(most).toBe(1);
      expect(happened.faults).toEqual([new Error('once')]);
    });

    describe('at its end', () => {
      it('takes no more jobs and lets what runs end', async () => {
        const { queue, started, end } = await start();
        await queue.enqueue(job('a/1', '1'));
        await until(() => started.length === 1);
        expect(queue.accepting).toBe(true);
        expect(await queue.isReachable()).toBe(true);
        const drained = queue.drain(5000, 10);
        expect(queue.accepting).toBe(false);
        expect(await queue.isReachable()).toBe(false);
        expect(await queue.enqueue(job('a/3', '3'))).toBe('closed');
        await end('1');
        expect(await drained).toBe(true);
      });

      it('past the deadline tells what runs to stop, and does not start what waits', async () => {
        const record = recorder();
        const reasons: unknown[] = [];
        const { queue } = await start({
          hooks: record.hooks,
          perform: (_, signal) =>
            new Promise((resolve) => {
              signal.addEventListener('abort', () => {
                reasons.push(signal.reason);
                resolve();
              });
            }),
        });
        await queue.enqueue(job('a/1', '1'));
        await queue.enqueue(job('a/2', '2'));
        await has(queue, 1, 1);
        const before = Date.now();
        expect(await queue.drain(20, 5000)).toBe(false);
        expect(Date.now() - before).toBeLessThan(2000);
        expect(reasons).toEqual([new Stopped()]);
        expect(record.happened.finished).toEqual([['1', 'stopped']]);
      });

      it('does not wait for a job that does not stop', async () => {
        const { queue, started } = await start();
        await queue.enqueue(job('a/1', '1'));
        await until(() => started.length === 1);
        const before = Date.now();
        expect(await queue.drain(20, 50)).toBe(false);
        expect(Date.now() - before).toBeLessThan(2000);
      });

      it('is drained at once when nothing runs', async () => {
        const { queue } = await start();
        expect(await queue.drain(1000, 1000)).toBe(true);
      });
    });

    it('does many jobs, each once, and leaves none behind', async () => {
      const { queue, happened } = await start({ concurrency: 8, perform: () => sleep(1) });
      const all = Array.from({ length: 300 }, (_, index) => job(`t${index % 7}/${index}`, `${index}`));
      await Promise.all(all.map((one) => queue.enqueue(one)));
      await until(() => happened.finished.length === all.length);
      await has(queue, 0, 0);
      expect(happened.faults).toEqual([]);
    });
  });
}
