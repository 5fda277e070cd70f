import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { runFaults } from '../../../scripts/faults/run.js';
import { compileProgram } from '../../app/compiled.js';
import { startRedis } from '../start/redis.js';

/** `npm run faults` is the same with a thousand events and ten kills. */
const run = {
  seed: 'a bad morning',
  events: 24,
  pullRequests: 6,
  kills: 1,
  pauseMs: 50,
  reconcileMs: 3000,
  patienceMs: 120_000,
};

const redis = await startRedis();
let compiled: ReturnType<typeof compileProgram>;

beforeAll(() => {
  compiled = compileProgram('scripts/faults');
});

afterAll(async () => {
  compiled.remove();
  await redis?.stop();
});

async function leftWrong(fleet: { readonly processes: number; readonly redisUrl?: string }): Promise<void> {
  const program = join(compiled.folder, 'scripts/faults/app.js');
  const { wrong, kills, faults } = await runFaults({ ...run, fleet: { program, ...fleet } });
  expect(wrong).toEqual([]);
  // It was a bad morning indeed.
  expect({ kills, isFailing: faults > 5 }).toEqual({ kills: 1, isFailing: true });
}

describe('when GitHub fails, deliveries come twice and late, and the App is killed', () => {
  it('every check is final and no comment is lost or doubled', () => leftWrong({ processes: 1 }));

  if (redis) {
    it('nor with two processes on Redis', () => leftWrong({ processes: 2, redisUrl: redis.url }));
  } else {
    it('two processes on Redis: left out, the reason is printed above', () => undefined);
  }
});
