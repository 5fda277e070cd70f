import { describe, expect, it } from '@jest/globals';
import { LocalQueue } from '../../src/jobs/local-queue.js';

describe('a tenant with 500 events', () => {
  it('does not delay the single one of another', async () => {
    const done: string[] = [];
    const nothing = () => undefined;
    const queue = new LocalQueue({
      concurrency: 2,
      debounceMs: 0,
      isPassing: () => false,
      perform: async ({ tenant }) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        done.push(tenant);
      },
      hooks: { onRejected: nothing, onFault: nothing },
    });
    const job = (tenant: string, at: number) => ({
      id: `${tenant}${at}`,
      subject: `${tenant}/${at}`,
      tenant,
      label: 'x',
      work: {},
    });
    for (let at = 0; at < 500; at += 1) await queue.enqueue(job('loud', at));
    await queue.enqueue(job('quiet', 0));
    await queue.drain(20_000, 1_000);
    expect(done).toHaveLength(501);
    expect(done.indexOf('quiet')).toBeLessThan(10);
  });
});
