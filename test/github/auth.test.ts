import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { appToken, clientWith, installationClient, refused } from './client.js';
import { openShop, type Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe('the App’s own token', () => {
  it('is accepted when it is signed with the private key', async () => {
    const { data } = await clientWith(shop.github, appToken(shop.github)).rest.apps.getAuthenticated();
    expect(data?.id).toBe(shop.github.appId);
  });

  it('is refused from another key, for another App, too long, or over', async () => {
    const { github } = shop;
    const get = (token?: string): Promise<string> =>
      refused(clientWith(github, token).rest.apps.getAuthenticated());
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const foreign = { ...github, privateKey: other.export({ type: 'pkcs1', format: 'pem' }).toString() };
    const now = Math.floor(Date.now() / 1000);
    expect(await get(appToken(foreign))).toContain('401 A JSON web token could not be decoded');
    expect(await get(appToken(github, { exp: now + 3600 }))).toContain(
      "401 'Expiration time' claim ('exp') is too far",
    );
    expect(await get(appToken(github, { exp: now - 5 }))).toContain(
      "401 'Expiration time' claim ('exp') must be",
    );
    expect(await get(appToken(github, { iss: 1 }))).toContain('404 Integration not found');
    expect(await get()).toContain('401 Requires authentication');
  });

  it('does not read a repository', async () => {
    const app = clientWith(shop.github, appToken(shop.github));
    expect(await refused(app.rest.pulls.list(shop.at))).toContain(
      '403 Resource not accessible by integration',
    );
  });
});

describe('an installation token', () => {
  it('is refused when it is unknown or revoked', async () => {
    const client = clientWith(shop.github, 'ghs_unknown');
    expect(await refused(client.rest.pulls.list(shop.at))).toContain('401 Bad credentials');
    const mine = await installationClient(shop.github, shop.repository.installationId);
    await mine.rest.apps.revokeInstallationAccessToken();
    expect(await refused(mine.rest.pulls.list(shop.at))).toContain('401 Bad credentials');
  });

  it('does only what it was minted for', async () => {
    const { github, repository, at } = shop;
    const reader = await installationClient(github, repository.installationId, {
      permissions: { contents: 'read', checks: 'read' },
    });
    await reader.rest.repos.getContent({ ...at, path: 'long.sql' });
    expect(await refused(reader.rest.pulls.list(at))).toContain('403 Resource not accessible by integration');
    const create = reader.rest.checks.create({ ...at, name: 'x', head_sha: shop.pull.head.sha });
    expect(await refused(create)).toContain('403 Resource not accessible by integration');
    const greedy = installationClient(github, repository.installationId, {
      permissions: { contents: 'write' },
    });
    expect(await refused(greedy)).toContain('422 The permissions requested are not granted');
  });

  it('reaches only the repositories that it names', async () => {
    const { github, repository, git } = shop;
    const other = github.addRepository({ fullName: 'acme/other', gitDir: git.gitDir });
    const stranger = github.addRepository({ fullName: 'umbrella/vault', gitDir: git.gitDir });
    const client = await installationClient(github, repository.installationId, { repositories: ['other'] });
    const { data } = await client.rest.repos.get({ owner: 'acme', repo: 'other' });
    expect(data.id).toBe(other.id);
    expect(await refused(client.rest.repos.get(shop.at))).toContain('404 Not Found');
    expect(await refused(client.rest.repos.get({ owner: 'umbrella', repo: 'vault' }))).toContain('404');
    expect(stranger.installationId).not.toBe(repository.installationId);
  });
});
