import { afterEach, expect, it } from '@jest/globals';
import { NoRoom } from '../../src/tasks/no-room.js';
import { until } from '../jobs/recorder.js';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';

let app: AppBesideGitHub;

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

async function say(body: string): Promise<number> {
  app.repository.setRole('ann', 'write');
  return (await app.repository.comment(1, { author: 'ann', body })).id;
}

const signs = (id: number): readonly string[] =>
  app.repository
    .issueComments(1)
    .filter((comment) => comment.id === id)
    .flatMap(({ reactions }) => reactions.map(({ content }) => content));

it('a command that finds no room for its review is heard, and carried out when there is', async () => {
  let room = false;
  const take = () => (room ? Promise.resolve() : Promise.reject(new NoRoom('full')));
  app = await AppBesideGitHub.start({ tools: { take }, queue: { retryMs: [300, 300] } });
  await app.propose({ [proposed]: blocker });
  const id = await say('/precheck rerun');
  await until(() => signs(id).length > 0);
  expect(signs(id)).toEqual(['eyes']);
  room = true;
  await app.idle();
  expect(signs(id)).toEqual(['eyes', '+1']);
});

it('a command that finds no room at all says so', async () => {
  app = await AppBesideGitHub.start({ tools: { take: () => Promise.reject(new NoRoom('full')) } });
  await app.propose({ [proposed]: blocker });
  const id = await say('/precheck ack enum-non-additive It was never written');
  await app.idle();
  await until(() => signs(id).length > 1);
  expect(signs(id)).toEqual(['eyes', 'confused']);
  expect(app.logged.filter((line) => line.includes('"given up"'))).toHaveLength(1);
});

it('a command that the end of the process meets is answered before it', async () => {
  app = await AppBesideGitHub.start();
  await app.propose({ [proposed]: blocker });
  await app.idle();
  app.github.setLatency(300);
  const id = await say('/precheck rerun');
  await app.server.stop(10_000);
  expect(signs(id)).toEqual(['confused']);
});

it('a command that fails for another reason says so, too', async () => {
  app = await AppBesideGitHub.start({ patience: { timeoutMs: 5000, retryMs: 1 } });
  await app.propose({ [proposed]: blocker });
  await app.idle();
  app.github.setFaults(({ operationId }) =>
    operationId === 'repos/get-collaborator-permission-level' ? { status: 502 } : undefined,
  );
  const id = await say('/precheck rerun');
  await until(() => signs(id).length > 0);
  expect(signs(id)).toEqual(['confused']);
});
