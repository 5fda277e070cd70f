import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, harmless, proposed } from '../app/app-beside-github.js';
import { connectApp } from '../../src/github/client.js';
import { createLog } from '../../src/log.js';
import { settingsFor } from '../app/app-beside-github.js';

let app: AppBesideGitHub;
afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const minted = () =>
  app.github.requests.filter(({ operationId }) => operationId === 'apps/create-installation-access-token');
const needed = {
  metadata: 'read',
  contents: 'read',
  issues: 'read',
  members: 'read',
  pull_requests: 'write',
  checks: 'write',
};

describe('an installation token', () => {
  it('of a review reaches its repository only, and is asked for once', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.check(pull.head.sha);
    const { head } = await app.push(1, { [proposed]: harmless });
    await app.check(head.sha);
    await app.idle();
    const bodies = minted().map(({ body }) => body);
    expect(bodies.filter((body) => JSON.stringify(body).includes('shop'))).toEqual([
      { repositories: ['shop'], permissions: needed },
    ]);
    for (const body of bodies) {
      expect([
        { permissions: { metadata: 'read' } },
        { repositories: ['shop'], permissions: needed },
      ]).toContainEqual(body);
    }
  });

  it('does not open another repository of the same installation', async () => {
    app = await AppBesideGitHub.start();
    app.github.addRepository({ fullName: 'acme/secret', gitDir: app.built.gitDir });
    const { installationId } = app.repository;
    const connection = connectApp(settingsFor(app.github), createLog('silent'));
    const client = await connection.client({ installationId, repo: 'shop' });
    const of = (repo: string) => client.rest.git.getTree({ owner: 'acme', repo, tree_sha: 'main' });
    expect((await of('shop')).status).toBe(200);
    await expect(of('secret')).rejects.toMatchObject({ status: 404 });
    const list = await connection.client({ installationId });
    await expect(
      list.rest.checks.create({ owner: 'acme', repo: 'shop', name: 'precheck', head_sha: 'a'.repeat(40) }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('that was revoked is made anew', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: harmless });
    await app.check(pull.head.sha);
    app.github.revokeTokens();
    const { head } = await app.push(1, { 'README.md': '# Another\n' });
    expect((await app.check(head.sha)).conclusion).toBe('success');
  });
});
