import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { createRequire } from 'node:module';
import { appToken, clientWith, installationClient, refused } from './client.js';
import type { JsonObject } from './json.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  shop.github.addTeam({
    organisation: 'acme',
    slug: 'data',
    members: ['ann'],
    repositories: { 'acme/shop': 'write' },
  });
  shop.github.addTeam({ organisation: 'acme', slug: 'data-eu', members: ['eve'], parent: 'data' });
});
afterAll(() => shop.close());

interface Schemas {
  readonly definitions: Readonly<Record<string, JsonObject>>;
}

const require = createRequire(import.meta.url);
const schemas = require('@octokit/webhooks-schemas') as Schemas;
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, inlineRefs: false });
addFormats.default(ajv);
ajv.addSchema(schemas, 'webhooks');

/** Fields whose type these shapes give otherwise than GitHub's own description. */
const elsewhere =
  /\/(created_at|updated_at|pushed_at|repo|requester|suspended_at|suspended_by|author|committer)$/;

/** What the recorded shape of a webhook holds and ours does not. The shapes are older than GitHub: they may lack keys. */
function flaws(name: string, payload: JsonObject): readonly string[] {
  const known = Object.keys(schemas.definitions).find((one) => one === name || one === `${name}$event`);
  if (known === undefined) return [`no schema of ${name}`];
  const validate = ajv.compile({ $ref: `webhooks#/definitions/${known.replace('$', '%24')}` });
  if (validate(payload)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => ['required', 'enum', 'type'].includes(keyword))
    .filter(({ instancePath, keyword }) => keyword !== 'type' || !elsewhere.test(instancePath))
    .filter(({ instancePath, message = '' }) => instancePath !== '' || !message.includes('requested_'))
    .map(({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

/** What the acts told, as `event$action`; every payload fits its recorded shape. */
async function told(act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = shop.github.deliveries.length;
  await act();
  const sent = shop.github.deliveries.slice(before);
  const names = sent.map(({ event, action }) => (action === null ? event : `${event}$${action}`));
  expect(sent.flatMap(({ payload }, at) => flaws(names[at] ?? '', payload))).toEqual([]);
  return names;
}

it('takes a number for each pull request, also for those that are opened at once', async () => {
  const open = () => shop.repository.openPullRequest({ base: 'main', head: 'feature' });
  const pulls = await Promise.all([open(), open(), open()]);
  expect(new Set(pulls.map(({ number }) => number)).size).toBe(3);
  for (const { number } of pulls) await shop.repository.closePullRequest(number);
});

describe('what people do is told', () => {
  it('of a pull request', async () => {
    const { repository, git } = shop;
    await git.commit({ branch: 'release', message: 'release', files: { 'r.sql': 'SELECT 1;\n' } });
    await git.commit({ branch: 'topic', message: 'topic', files: { 't.sql': 'SELECT 2;\n' } });
    const names = await told(async () => {
      const { number } = await repository.openPullRequest({ base: 'main', head: 'topic' });
      await repository.convertToDraft(number);
      await repository.readyForReview(number);
      await git.commit({ branch: 'topic', message: 'more', files: { 't.sql': 'SELECT 3;\n' } });
      await repository.synchronize(number);
      await repository.editBase(number, 'release');
      await repository.closePullRequest(number);
      await repository.reopenPullRequest(number);
    });
    const actions = [
      'opened',
      'converted_to_draft',
      'ready_for_review',
      'synchronize',
      'edited',
      'closed',
      'reopened',
    ];
    expect(names).toEqual(actions.map((action) => `pull_request$${action}`));
    expect(shop.github.deliveries.at(-3)?.payload).toMatchObject({
      changes: { base: { ref: { from: 'main' } } },
      pull_request: { base: { ref: 'release' } },
    });
  });

  it('of a conversation and of reviews', async () => {
    const { repository } = shop;
    const names = await told(async () => {
      const comment = await repository.comment(1, { author: 'ann', body: '/precheck rerun' });
      await repository.editComment(1, comment.id, { body: 'never mind' });
      await repository.deleteComment(1, comment.id, 'ann');
      const review = await repository.review(1, { author: 'ann', event: 'REQUEST_CHANGES', body: 'No.' });
      await repository.editReview(1, review.id, 'No, because.');
      await repository.dismissReview(1, review.id);
    });
    expect(names).toEqual([
      ...['issue_comment$created', 'issue_comment$edited', 'issue_comment$deleted'],
      ...['pull_request_review$submitted', 'pull_request_review$edited', 'pull_request_review$dismissed'],
    ]);
  });

  it('of requests for reviews: a review by a member of a child team answers for the team', async () => {
    const { repository, pull } = shop;
    const names = await told(() => repository.requestReviews(1, { teams: ['data'], users: ['bob'] }));
    expect(names).toEqual(['pull_request$review_requested', 'pull_request$review_requested']);
    const review = await repository.review(1, { author: 'eve', event: 'APPROVE' });
    expect([review.onBehalfOf, pull.requestedTeams, pull.requestedUsers]).toEqual([['data'], [], ['bob']]);
    await repository.requestReviews(1, { teams: ['data'] });
    await repository.autoAssign(1, 'data', ['ann']);
    expect([pull.requestedTeams, pull.requestedUsers]).toEqual([[], ['bob', 'ann']]);
  });

  it('not of a secret team, which is asked in vain, nor of one without access', async () => {
    const { github, client, at, pull } = shop;
    github.addTeam({
      organisation: 'acme',
      slug: 'hidden',
      members: ['ann'],
      privacy: 'secret',
      repositories: { 'acme/shop': 'write' },
    });
    github.addTeam({ organisation: 'acme', slug: 'outside', members: ['ann'] });
    const ask = (slug: string): Promise<unknown> =>
      client.rest.pulls.requestReviewers({ ...at, pull_number: 1, team_reviewers: [slug] });
    expect(await told(() => ask('hidden'))).toEqual([]);
    expect(pull.requestedTeams).toEqual([]);
    expect(await refused(ask('outside'))).toContain(
      '422 Reviews may only be requested from collaborators. One or more of the teams you specified',
    );
    expect(await told(() => ask('data-eu'))).toEqual(['pull_request$review_requested']);
  });

  it('of checks', async () => {
    const { repository, pull, client, at } = shop;
    await client.rest.checks.create({
      ...at,
      name: 'precheck',
      head_sha: pull.head.sha,
      conclusion: 'success',
    });
    await shop.github.settled();
    const [run] = repository.checkRuns(pull.head.sha);
    if (run === undefined) throw new Error('no run');
    const names = await told(async () => {
      await repository.rerequestCheck(run);
      await repository.rerequestSuite(pull.head.sha);
      await repository.otherCheck(pull.head.sha, 'precheck', 'failure');
    });
    expect(names).toEqual(['check_run$rerequested', 'check_suite$rerequested', 'check_run$completed']);
    const { data } = await client.rest.checks.listForRef({ ...at, ref: pull.head.sha, app_id: 4242 });
    expect(data.check_runs.map(({ conclusion }) => conclusion)).toEqual(['success']);
  });

  it('of teams', async () => {
    const acme = shop.github.organisation('acme');
    const names = await told(async () => {
      await acme.addMember('data', 'carl');
      await acme.removeMember('data', 'carl');
      await acme.setAccess('data', 'acme/shop', undefined);
      await acme.setAccess('data', 'acme/shop', 'write');
    });
    expect(names).toEqual([
      ...['membership$added', 'membership$removed'],
      ...['team$removed_from_repository', 'team$added_to_repository'],
    ]);
  });
});

describe('the merge queue', () => {
  it('tries pull requests on a commit of their own, and moves the base when they are merged', async () => {
    const { repository, git } = shop;
    for (const name of ['one', 'two']) {
      await git.commit({ branch: name, message: name, files: { [`${name}.sql`]: 'SELECT 1;\n' } });
    }
    const one = await repository.openPullRequest({ base: 'main', head: 'one' });
    const two = await repository.openPullRequest({ base: 'main', head: 'two' });
    const base = await git.head('main');
    const names = await told(async () => {
      const group = await repository.queue.add(one.number, two.number);
      expect(group.headRef).toBe(`refs/heads/gh-readonly-queue/main/pr-${two.number}-${base}`);
      const { data } = await shop.client.rest.repos.compareCommitsWithBasehead({
        ...shop.at,
        basehead: `${group.baseSha}...${group.headSha}`,
      });
      expect(data.files?.map(({ filename }) => filename)).toEqual(['one.sql', 'two.sql']);
      await repository.queue.destroy(group, 'merged');
      expect(await git.head('main')).toBe(group.headSha);
    });
    expect(names).toEqual([
      ...['merge_group$checks_requested', 'merge_group$destroyed'],
      ...['pull_request$closed', 'pull_request$closed', 'push'],
    ]);
    expect(shop.github.deliveries.at(-1)?.payload).toMatchObject({ ref: 'refs/heads/main', before: base });
    expect([one.merged, two.merged]).toEqual([true, true]);
  });
});

describe('an installation', () => {
  it('is stopped, removed, and comes back with selected repositories', async () => {
    const { github, at, git } = shop;
    const acme = github.organisation('acme');
    github.addRepository({ fullName: 'acme/other', gitDir: git.gitDir });
    const names = await told(async () => {
      await acme.suspend();
      expect(await refused(shop.client.rest.repos.get(at))).toContain(
        '403 This installation has been suspended',
      );
      await acme.unsuspend();
      await acme.uninstall();
      expect(await refused(shop.client.rest.repos.get(at))).toContain('401 Bad credentials');
      await shop.repository.comment(1, { body: 'Nobody listens.' });
      await acme.install(['acme/other']);
      await acme.addRepositories('acme/shop');
      await acme.removeRepositories('acme/other');
    });
    expect(names).toEqual([
      ...['installation$suspend', 'installation$unsuspend', 'installation$deleted', 'installation$created'],
      ...['installation_repositories$added', 'installation_repositories$removed'],
    ]);
    const app = clientWith(github, appToken(github));
    const { data } = await app.rest.apps.listInstallations();
    const client = await installationClient(github, data[0]?.id ?? 0);
    const reached = await client.rest.apps.listReposAccessibleToInstallation();
    expect(reached.data.repositories.map(({ full_name }) => full_name)).toEqual(['acme/shop']);
  });
});
