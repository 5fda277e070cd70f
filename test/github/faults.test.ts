import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appToken, clientWith, refused } from './client.js';
import { aTenth, seededFaults } from './seeded-faults.js';
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

describe('seeded faults', () => {
  it('are the same again with the same seed, as often as asked', () => {
    const run = (seed: string): readonly (string | number | undefined)[] => {
      const faults = seededFaults(seed, aTenth);
      return Array.from({ length: 5000 }, (_, at) => {
        const fault = faults({
          method: 'POST',
          path: `/x/${at % 50}`,
          operationId: 'x',
          body: {},
          earlier: 0,
        });
        return fault?.status ?? (fault?.hang === true ? 'hang' : fault?.drop === true ? 'drop' : undefined);
      });
    };
    const first = run('one');
    expect(run('one')).toEqual(first);
    expect(run('two')).not.toEqual(first);
    const failed = first.filter((one) => one !== undefined);
    expect(failed.length).toBeGreaterThan(400);
    expect(failed.length).toBeLessThan(600);
    expect([...new Set(failed)].map(String).sort()).toEqual(['403', '500', '502', 'drop', 'hang']);
  });

  it('can leave a request without an answer for ever', async () => {
    shop.github.setFaults(() => ({ hang: true }));
    const waiting = shop.client.rest.repos.get({ ...shop.at, request: { signal: AbortSignal.timeout(200) } });
    await expect(waiting).rejects.toThrow();
    shop.github.setFaults(undefined);
    expect(shop.github.requests.at(-1)).toMatchObject({ operationId: 'repos/get', status: 0 });
    expect(shop.github.calls.get('repos/get')).toBe(1);
  });
});

describe('webhooks with faults', () => {
  it('come twice with one delivery id, and out of order', async () => {
    const { github, repository } = shop;
    const received: string[] = [];
    const app = createServer((request, response) => {
      received.push(String(request.headers['x-github-delivery']));
      response.writeHead(202).end();
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    github.setWebhookTarget(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`);
    github.setDeliveryFaults({ seed: 'a', doubled: 0.3, late: 0.3, lateMs: 200 });
    for (let at = 0; at < 30; at++) await repository.comment(1, { body: `number ${at}` });
    await github.settled();
    github.setDeliveryFaults(undefined);
    app.closeAllConnections();
    app.close();
    const distinct = new Set(received);
    expect(distinct.size).toBe(30);
    expect(received.length).toBeGreaterThan(32);
    expect([...distinct]).not.toEqual([...distinct].sort());
  });

  it('that failed are listed for the App from cursor to cursor', async () => {
    const { github } = shop;
    github.setWebhookTarget('http://127.0.0.1:1/');
    for (let at = 0; at < 3; at++) await github.deliver('ping', { zen: String(at) });
    const app = clientWith(github, appToken(github));
    const first = await app.rest.apps.listWebhookDeliveries({ per_page: 2, status: 'failure' });
    expect(first.data.map(({ status_code }) => status_code)).toEqual([0, 0]);
    const cursor = /cursor=(\d+)/.exec(first.headers.link ?? '')?.[1] ?? '';
    const rest = await app.rest.apps.listWebhookDeliveries({ per_page: 2, status: 'failure', cursor });
    expect(rest.data).toHaveLength(1);
    expect(rest.headers.link).toBeUndefined();
  });
});
