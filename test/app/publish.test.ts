import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startCheck } from '../../src/github/check-run.js';
import { connectApp, type GitHubClient } from '../../src/github/client.js';
import { publish, type Published, type PublishTarget } from '../../src/github/publish.js';
import { createLog } from '../../src/log.js';
import type { FileComment, InlineComment, Plan } from '../../src/report/plan.js';
import type { LocalRepository } from '../github/local-repository.js';
import { createRepository, type BuiltRepository } from '../github/repository.js';
import { startLocalGitHub, type LocalGitHub } from '../github/server.js';

const path = 'db/1.sql';

let github: LocalGitHub;
let built: BuiltRepository;
let repository: LocalRepository;
let client: GitHubClient;
let target: PublishTarget;
let failures: unknown[];

beforeEach(async () => {
  [github, built] = await Promise.all([startLocalGitHub(), createRepository()]);
  await built.commit({ message: 'before', files: { 'README.md': '# Shop\n' } });
  repository = github.addRepository({ fullName: 'acme/shop', gitDir: built.gitDir });
  const lines = Array.from({ length: 30 }, (_, at) => `SELECT ${at};\n`).join('');
  await built.commit({ message: 'change', files: { [path]: lines }, branch: 'change' });
  const { head } = await repository.openPullRequest({ base: 'main', head: 'change' });
  const { appId, privateKey, webhookSecret, apiUrl: githubApiUrl } = github;
  const settings = { appId, privateKey, webhookSecret, githubApiUrl };
  client = await connectApp(settings, createLog('silent')).client({
    installationId: repository.installationId,
    repo: 'shop',
  });
  const subject = {
    owner: 'acme',
    repo: 'shop',
    headSha: head.sha,
    externalId: 'x',
    detailsUrl: 'https://precheck.example/rules',
  };
  failures = [];
  target = {
    ...subject,
    number: 1,
    botLogin: 'precheck[bot]',
    checkRunId: await startCheck(client, subject, { title: 'Reviewing', summary: '…' }),
    currentHead: () => Promise.resolve(head.sha),
    throwIfStopped: () => undefined,
    doubles: () => Promise.resolve([]),
    onFailedUpkeep: (error) => void failures.push(error),
    onRefusedRequest: (refusal) => void failures.push(refusal),
  };
});

afterEach(async () => {
  await github.close();
  built.remove();
  expect(github.contractErrors).toEqual([]);
});

function onFile(word: string, file = path): FileComment {
  return { path: file, body: `In the file: ${word}.`, fingerprint: word };
}

function comment(line: number, word: string, file = path): InlineComment {
  return { path, line, body: `On the line: ${word}.`, fingerprint: word, onFile: onFile(word, file) };
}

function put(change: Partial<Plan> = {}): Promise<Published> {
  return publish(client, target, {
    check: {
      conclusion: 'failure',
      title: 'To fix',
      summary: 'Two.',
      text: 'The table.',
      annotations: [],
      buttons: [],
    },
    review: null,
    fileComments: [],
    fileCommentRoom: 5,
    requests: [],
    edits: [],
    closed: [],
    summary: null,
    ...change,
  });
}

const bodies = (): readonly string[] => repository.reviewComments(1).map(({ body }) => body);
const check = () => repository.waitForCheck({ sha: target.headSha, name: 'precheck', timeoutMs: 5000 });
const writes = (): readonly (string | undefined)[] =>
  github.requests.filter(({ method }) => method !== 'GET').map(({ operationId }) => operationId);

describe('comments that GitHub refuses', () => {
  it('go to their file, then to the summary comment and the check', async () => {
    const comments = [
      comment(1, 'gap'),
      comment(99, 'step'),
      comment(2, 'door'),
      comment(0, 'head', 'none.sql'),
    ];
    const published = await put({
      review: { body: 'Found.', comments },
      summary: { body: 'The summary.', nodeId: null, when: 'refused' },
    });
    expect(published).toMatchObject({ kind: 'published', refused: [{ fingerprint: 'head' }] });
    expect(bodies()).toEqual(['On the line: gap.', 'On the line: door.', 'In the file: step.']);
    expect(repository.issueComments(1).map(({ body }) => body)).toEqual(['The summary.']);
    expect((await check()).text).toMatch(/In the file: head\.[^]*The table\./);
    expect(repository.reviews(1).filter(({ body }) => body !== '')).toHaveLength(1);
  });

  it('go to their file up to the plan’s limit', async () => {
    const comments = [comment(91, 'a'), comment(92, 'b'), comment(93, 'c')];
    const published = await put({ review: { body: 'Found.', comments }, fileCommentRoom: 2 });
    expect(published).toMatchObject({ refused: [{ fingerprint: 'c' }] });
    expect(bodies()).toEqual(['In the file: a.', 'In the file: b.']);
    expect((await check()).text).toContain('In the file: c.');
  });

  it('are not searched for without end', async () => {
    const comments = Array.from({ length: 20 }, (_, at) => comment(at % 2 === 0 ? at + 1 : 900, `c${at}`));
    const published = await put({ review: { body: 'Found.', comments }, fileCommentRoom: 5 });
    const reviews = writes().filter((call) => call === 'pulls/create-review');
    expect(reviews.length).toBeLessThanOrEqual(32);
    const refused = published.kind === 'published' ? published.refused.length : 0;
    expect(bodies().length + refused).toBe(20);
    expect(bodies().filter((body) => body.startsWith('On the line')).length).toBeGreaterThan(5);
    expect(repository.reviews(1).filter(({ state }) => state === 'PENDING')).toEqual([]);
  });

  it('are not needed in the summary comment when they stand on their file', async () => {
    await put({
      review: { body: 'Found.', comments: [comment(99, 'step')] },
      summary: { body: 'The summary.', nodeId: null, when: 'refused' },
    });
    expect(bodies()).toEqual(['In the file: step.']);
    expect(repository.issueComments(1)).toEqual([]);
  });
});

