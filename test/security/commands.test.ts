import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from '../app/app-beside-github.js';

const ack = '/precheck ack enum-non-additive The value was never written';

let app: AppBesideGitHub;
let sha: string;

beforeEach(async () => {
  app = await AppBesideGitHub.start({ queue: { debounceMs: 300 } });
  app.repository.setRole('ann', 'write');
  app.repository.setRole('mallory', 'read');
  sha = (await app.propose({ [proposed]: blocker })).head.sha;
  await app.idle();
});

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const say = async (author: string, body: string): Promise<number> => {
  const { id } = await app.repository.comment(1, { author, body });
  await app.idle();
  return id;
};
const signs = (id: number): readonly string[] =>
  app.repository
    .issueComments(1)
    .filter((comment) => comment.id === id)
    .flatMap(({ reactions }) => reactions.map(({ content }) => content));
const conclusions = () => app.repository.checkRuns(sha).map(({ conclusion }) => conclusion);

/** Requests that an act causes. */
async function requestsOf(act: () => Promise<unknown>): Promise<readonly (string | undefined)[]> {
  const before = app.github.requests.length;
  await act();
  await app.idle();
  return app.github.requests.slice(before).map(({ operationId }) => operationId);
}

describe('a comment of a program', () => {
  it('starts no work, whatever it says or quotes', async () => {
    for (const author of ['precheck[bot]', 'renovate[bot]', 'dependabot[bot]']) {
      for (const body of [ack, '/precheck rerun', '/precheck explain table-dropped', `> ${ack}\n\nDone.`]) {
        expect(await requestsOf(() => say(author, body))).toEqual([]);
      }
    }
    expect(conclusions()).toEqual(['failure']);
  });

  it('counts for nothing in a review that something else starts', async () => {
    await say('renovate[bot]', ack);
    await say('precheck[bot]', ack);
    await say('ann', '/precheck rerun');
    expect(conclusions()).toEqual(['failure', 'failure']);
  });

  it('of our own, when we edit it, starts no work: no loop', async () => {
    await say('ann', '/precheck help');
    const [summary] = app.repository
      .issueComments(1)
      .filter(({ author }) => author.login === 'precheck[bot]');
    if (summary === undefined) throw new Error('no summary');
    const edit = () => app.repository.editComment(1, summary.id, { author: 'precheck[bot]', body: ack });
    expect(await requestsOf(edit)).toEqual([]);
  });
});

describe('a command', () => {
  it('that comes by an edit is not answered; an acknowledgement counts as it stands', async () => {
    const id = await say('ann', 'I have seen it.');
    await app.repository.editComment(1, id, { author: 'ann', body: '/precheck rerun' });
    await app.idle();
    expect([new Set(conclusions()), signs(id)]).toEqual([new Set(['failure']), []]);
    await app.repository.editComment(1, id, { author: 'ann', body: ack });
    await app.idle();
    expect(conclusions().at(-1)).toBe('success');
  });

  it('of who may not write, or may no longer, changes nothing', async () => {
    for (const body of [ack, '/precheck rerun', '/precheck escalate']) {
      expect(signs(await say('mallory', body))).toEqual(['-1']);
    }
    expect(conclusions()).toEqual(['failure']);
    await say('ann', ack);
    expect(conclusions().at(-1)).toBe('success');
    app.repository.setRole('ann', 'read');
    app.repository.setRole('bob', 'write');
    await say('bob', '/precheck rerun');
    expect(conclusions().at(-1)).toBe('failure');
  });

  it('with a rule that reaches out of its words is not understood', async () => {
    for (const rule of ['../../etc/passwd', '__proto__', 'constructor', '<img src=x>', 'a'.repeat(5000)]) {
      expect(signs(await say('ann', `/precheck explain ${rule}`))).toEqual(['confused']);
      expect(signs(await say('ann', `/precheck ack ${rule} It is fine`))).toEqual(['confused']);
    }
    expect(conclusions()).toEqual(['failure']);
  });
});

describe('words of approval in the conversation', () => {
  it('are nothing', async () => {
    const words = ['approved', 'LGTM :+1:', '/approve', '/precheck approve', '/lgtm', 'Approved by @ann'];
    for (const body of words) await say('ann', body);
    await say('ann', '/precheck rerun');
    expect(conclusions()).toEqual(['failure', 'failure']);
  });
});

describe('fifty commands in a row', () => {
  const fifty = async (author: string, body: string) => {
    const before = app.github.requests.length;
    for (let index = 0; index < 50; index += 1) await app.repository.comment(1, { author, body });
    await app.idle();
    return app.github.requests.slice(before).map(({ operationId }) => operationId);
  };
  const count = (requests: readonly (string | undefined)[], operation: string) =>
    requests.filter((operationId) => operationId === operation).length;

  it('of who may not write cost three requests each, and no review', async () => {
    const requests = await fifty('mallory', '/precheck rerun');
    expect(requests.length).toBeLessThanOrEqual(150);
    expect(count(requests, 'checks/create')).toBe(0);
  });

  it('of who may write cost a review for each pause, not for each command', async () => {
    const started = Date.now();
    const requests = await fifty('ann', '/precheck rerun');
    const pauses = Math.ceil((Date.now() - started) / 300);
    expect(count(requests, 'reactions/create-for-issue-comment')).toBe(50);
    expect(count(requests, 'checks/create')).toBeLessThanOrEqual(Math.min(49, pauses + 1));
    const runs = app.repository.checkRuns(sha);
    expect(runs.filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(runs.at(-1)?.conclusion).toBe('failure');
  });
});
