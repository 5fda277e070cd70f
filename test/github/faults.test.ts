import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from './client.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

function say(body: string): Promise<unknown> {
  return shop.client.rest.issues.createComment({ ...shop.at, issue_number: 1, body });
}

function bodies(): readonly string[] {
  return shop.repository.issueComments(1).map((one) => one.body);
}

describe('a fault', () => {
  it('takes the place of the answer, with headers, as often as it says', async () => {
    const { github } = shop;
    github.setFaults(({ operationId, earlier }) =>
      operationId === 'issues/create-comment' && earlier === 0
        ? {
            status: 403,
            body: { message: 'You have exceeded a secondary rate limit.' },
            headers: { 'retry-after': '7' },
          }
        : undefined,
    );
    const limited = say('limited');
    await expect(limited).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'retry-after': '7' } },
    });
    await say('second');
    github.setFaults(undefined);
    expect(bodies()).toEqual(['second']);
    const calls = github.requests.filter((one) => one.operationId === 'issues/create-comment');
    expect(calls.map((one) => [one.method, one.path, one.status])).toEqual([
      ['POST', '/repos/acme/shop/issues/1/comments', 403],
      ['POST', '/repos/acme/shop/issues/1/comments', 201],
    ]);
  });

  it('can come after the write, so that only the answer is lost', async () => {
    shop.github.setFaults(() => ({ status: 502, afterWrite: true }));
    expect(await refused(say('written'))).toContain('502');
    shop.github.setFaults(() => ({ status: 502 }));
    expect(await refused(say('never'))).toContain('502');
    shop.github.setFaults(undefined);
    expect(bodies()).toContain('written');
    expect(bodies()).not.toContain('never');
  });

  it('can cut the connection, or take its time', async () => {
    shop.github.setFaults(() => ({ drop: true }));
    await expect(say('dropped')).rejects.toThrow();
    expect(shop.github.requests.at(-1)?.status).toBe(0);
    shop.github.setFaults(() => ({ delayMs: 150 }));
    await say('late');
    shop.github.setFaults(undefined);
    expect(shop.github.requests.at(-1)).toMatchObject({ status: 201 });
    expect(shop.github.requests.at(-1)?.ms).toBeGreaterThanOrEqual(140);
    expect(bodies()).toContain('late');
  });
});
