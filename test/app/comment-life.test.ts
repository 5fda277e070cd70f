import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Review } from '../../src/engine/finding.js';
import { startCheck } from '../../src/github/check-run.js';
import { connectApp, type GitHubClient } from '../../src/github/client.js';
import { pullRequestFacts, readComparison, readPullRequest } from '../../src/github/gather.js';
import { readOwnComments } from '../../src/github/own-comments.js';
import { publish } from '../../src/github/publish.js';
import { createLog } from '../../src/log.js';
import { makePlan } from '../../src/report/make-plan.js';
import { readMarker, SUMMARY_FINGERPRINT } from '../../src/report/marker.js';
import type { LocalRepository } from '../github/local-repository.js';
import { createRepository, type BuiltRepository } from '../github/repository.js';
import { startLocalGitHub, type LocalGitHub } from '../github/server.js';
import { clear, FILE, finding, LINES, OPTIONS, review, settings } from '../report/sample.js';

const address = { owner: 'acme', repo: 'shop', number: 1 };
const scope = { key: OPTIONS.markerKey, repository: 'acme/shop', pullRequest: 1 };
const botLogin = 'precheck[bot]';
const sql = `${LINES.join('\n')}\n`;

let github: LocalGitHub;
let built: BuiltRepository;
let repository: LocalRepository;
let client: GitHubClient;
let runs = 0;

beforeEach(async () => {
  [github, built] = await Promise.all([startLocalGitHub(), createRepository()]);
  await built.commit({ message: 'before', files: { 'README.md': '# Shop\n' } });
  repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
  await built.commit({ message: 'change', files: { [FILE]: sql }, branch: 'change' });
  await repository.openPullRequest({ base: 'main', head: 'change' });
  const { appId, privateKey, webhookSecret, apiUrl: githubApiUrl } = github;
  const settingsOfApp = { appId, privateKey, webhookSecret, githubApiUrl };
  client = await connectApp(settingsOfApp, createLog('silent')).client({
    installationId: repository.installationId,
    repo: 'shop',
  });
});

afterEach(async () => {
  await github.close();
  built.remove();
  expect(github.contractErrors).toEqual([]);
});

/** One run of the App from the reading of the pull request to the check; gives the operations that wrote comments. */
async function run(given: Review): Promise<readonly string[]> {
  const state = await readPullRequest(client, address);
  const { headSha } = state;
  const check = {
    ...address,
    headSha,
    externalId: `acme/shop:1:${headSha}:${runs++}`,
    detailsUrl: 'https://x.example',
  };
  const checkRunId = await startCheck(client, check, { title: 'Reviewing', summary: '…' });
  const own = await readOwnComments(client, address, state, {
    botLogin,
    readMarker: (body) => readMarker(body, scope),
    summaryFingerprint: SUMMARY_FINGERPRINT,
    isForUs: () => false,
  });
  const facts = pullRequestFacts(address, state, await readComparison(client, address, state), own);
  const plan = makePlan(given, { settings: settings(), problems: [] }, facts, OPTIONS);
  const before = github.requests.length;
  const currentHead = () => Promise.resolve(headSha);
  const doubles = () => Promise.resolve([]);
  const throwIfStopped = () => undefined;
  const onFailedUpkeep = (error: unknown): never => {
    throw error;
  };
  const onRefusedRequest = (): never => {
    throw new Error('nobody is asked here');
  };
  await publish(
    client,
    {
      ...check,
      botLogin,
      checkRunId,
      currentHead,
      throwIfStopped,
      doubles,
      onFailedUpkeep,
      onRefusedRequest,
    },
    plan,
  );
  return github.requests
    .slice(before)
    .filter(({ method }) => method !== 'GET')
    .map(({ operationId, path }) => operationId ?? path)
    .filter((operation) => operation !== 'checks/update');
}

async function push(files: Record<string, string>): Promise<void> {
  await built.commit({ message: 'another', files, branch: 'change' });
  await repository.synchronize(1);
}

const comments = () => repository.reviewComments(1);
const bodies = (): readonly string[] => comments().map(({ body }) => body);

describe('the life of a comment', () => {
  it('is written once, kept through a push, closed when it is fixed, written anew when it is back', async () => {
    expect(await run(review())).toEqual(['pulls/create-review']);
    expect(await run(review())).toEqual([]);
    await push({ 'README.md': '# Another\n' });
    expect(await run(review())).toEqual([]);

    await push({ [FILE]: '-- nothing\n' });
    expect(await run(clear())).toEqual(['graphql/minimizeComment']);
    expect(bodies()).toEqual([expect.stringMatching(/^\*\*Fixed in \[`[0-9a-f]{7}`\]/)]);
    expect(comments()[0]?.minimized).toBe('resolved');
    expect(await run(clear())).toEqual([]);

    await push({ [FILE]: sql });
    expect(await run(review())).toEqual(['pulls/create-review']);
    expect(bodies()).toHaveLength(2);
    expect(await run(review())).toEqual([]);
  });

  it('is edited when it is acknowledged', async () => {
    await run(review());
    const acknowledgement = { reason: 'two hundred rows', line: 1 };
    const given = clear({ findings: [finding({ state: 'acknowledged', acknowledgement })] });
    expect(await run(given)).toEqual(['graphql/updatePullRequestReviewComment']);
    expect(bodies()[0]).toContain('**Acknowledged on line 1: two hundred rows.**');
    expect(await run(given)).toEqual([]);
  });

  it('ends for us where a person answers', async () => {
    await run(review());
    await repository.reply(1, comments()[0]?.id ?? 0, { author: 'ann', body: 'Are you sure?' });
    await push({ [FILE]: '-- nothing\n' });
    expect(await run(clear())).toEqual([]);
    expect(bodies()[0]).toContain('[!CAUTION]');
  });

  it('is not taken for ours when a stranger copied it', async () => {
    await run(review());
    const [ours] = repository.pullRequest(1).reviewComments.splice(0);
    const copy = { path: FILE, line: 3, side: 'RIGHT' as const, body: ours?.body ?? '' };
    await repository.review(1, { author: 'mallory', event: 'COMMENT', body: 'Fine.', comments: [copy] });
    expect(await run(review())).toEqual(['pulls/create-review']);
  });
});

describe('a finding that is not in the diff', () => {
  it('has a comment on its file, once', async () => {
    const outside = review({ findings: [finding({ line: 90, endLine: 90, suggestion: null })] });
    expect(await run(outside)).toEqual(['pulls/create-review-comment']);
    expect(bodies()[0]).toContain('[`0042_drop_status.sql:90`](');
    await push({ 'README.md': '# Another\n' });
    expect(await run(outside)).toEqual([]);
    expect(await run(clear())).toHaveLength(1);
  });

  it('is in the summary comment, which is edited in place, and only when it says something else', async () => {
    const elsewhere = review({ findings: [finding({ file: 'db/other.sql' })] });
    expect(await run(elsewhere)).toEqual(['issues/create-comment']);
    expect(await run(elsewhere)).toEqual([]);
    expect(await run(clear())).toEqual(['graphql/updateIssueComment']);
    const [summary] = repository.pullRequest(1).issueComments.splice(0);
    expect(summary?.body).toContain('No findings in 1 migration');
    expect(await run(clear())).toEqual([]);
    expect(await run(elsewhere)).toEqual(['issues/create-comment']);
  });
});
