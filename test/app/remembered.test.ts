import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { Experts } from '../../src/github/experts.js';
import { OrgConfig } from '../../src/github/org-config.js';

let passed: number;

beforeEach(() => {
  passed = 0;
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + passed);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const SHOP = { owner: 'acme', repo: 'shop' };

/** A client whose GitHub answers each request with the next of these, the last one again and again. */
function answering(...bodies: readonly object[]): Octokit {
  let asked = 0;
  const answer = (): Promise<Response> =>
    Promise.resolve(Response.json(bodies.at(Math.min(asked++, bodies.length - 1))));
  return new Octokit({ request: { fetch: answer } });
}

/** What `ask` answers, asked again every 40 seconds. */
async function every40Seconds(ask: () => Promise<unknown>): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (let at = 0; at < 4; at++) {
    answers.push(await ask());
    passed += 40_000;
    // The cache looks at the clock once a millisecond.
    await setTimeout(5);
  }
  return answers;
}

describe('what GitHub said is remembered for a minute, however often it is needed', () => {
  const MEMBER = [{ permission: 'write' }, { permission: 'none' }] as const;

  it('who may review', async () => {
    const [client, experts] = [answering(...MEMBER), new Experts()];
    const standing = async () => (await experts.find(client, 1, SHOP, ['@bob'])).get('@bob')?.standing;
    expect(await every40Seconds(standing)).toEqual([
      'can-review',
      'can-review',
      'cannot-write',
      'cannot-write',
    ]);
  });

  it('who may review, until a membership changes', async () => {
    const [client, experts] = [answering(...MEMBER), new Experts()];
    const standing = async () => (await experts.find(client, 1, SHOP, ['@bob'])).get('@bob')?.standing;
    expect(await standing()).toBe('can-review');
    experts.forget();
    expect(await standing()).toBe('cannot-write');
  });

  it('the configuration of the organisation', async () => {
    const file = (text: string) => ({ type: 'file', size: 1, content: Buffer.from(text).toString('base64') });
    const client = answering(file('old'), file('new'));
    const app = answering({ id: 1 });
    const config = new OrgConfig(
      () => Promise.resolve(app),
      () => Promise.resolve(client),
    );
    expect(await every40Seconds(() => config.text(SHOP))).toEqual(['old', 'old', 'new', 'new']);
  });
});
