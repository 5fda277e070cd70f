import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;
let sha: string;

beforeEach(async () => {
  app = await AppBesideGitHub.start();
  app.repository.setRole('ann', 'write');
  app.repository.setRole('mallory', 'read');
  sha = (await app.propose({ [proposed]: blocker })).head.sha;
  await app.idle();
});

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const ack = '/precheck ack enum-non-additive The value was never written';
const conclusion = () => app.repository.checkRuns(sha).at(-1)?.conclusion;

/** Answers the App's comment on the line. */
async function reply(body: string, author = 'ann'): Promise<number> {
  const [first] = app.repository.reviewComments(1);
  if (first === undefined) throw new Error('no comment');
  const { id } = await app.repository.reply(1, first.id, { author, body });
  await app.idle();
  return id;
}

const signs = (id: number): readonly string[] =>
  app.repository
    .reviewComments(1)
    .filter((comment) => comment.id === id)
    .flatMap(({ reactions }) => reactions.map(({ content }) => content));

it('an acknowledgement in a thread counts, is answered by a sign on it, and holds in later reviews', async () => {
  const before = app.calls().length;
  const id = await reply(ack);
  expect(signs(id)).toEqual(['+1']);
  expect(conclusion()).toBe('success');
  const listed = app.calls().slice(before);
  expect(listed.filter((call) => call === 'pulls/list-review-comments')).toHaveLength(1);
  sha = (await app.push(1, { 'README.md': '# Another\n' })).head.sha;
  await app.idle();
  expect(conclusion()).toBe('success');
});

it('it counts in the words of its author, as long as they stand', async () => {
  const id = await reply('I have looked at it.');
  await app.repository.threads.edit(1, id, { author: 'bob', body: ack });
  await app.idle();
  expect(conclusion()).toBe('failure');
  await app.repository.threads.edit(1, id, { author: 'ann', body: ack });
  await app.idle();
  expect(conclusion()).toBe('success');
  await app.repository.threads.delete(1, id, 'ann');
  await app.idle();
  expect(conclusion()).toBe('failure');
});

it('of who may not write, and of other programs, it changes nothing', async () => {
  expect(signs(await reply(ack, 'mallory'))).toEqual(['-1']);
  expect(signs(await reply(ack, 'helper[bot]'))).toEqual([]);
  expect(conclusion()).toBe('failure');
});

it('what is not understood, and what is not meant for Precheck', async () => {
  expect(signs(await reply('/precheck merge'))).toEqual(['confused']);
  expect(signs(await reply('> /precheck rerun'))).toEqual([]);
});

it('what is asked in a thread is explained in the conversation', async () => {
  const id = await reply('/precheck explain enum-non-additive');
  expect(signs(id)).toEqual(['+1']);
  expect(app.repository.issueComments(1).map(({ body }) => body)).toContainEqual(
    expect.stringContaining(`explains:${String(id)}`),
  );
});

it('a merge group takes it over', async () => {
  await reply(ack);
  const group = await app.repository.queue.add(1);
  await app.idle();
  expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: 'success' }]);
});

it('so is one in the text of a review', async () => {
  const { id } = await app.repository.review(1, { author: 'ann', event: 'COMMENT', body: ack });
  await app.idle();
  const reactions = () =>
    app.repository
      .reviews(1)
      .filter((review) => review.id === id)
      .flatMap((review) => review.reactions.map(({ content }) => content));
  expect(reactions()).toEqual(['+1']);
  expect(conclusion()).toBe('success');
  const group = await app.repository.queue.add(1);
  await app.idle();
  expect(app.repository.checkRuns(group.headSha)).toMatchObject([{ conclusion: 'success' }]);
  await app.repository.editReview(1, id, 'Never mind.');
  await app.idle();
  expect(conclusion()).toBe('failure');
});

it('a review of who may not write changes nothing, and is told so', async () => {
  const { id } = await app.repository.review(1, { author: 'mallory', event: 'COMMENT', body: ack });
  await app.idle();
  const review = app.repository.reviews(1).find((one) => one.id === id);
  expect(review?.reactions.map(({ content }) => content)).toEqual(['-1']);
  expect(conclusion()).toBe('failure');
});

it('where no SQL is proposed, a review of code hears them too', async () => {
  const { head } = await app.propose({ 'db/migrate/20240101000000_add.rb': RAILS }, { branch: 'code' });
  sha = head.sha;
  await app.idle();
  expect(conclusion()).not.toBe('success');
  const body = '/precheck ack migration-unsupported Read by hand';
  await app.repository.review(2, { author: 'ann', event: 'COMMENT', body });
  await app.idle();
  expect(conclusion()).toBe('success');
});

const RAILS = 'class Add < ActiveRecord::Migration[7.0]\n  def change\n    drop_table :orders\n  end\nend\n';
