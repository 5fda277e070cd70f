import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from '../app/app-beside-github.js';
import { deliver } from '../app/deliver.js';
import { processorTime } from '../processor-time.js';

let app: AppBesideGitHub;
afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

describe('a conversation of as many comments as GitHub takes', () => {
  it('hides neither our comments nor what people say to us', async () => {
    app = await AppBesideGitHub.start();
    app.repository.setRole('ann', 'write');
    await app.propose({ [proposed]: blocker });
    await app.idle();
    app.github.setWebhookTarget(undefined);
    const long = 'Lorem ipsum dolor sit amet. '.repeat(700);
    await app.repository.comment(1, { author: 'ann', body: '/precheck ack enum-non-additive Never written' });
    for (let at = 0; at < 2_400; at += 1) {
      const body = at % 2 === 0 ? long : `/precheck ack enum-non-additive ${long}`;
      await app.repository.comment(1, { author: 'mallory', body });
    }
    app.github.setWebhookTarget(`${app.url}/api/github/webhooks`);
    const { head } = await app.push(1, { 'README.md': '# A shop\n' });
    const wanted = { sha: head.sha, name: 'precheck', timeoutMs: 120_000 };
    expect((await app.repository.waitForCheck(wanted)).conclusion).toBe('success');
    const ours = app.repository.issueComments(1).filter(({ author }) => author.type === 'Bot');
    expect(ours.length).toBeLessThan(2);
    expect(app.repository.reviewComments(1)).toHaveLength(1);
  });
});

describe('connections that send nothing', () => {
  it('keep no webhook out, and are closed', async () => {
    app = await AppBesideGitHub.start();
    const port = Number(new URL(app.url).port);
    const sockets: Socket[] = [];
    const closed: Promise<unknown>[] = [];
    for (let at = 0; at < 400; at += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      closed.push(once(socket, 'close'));
      socket.write(at % 2 === 0 ? 'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\nx-a: ' : 'G');
      sockets.push(socket);
    }
    const spent = processorTime();
    expect((await deliver(app, 'ping', { zen: 'Keep it logically awesome.' })).status).toBe(202);
    expect(spent()).toBeLessThan(5_000);
    // They end by themselves, or this does not.
    await Promise.all(closed);
  });
});

describe('a webhook of nearly 25 MB', () => {
  it('is taken in time, and what it names is looked at once', async () => {
    app = await AppBesideGitHub.start();
    await app.propose({ [proposed]: blocker });
    await app.idle();
    const commits = Array.from({ length: 2_000 }, (_, at) => ({
      id: String(at).padStart(40, '0'),
      added: Array.from({ length: 120 }, (_one, file) => `${'folder/'.repeat(12)}${at}-${file}.txt`),
      removed: [],
      modified: [],
    }));
    const payload = {
      ref: 'refs/heads/main',
      commits: [
        ...commits,
        { id: 'f'.repeat(40), added: [], removed: [], modified: ['db/migrations/0001_orders.sql'] },
      ],
      deleted: false,
      forced: false,
      installation: { id: app.repository.installationId },
      repository: { name: 'shop', owner: { login: 'acme' }, default_branch: 'main' },
      sender: { login: 'octocat' },
    };
    expect(JSON.stringify(payload).length).toBeGreaterThan(20e6);
    const before = app.logged.length;
    const spent = processorTime();
    expect((await deliver(app, 'push', payload)).status).toBe(202);
    // GitHub gives up after ten seconds; a part of this is the sender's.
    expect(spent()).toBeLessThan(10_000);
    await app.idle();
    const asked = app.logged.slice(before).filter((line) => line.includes('asked for a task'));
    expect(asked.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      'base-moved',
      'review',
    ]);
  });
});
