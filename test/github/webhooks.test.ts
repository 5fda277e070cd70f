import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { appToken, clientWith, refused } from './client.js';
import { isObject, type JsonObject } from './json.js';
import { openShop, type Shop } from './shop.js';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let shop: Shop;
let answer = 202;
const received: Received[] = [];
const app = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(answer).end('done');
  });
});

beforeAll(async () => {
  shop = await openShop();
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  shop.github.setWebhookTarget(`http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`);
});
afterAll(async () => {
  await shop.close();
  app.closeAllConnections();
  app.close();
});

function last(): JsonObject {
  return JSON.parse(received.at(-1)?.body ?? '{}') as JsonObject;
}

interface Example {
  readonly name: string;
  readonly examples: readonly JsonObject[];
}

/** The keys of a recorded payload of GitHub's that ours lacks, one level down too. */
function missingKeys(event: string, action: string, ours: JsonObject): readonly string[] {
  const require = createRequire(import.meta.url);
  const examples = require('@octokit/webhooks-examples') as readonly Example[];
  const recorded = examples
    .find((one) => one.name === event)
    ?.examples.find((one) => one['action'] === action && isObject(one['installation']));
  if (recorded === undefined) throw new Error(`no example of ${event}.${action}`);
  return Object.entries(recorded).flatMap(([key, value]) => {
    const mine = ours[key];
    if (!isObject(value)) return key in ours ? [] : [key];
    if (!isObject(mine)) return [key];
    return Object.keys(value)
      .filter((inner) => !(inner in mine))
      .map((inner) => `${key}.${inner}`);
  });
}

describe('a webhook', () => {
  it('is signed over its exact bytes', async () => {
    await shop.repository.comment(1, { author: 'dora', body: '/precheck status' });
    const { headers, body } = received.at(-1) ?? { headers: {}, body: '' };
    const hmac = createHmac('sha256', shop.github.webhookSecret).update(body).digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${hmac}`);
    expect(headers['x-github-event']).toBe('issue_comment');
    expect(headers['x-github-delivery']).toMatch(/^[0-9a-f-]{36}$/);
    expect(last()).toMatchObject({
      action: 'created',
      comment: { body: '/precheck status', user: { login: 'dora' } },
      installation: { id: shop.repository.installationId },
    });
  });

  it('of a pull request has all that GitHub sends', async () => {
    await shop.git.commit({ branch: 'topic', message: 'topic', files: { 'topic.sql': 'SELECT 2;\n' } });
    const pull = await shop.repository.openPullRequest({ base: 'main', head: 'topic', draft: true });
    const opened = last();
    expect(opened).toMatchObject({ action: 'opened', number: pull.number, pull_request: { draft: true } });
    expect(missingKeys('pull_request', 'opened', opened)).toEqual([]);

    const before = pull.head.sha;
    await shop.git.commit({
      branch: 'topic',
      from: 'refs/heads/main',
      message: 'again',
      files: { 'b.sql': '1' },
    });
    await shop.repository.synchronize(pull.number);
    expect(last()).toMatchObject({ action: 'synchronize', before, after: await shop.git.head('topic') });
    const stale = shop.client.rest.pulls.createReview({
      ...shop.at,
      pull_number: pull.number,
      event: 'COMMENT',
      body: 'x',
      commit_id: before,
    });
    expect(await refused(stale)).toContain('commit_id is not part of the pull request');
  });

  it('of a fork names the fork, or null when it is gone', async () => {
    await shop.git.commit({ branch: 'theirs', message: 'theirs', files: { 'x.sql': '1' } });
    await shop.git.commit({ branch: 'lost', message: 'lost', files: { 'y.sql': '1' } });
    const pull = await shop.repository.openPullRequest({ base: 'main', head: 'theirs', fork: 'mallory' });
    expect(last()).toMatchObject({
      pull_request: { head: { label: 'mallory:theirs', repo: { full_name: 'mallory/shop', fork: true } } },
    });
    await shop.repository.openPullRequest({ base: 'main', head: 'lost', fork: 'gone', forkDeleted: true });
    expect(last()).toMatchObject({ pull_request: { head: { repo: null } } });
    const byName = shop.client.rest.repos.getContent({ ...shop.at, path: 'x.sql', ref: 'theirs' });
    expect(await refused(byName)).toContain('404');
    const bySha = await shop.client.rest.repos.getContent({ ...shop.at, path: 'x.sql', ref: pull.head.sha });
    expect(bySha.status).toBe(200);
  });

  it('of a button or a re-run names the check', async () => {
    const { data } = await shop.client.rest.checks.create({
      ...shop.at,
      name: 'precheck',
      head_sha: shop.pull.head.sha,
      conclusion: 'success',
      actions: [{ label: 'Re-run', description: 'Again', identifier: 'rerun' }],
    });
    await shop.github.settled();
    const [run] = shop.repository.checkRuns(shop.pull.head.sha);
    if (run === undefined) throw new Error('no run');
    await shop.repository.pressButton(run, 'rerun', 'dora');
    expect(last()).toMatchObject({
      action: 'requested_action',
      requested_action: { identifier: 'rerun' },
      sender: { login: 'dora' },
    });
    await shop.repository.rerequestCheck(run);
    const again = last();
    expect(again).toMatchObject({
      action: 'rerequested',
      check_run: { id: data.id, app: { slug: 'precheck' } },
    });
    expect((again['check_run'] as JsonObject)['check_suite']).toMatchObject({ head_sha: shop.pull.head.sha });
  });

  it('of a review has its state in lower case', async () => {
    await shop.repository.review(1, { author: 'dora', event: 'APPROVE', body: 'Fine.' });
    expect(last()).toMatchObject({
      action: 'submitted',
      review: { state: 'approved', commit_id: shop.pull.head.sha },
    });
  });

  it('is kept with what the App answered, and repeats with the same delivery id', async () => {
    answer = 500;
    const failed = await shop.github.deliver('ping', { zen: 'Keep it logically awesome.' });
    answer = 202;
    expect([failed.status, failed.answer]).toEqual([500, 'done']);
    const client = clientWith(shop.github, appToken(shop.github));
    const { data } = await client.rest.apps.listWebhookDeliveries({ per_page: 1 });
    expect(data).toMatchObject([{ id: failed.id, status_code: 500, event: 'ping' }]);
    await client.rest.apps.redeliverWebhookDelivery({ delivery_id: failed.id });
    await shop.github.settled();
    expect(shop.github.deliveries.at(-1)).toMatchObject({ guid: failed.guid, redelivery: true, status: 202 });
  });

  it('that the App is not subscribed to is not sent', async () => {
    const before = received.length;
    const delivery = await shop.github.deliver('star', { action: 'created' });
    expect([delivery.status, delivery.answer]).toEqual([undefined, 'not subscribed']);
    expect(received).toHaveLength(before);
  });
});