describe('comments on files', () => {
  it.each([
    ['before', {}],
    ['after', { afterWrite: true }],
  ])('a 502 %s the write doubles nothing and loses nothing', async (_when, more) => {
    let left = 1;
    github.setFaults(({ operationId }) => {
      if (operationId !== 'pulls/create-review-comment' || left === 0) return undefined;
      left -= 1;
      return { status: 502, ...more };
    });
    await put({ fileComments: [onFile('first'), onFile('second')] });
    expect(bodies()).toEqual(['In the file: first.', 'In the file: second.']);
  });
});

describe('comments that stand', () => {
  it('are edited, closed and folded away with one request', async () => {
    await put({ review: { body: 'Found.', comments: [1, 2, 3].map((line) => comment(line, `${line}`)) } });
    await put({ summary: { body: 'The summary.', nodeId: null, when: 'always' } });
    await put({ summary: { body: 'The summary.', nodeId: null, when: 'always' } });
    const [first, second, third] = repository.reviewComments(1);
    const twice = repository.issueComments(1)[1];
    const before = writes().length;
    await put({
      edits: [{ nodeId: `PRRC_${first?.id}`, body: 'Another word.' }],
      closed: [
        {
          nodeId: `PRRC_${second?.id}`,
          body: 'Fixed.',
          on: 'diff',
          reason: 'RESOLVED',
        },
        {
          nodeId: `PRRC_${third?.id}`,
          body: 'Moved.',
          on: 'diff',
          reason: 'OUTDATED',
        },
        {
          nodeId: `IC_${twice?.id}`,
          body: 'Twice.',
          on: 'conversation',
          reason: 'DUPLICATE',
        },
      ],
    });
    expect(failures).toEqual([]);
    expect(bodies()).toEqual(['Another word.', 'Fixed.', 'Moved.']);
    expect(repository.issueComments(1).map(({ body }) => body)).toEqual(['The summary.', 'Twice.']);
    expect(writes().length - before).toBe(1 + 1);
  });

  it('that are gone, or that GitHub does not change, fail nothing', async () => {
    await put({ review: { body: 'Found.', comments: [comment(1, 'one')] } });
    const [one] = repository.reviewComments(1);
    const { id } = await repository.comment(1, { author: 'ann', body: 'Mine.' });
    await put({
      edits: [{ nodeId: 'PRRC_404', body: 'x' }],
      closed: [
        { nodeId: `IC_${id}`, body: 'Not yours.', on: 'conversation', reason: 'DUPLICATE' },
        { nodeId: `PRRC_${one?.id}`, body: 'Fixed.', on: 'diff', reason: 'RESOLVED' },
      ],
    });
    expect(failures).toHaveLength(1);
    expect(bodies()).toEqual(['Fixed.']);
    expect(repository.issueComments(1).map(({ body }) => body)).toEqual(['Mine.']);
    expect((await check()).conclusion).toBe('failure');
  });
});

describe('the summary comment', () => {
  it('that somebody deleted is written anew', async () => {
    await put({ summary: { body: 'The summary.', nodeId: 'IC_12345', when: 'always' } });
    expect(repository.issueComments(1).map(({ body }) => body)).toEqual(['The summary.']);
  });
});

describe('annotations', () => {
  it('go in requests of fifty, in order', async () => {
    const annotations = Array.from({ length: 120 }, (_, at) => ({
      path,
      startLine: at + 1,
      endLine: at + 1,
      level: 'notice' as const,
      title: 'A note',
      message: 'A note.',
    }));
    await put({
      check: {
        conclusion: 'failure',
        title: 'To fix',
        summary: 'Two.',
        text: null,
        annotations,
        buttons: [],
      },
    });
    const run = await check();
    expect(run.annotations.map(({ start_line }) => start_line)).toEqual(
      annotations.map(({ startLine }) => startLine),
    );
    expect(writes().filter((call) => call === 'checks/update')).toHaveLength(3);
  });
});
