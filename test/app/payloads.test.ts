import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { JsonObject } from '../github/json.js';
import { AppBesideGitHub } from './app-beside-github.js';
import { deliver } from './deliver.js';

interface Recorded {
  readonly name: string;
  readonly examples: readonly JsonObject[];
}

const recorded = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Recorded[];
const { default_events: listed } = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  readonly default_events: readonly string[];
};
/** GitHub sends these to every App. */
const always = ['installation', 'installation_repositories'];

let app: AppBesideGitHub;
beforeAll(async () => {
  app = await AppBesideGitHub.start();
});
afterAll(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

/** The recorded account is not the local one: the same payload, of an installation that is there. */
function here(payload: JsonObject): JsonObject {
  const owner = { login: 'acme' };
  const repository = payload['repository'] as JsonObject | undefined;
  const { installationId } = app.repository;
  const installed = payload['installation'] as JsonObject | undefined;
  return {
    ...payload,
    installation: { ...installed, id: installationId },
    ...(repository && { repository: { ...repository, name: 'shop', full_name: 'acme/shop', owner } }),
  };
}

describe('every payload that GitHub documents', () => {
  it.each([...listed, ...always])('of %s is taken, and fails nowhere', async (event) => {
    const examples = recorded.find(({ name }) => name === event)?.examples ?? [];
    expect(examples.length).toBeGreaterThan(0);
    const before = app.logged.length;
    for (const payload of examples) {
      expect(await deliver(app, event, here(payload))).toEqual({ status: 202, text: 'Accepted\n' });
      expect((await deliver(app, event, payload)).status).toBe(202);
    }
    await app.idle();
    expect(faults(before)).toEqual([]);
  });

  it('of other events is taken and starts nothing', async () => {
    const before = app.logged.length;
    const others = recorded.filter(({ name }) => ![...listed, ...always].includes(name));
    expect(others.length).toBeGreaterThan(20);
    for (const { name, examples } of others) {
      for (const payload of examples.slice(0, 2)) {
        expect([name, (await deliver(app, name, here(payload))).status]).toEqual([name, 202]);
      }
    }
    expect((await deliver(app, 'not_invented_yet', { action: 'created' })).status).toBe(202);
    await app.idle();
    expect(app.logged.slice(before).filter((line) => line.includes('asked for a task'))).toEqual([]);
    expect(faults(before)).toEqual([]);
  });
});

/** Warnings and errors; that a pull request or a repository does not exist is GitHub's answer, and no failure of ours. */
function faults(from: number): readonly string[] {
  return app.logged
    .slice(from)
    .map(
      (line) =>
        JSON.parse(line) as { level: number; msg: string; err?: { status?: number; message?: string } },
    )
    .filter(({ level, err }) => level >= 40 && ![401, 404, 422].includes(err?.status ?? 0))
    .map(({ msg, err }) => `${msg}: ${err?.message ?? ''}`);
}
