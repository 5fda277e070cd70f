import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RulePage } from '../../src/web/rule-page.js';
import { createWebServer } from '../../src/web/server.js';
import type { Delivery } from '../../src/web/webhook.js';

const secret = 'a-secret-of-enough-length';
const sign = (body: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const pages: readonly RulePage[] = [
  {
    id: 'enum-non-additive',
    summary: 'An ENUM loses <values>',
    question: 'How do I <drop> a value?',
    severity: 'blocker',
    offByDefault: false,
    dialects: ['mysql', 'mariadb'],
    markdown:
      '# enum-non-additive\n\n**How?**\n\n## What the server does\n\n<!-- facts\nx -->\n\n<script>alert(1)</script> See [copy](table-copied.md#why), `table-copied`, `enum-non-additive`.\n\n```sql mysql bad\nALTER TABLE t\n```\n',
  },
  {
    id: 'table-copied',
    summary: 'A copy',
    question: 'How do I copy?',
    severity: 'warning',
    offByDefault: true,
    dialects: ['mysql'],
    markdown: 'Text.',
  },
  {
    id: 'statement-unreadable',
    summary: 'Unreadable',
    question: 'What now?',
    severity: undefined,
    offByDefault: false,
    dialects: ['postgres'],
    markdown: '',
  },
];

let received: Delivery[];
let logged: string[];
let counted: string[];
let refuse: Error | undefined;
let accepting: boolean;
let obstacle: string | undefined;
let base: string;
let server: ReturnType<typeof createWebServer>;

beforeEach(async () => {
  [received, logged, counted, refuse, accepting, obstacle] = [[], [], [], undefined, true, undefined];
  const note = (_: unknown, message: string) => void logged.push(message);
  server = createWebServer({
    pages,
    obstacle: () => Promise.resolve(obstacle),
    metrics: {
      delivered: (event, status) => void counted.push(`${event} ${status}`),
      text: () => Promise.resolve({ type: 'text/plain; version=0.0.4; charset=utf-8', body: 'up 1\n' }),
    },
    log: { error: note, warn: note },
    webhooks: {
      accepting: () => accepting,
      verify: (body, signature) => Promise.resolve(signature === sign(body)),
      receive: (delivery) => {
        received.push(delivery);
        return refuse ? Promise.reject(refuse) : Promise.resolve();
      },
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, { headers, redirect: 'manual' });

function deliver(body: string, headers: Record<string, string | undefined> = {}) {
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-github-delivery': 'd1',
    'x-hub-signature-256': sign(body),
    ...headers,
  };
  const sent = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return fetch(`${base}/api/github/webhooks`, { method: 'POST', body, headers: Object.fromEntries(sent) });
}

describe('the webhook', () => {
  it('takes a signed delivery', async () => {
    expect((await deliver('{"zen":1}')).status).toBe(202);
    expect(received).toEqual([{ id: 'd1', name: 'ping', payload: { zen: 1 } }]);
  });

  it.each([
    ['no signature', { 'x-hub-signature-256': undefined }, 401],
    ['another signature', { 'x-hub-signature-256': sign('other') }, 401],
    ['a signature that is none', { 'x-hub-signature-256': 'sha256=xyz' }, 401],
    ['no event', { 'x-github-event': undefined }, 400],
    ['no delivery id', { 'x-github-delivery': undefined }, 400],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('refuses %s', async (_, headers, status) => {
    const answer = await deliver('{}', headers);
    expect(answer.status).toBe(status);
    expect(received).toEqual([]);
    expect(counted).toEqual([`other ${String(status)}`]);
  });

  it('counts under the name of the event what is signed', async () => {
    await deliver('{}');
    await deliver('not json');
    await deliver('{}', { 'x-github-event': 'made_up', 'x-hub-signature-256': 'sha256=xyz' });
    expect(counted).toEqual(['ping 202', 'ping 400', 'other 401']);
  });

  it.each(['', 'not json', '[1]', '"text"'])('refuses %j, which is signed but no object', async (body) => {
    expect((await deliver(body)).status).toBe(400);
  });

  it('refuses more than 25 MB, counted', async () => {
    const answer = await deliver(' '.repeat(25 * 1024 * 1024 + 1));
    expect(answer.status).toBe(413);
    expect(received).toEqual([]);
    expect((await deliver('{}')).status).toBe(202);
  });

  it('takes exactly 25 MB', async () => {
    expect((await deliver(`{${' '.repeat(25 * 1024 * 1024 - 2)}}`)).status).toBe(202);
  });

  it('says an incident id, never the error', async () => {
    refuse = new Error('the secret is hunter2');
    const answer = await deliver('{}');
    expect(answer.status).toBe(500);
    expect(await answer.text()).toMatch(/^Internal error, incident [0-9a-f-]{36}\.\n$/);
    expect(logged).toEqual(['webhook could not be taken']);
  });

  it('takes nothing while the process ends', async () => {
    accepting = false;
    expect((await deliver('{}')).status).toBe(503);
  });

  it('is for POST', async () => {
    const answer = await get('/api/github/webhooks');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('health', () => {
  it('is alive', async () => {
    expect((await get('/healthz')).status).toBe(200);
  });

  it('is ready, or says what is in the way', async () => {
    expect((await get('/readyz')).status).toBe(200);
    obstacle = 'GitHub cannot be reached.';
    const answer = await get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, reason: obstacle }]);
  });
});

describe('the rule pages', () => {
  it('shows a page: HTML of the source is text, links lead to our pages, comments are gone', async () => {
    const html = await (await get('/rules/enum-non-additive')).text();
    expect(html).toContain('<h1>enum-non-additive</h1>');
    expect(html).toContain('How do I &lt;drop&gt; a value?');
    expect(html).toContain('<a href="#what-the-server-does">What the server does</a>');
    expect(html).toContain('<h2 id="what-the-server-does">');
    expect(html).toContain(
      '<a href="/rules/table-copied"><code>table-copied</code></a>, <code>enum-non-additive</code>',
    );
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('href="/rules/table-copied#why"');
    expect(html).toContain('<figcaption>found · MySQL</figcaption>');
    expect(html).not.toMatch(/facts\s+x|--&gt;/);
  });

  it('puts the id above a page without a heading', async () => {
    expect(await (await get('/rules/table-copied')).text()).toContain('<h1>table-copied</h1>');
  });

  it('narrows the list by severity and server, and keeps what is asked for in every link', async () => {
    const blockers = await (await get('/rules?severity=blocker&q=enum')).text();
    expect(blockers).toContain('1 of 3 pages');
    expect(blockers).toContain(
      '<a href="/rules?q=enum&amp;severity=blocker" aria-current="true">blocker</a>',
    );
    expect(blockers).toContain('<a href="/rules?q=enum&amp;severity=blocker&amp;server=mariadb">MariaDB</a>');
    expect(blockers).toContain('<input type="hidden" name="severity" value="blocker">');
    expect(await (await get('/rules?server=postgres')).text()).toContain('1 of 3 pages');
    expect(await (await get('/rules?severity=%22%3E&server=oracle')).text()).toContain('2 rules, and 1 gap');
  });

  it('shows first what is found by its name', async () => {
    const html = await (await get('/rules?q=table-copied')).text();
    expect([...html.matchAll(/<li><a href="\/rules\/([\w-]+)"/g)].map(([, id]) => id)).toEqual([
      'table-copied',
      'enum-non-additive',
    ]);
  });

  it('lists all, and finds by words', async () => {
    const all = await (await get('/rules')).text();
    expect(all.match(/off by default/g)).toHaveLength(1);
    expect(all).toContain('2 rules, and 1 gap: what could not be judged');
    expect(all).toContain('An ENUM loses &lt;values&gt;');
    const found = await (await get('/rules?q=mariadb+ENUM')).text();
    expect(found).toContain('1 of 3 pages');
    expect(found).not.toContain('/rules/table-copied"');
    expect(await (await get('/rules?q=%22%3E%3Cb%3E')).text()).toContain('value="&quot;&gt;&lt;b&gt;"');
  });

  it('says what to do when nothing is found', async () => {
    const html = await (await get('/rules?q=no-such-word')).text();
    expect(html).toContain('0 of 3 pages');
    expect(html).toContain('Search for fewer words, or see <a href="/rules">all pages</a>.');
  });

  it('names near ids for one that does not exist, the nearest first', async () => {
    const nearest = await (await get('/rules/table-copied-enum')).text();
    expect([...nearest.matchAll(/<li><a href="\/rules\/([\w-]+)"/g)].map(([, id]) => id)).toEqual([
      'table-copied',
      'enum-non-additive',
    ]);
    const answer = await get('/rules/enum-nonadditive');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('href="/rules/enum-non-additive"');
    expect((await get('/nowhere/at/all')).status).toBe(404);
    expect((await get('/rules/%E0%A4%A')).status).toBe(404);
  });

  it('lets no script, frame or foreign origin in', async () => {
    const { headers } = await get('/rules');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('answers 304 to who holds the page', async () => {
    const etag = (await get('/rules')).headers.get('etag') ?? '';
    expect((await get('/rules', { 'if-none-match': `W/${etag}` })).status).toBe(304);
    expect((await get('/rules', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD without a body, and refuses POST', async () => {
    const head = await fetch(`${base}/rules`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1000);
    expect((await fetch(`${base}/rules`, { method: 'POST' })).status).toBe(405);
  });

  it('leads from the root to the index', async () => {
    expect((await get('/')).headers.get('location')).toBe('/rules');
  });
});

describe('rough senders', () => {
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(base).port), '127.0.0.1', () => socket.write(text));
      let heard = '';
      socket.on('data', (data) => (heard += data.toString()));
      socket.on('close', () => {
        resolve(heard);
      });
      socket.on('error', reject);
    });

  it('get 400 for an address that cannot be read', async () => {
    expect(await raw('GET http://[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toContain(' 400 ');
  });

  it('are cut off when they send their headers too slowly', () => {
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(30_000);
  });

  it('may leave in the middle', async () => {
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    await once(socket, 'connect');
    const head = `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\nx-github-event: ping\r\nx-github-delivery: d\r\n`;
    socket.write(
      `${head}x-hub-signature-256: s\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await get('/healthz')).status).toBe(200);
    expect(logged).toEqual([]);
  });
});
