import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/env.js';
import { AppBesideGitHub, harmless, proposed } from '../app/app-beside-github.js';
import { deliver } from '../app/deliver.js';

let app: AppBesideGitHub;
beforeAll(async () => {
  app = await AppBesideGitHub.start();
});
afterAll(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const opened = () => ({
  action: 'opened',
  installation: { id: app.repository.installationId },
  repository: { name: 'shop', owner: { login: 'acme' } },
  sender: { login: 'mallory' },
  pull_request: { number: 1, updated_at: '2026-01-01T00:00:00Z', head: { sha: 'a'.repeat(40) } },
});
const asked = () => app.logged.filter((line) => line.includes('asked for a task')).length;

describe('a forged webhook', () => {
  it.each([
    ['signed with another secret', { secret: 'development' }, 401],
    ['not signed', { headers: { 'x-hub-signature-256': undefined } }, 401],
    ['with an empty signature', { headers: { 'x-hub-signature-256': 'sha256=' } }, 401],
    ['with a signature of another length', { headers: { 'x-hub-signature-256': 'sha256=00' } }, 401],
    ['that is a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
    ['without a delivery id', { headers: { 'x-github-delivery': undefined } }, 400],
  ])('%s starts nothing', async (_name, change, status) => {
    const before = asked();
    const answer = await deliver(app, 'pull_request', opened(), change);
    expect(answer.status).toBe(status);
    expect(asked()).toBe(before);
  });

  it('with a valid signature of SHA-1 only starts nothing', async () => {
    const body = JSON.stringify(opened());
    const sha1 = createHmac('sha1', app.github.webhookSecret).update(body).digest('hex');
    const headers = { 'x-hub-signature-256': undefined, 'x-hub-signature': `sha1=${sha1}` };
    expect((await deliver(app, 'pull_request', body, { headers })).status).toBe(401);
    const disguised = { 'x-hub-signature-256': `sha1=${sha1}` };
    expect((await deliver(app, 'pull_request', body, { headers: disguised })).status).toBe(401);
  });

  it.each([['[1]'], ['null'], ['"text"'], ['{'], ['']])('whose body is %j is refused', async (body) => {
    expect((await deliver(app, 'pull_request', body)).status).toBe(400);
  });

  it('whose body is an object of nothing is taken, and answered without a stack', async () => {
    for (const payload of [
      {},
      { action: 'opened' },
      { action: 'opened', pull_request: null, installation: 7 },
    ]) {
      const { status, text } = await deliver(app, 'pull_request', payload);
      expect([202, 500]).toContain(status);
      expect(text).toMatch(/^(?:Accepted|Internal error, incident [0-9a-f-]{36}\.)\n$/);
    }
  });
});

describe('too much', () => {
  it('of a body is refused as it arrives', async () => {
    const answer = await deliver(app, 'push', 'x'.repeat(26 * 1024 * 1024));
    expect([answer.status, answer.text]).toEqual([413, 'The body is larger than 25 MB.\n']);
  });

  it('patience is not had: a body that trickles is cut off', async () => {
    const { port } = new URL(app.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    const signature = `sha256=${'0'.repeat(64)}`;
    socket.write(
      `POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-github-event: push\r\nx-github-delivery: d\r\nx-hub-signature-256: ${signature}\r\ncontent-length: 1000\r\n\r\n{`,
    );
    const trickle = setInterval(() => socket.write(' '), 1_000);
    socket.resume();
    const started = Date.now();
    await once(socket, 'close');
    clearInterval(trickle);
    expect(Date.now() - started).toBeLessThan(45_000);
  });
});

describe('a replayed webhook', () => {
  it('does nothing when it was worked on, and no harm under another delivery id', async () => {
    const pull = await app.propose({ [proposed]: harmless });
    await app.check(pull.head.sha);
    await app.idle();
    const [first] = app.github.deliveries;
    const before = asked();
    await deliver(app, 'pull_request', first?.payload, { id: first?.guid ?? '' });
    await app.idle();
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
    // An old delivery, signed well, after a newer push: the old head gets no verdict.
    const { head } = await app.push(1, { [proposed]: `${harmless}-- more\n` });
    await app.check(head.sha);
    await deliver(app, 'pull_request', first?.payload);
    await app.idle();
    expect(asked()).toBeGreaterThan(before);
    expect(app.repository.checkRuns(pull.head.sha)).toHaveLength(1);
    expect(app.repository.reviewComments(1)).toEqual([]);
  });
});

describe('the secret', () => {
  it.each([[undefined], [''], ['   '], ['development'], ['short-secret']])(
    '%j keeps the App from starting',
    (secret) => {
      const environment = { APP_ID: '7', PRIVATE_KEY: app.github.privateKey, WEBHOOK_SECRET: secret };
      expect(() => readEnvironment(environment, () => '')).toThrow(/WEBHOOK_SECRET is (?:missing|too short)/);
    },
  );

  it('before this one may not be short either', () => {
    const environment = {
      APP_ID: '7',
      PRIVATE_KEY: app.github.privateKey,
      WEBHOOK_SECRET: 'a-secret-of-enough-length',
      WEBHOOK_SECRET_PREVIOUS: 'short',
    };
    expect(() => readEnvironment(environment, () => '')).toThrow(/WEBHOOK_SECRET_PREVIOUS is too short/);
  });
});
