import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { readRecord } from '../../src/report/record.js';
import { AppBesideGitHub, blocker, harmless, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
let app: AppBesideGitHub;
let sha: string;

async function start(...[options]: Parameters<typeof AppBesideGitHub.start>): Promise<void> {
  app = await AppBesideGitHub.start(options);
  app.repository.setRole('ann', 'write');
  app.repository.setRole('mallory', 'read');
}

async function propose(files: Record<string, string> = { [proposed]: blocker }): Promise<void> {
  sha = (await app.propose(files)).head.sha;
  await app.idle();
}

afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const ack = '/precheck ack enum-non-additive The value was never written';

async function say(
  body: string,
  author = 'ann',
): Promise<{ readonly id: number; readonly signs: readonly string[] }> {
  const { id } = await app.repository.comment(1, { author, body });
  await app.idle();
  return { id, signs: signs(id) };
}

const signs = (id: number): readonly string[] =>
  app.repository
    .issueComments(1)
    .filter((comment) => comment.id === id)
    .flatMap(({ reactions }) => reactions.map(({ content }) => content));
const latest = () => app.repository.checkRuns(sha).at(-1);
const runs = () => app.repository.checkRuns(sha).length;
const ours = () => app.repository.issueComments(1).filter(({ author }) => author.login === 'precheck[bot]');

/** What the summary comment remembers. */
function record() {
  const [summary] = ours();
  const key = createHmac('sha256', app.github.webhookSecret).update('precheck comment markers').digest('hex');
  return readRecord(summary?.body ?? '', { key, repository: 'acme/shop', pullRequest: 1 });
}

describe('/precheck ack', () => {
  beforeEach(async () => {
    await start();
    await propose();
  });

  it('acknowledges what is open now, and is recorded', async () => {
    const { id, signs } = await say(ack);
    expect(signs).toEqual(['+1']);
    expect(latest()).toMatchObject({ conclusion: 'success' });
    expect(record().covers).toEqual({ [id]: [expect.any(String)] });
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.body).toContain('The value was never written');
  });

  it('holds through a push, and covers no later finding of the rule', async () => {
    await say(ack);
    sha = (await app.push(1, { 'README.md': '# Another\n' })).head.sha;
    await app.idle();
    expect(latest()?.conclusion).toBe('success');
    const more = {
      'db/migrations/0003_more.sql': "ALTER TABLE orders MODIFY status ENUM('new') NOT NULL;\n",
    };
    sha = (await app.push(1, more)).head.sha;
    await app.idle();
    expect(latest()).toMatchObject({ conclusion: 'failure', title: '1 finding to fix before merge' });
    await say('/precheck ack enum-non-additive This one too');
    expect(latest()?.conclusion).toBe('success');
    expect(Object.keys(record().covers)).toHaveLength(2);
  });

  it('no longer counts when it is deleted', async () => {
    const { id } = await say(ack);
    expect(latest()?.conclusion).toBe('success');
    await app.repository.deleteComment(1, id, 'ann');
    await app.idle();
    expect(latest()?.conclusion).toBe('failure');
    expect(record().covers).toEqual({});
  });

  it('counts in the words of its author, and in nobody else’s', async () => {
    const { id } = await say('I have looked at it.');
    await app.repository.editComment(1, id, { author: 'mallory', body: ack });
    await app.idle();
    expect(latest()?.conclusion).toBe('failure');
    await app.repository.editComment(1, id, { author: 'ann', body: ack });
    await app.idle();
    expect(latest()?.conclusion).toBe('success');
    await app.repository.editComment(1, id, { author: 'bob', body: `${ack}, says Bob` });
    await app.idle();
    expect(latest()?.conclusion).toBe('failure');
  });

  it('of who may not write changes nothing', async () => {
    expect((await say(ack, 'mallory')).signs).toEqual(['-1']);
    expect((await say(ack, 'nobody')).signs).toEqual(['-1']);
    expect([latest()?.conclusion, runs()]).toEqual(['failure', 1]);
    await say('/precheck status');
    expect(latest()?.conclusion).toBe('failure');
  });

  it('of a rule that does not exist, or without a reason, is not understood', async () => {
    expect((await say('/precheck ack enum-nonadditive It is fine')).signs).toEqual(['confused']);
    expect((await say('/precheck ack enum-non-additive')).signs).toEqual(['confused']);
    expect((await say('/precheck acknowledged')).signs).toEqual(['confused']);
    expect([latest()?.conclusion, runs()]).toEqual(['failure', 1]);
  });

  it('of a rule that found nothing is told so', async () => {
    expect((await say('/precheck ack table-dropped It is fine')).signs).toEqual(['+1']);
    expect(latest()?.conclusion).toBe('failure');
    expect(ours()[0]?.body).toContain('matched nothing that was open');
  });

  it('quoted, in code or further down is none', async () => {
    for (const body of [`> ${ack}`, `    ${ack}`, `\`${ack}\``, `\`\`\`\n${ack}\n\`\`\``, `Hello\n${ack}`]) {
      expect((await say(body)).signs).toEqual([]);
    }
    expect([latest()?.conclusion, runs()]).toEqual(['failure', 1]);
  });

  it('is the only command of its comment when it comes first', async () => {
    expect((await say(`${ack}\n/precheck explain table-dropped`)).signs).toEqual(['+1']);
    expect(latest()?.conclusion).toBe('success');
    expect(ours()).toHaveLength(1);
  });
});

describe('a gap of a whole file', () => {
  it('is acknowledged from the conversation', async () => {
    await start();
    await propose({
      'db/migrations/0002_more.ts': 'export const up = (db) => db.query("DROP TABLE orders");\n',
    });
    const before = latest();
    expect(before?.conclusion).toBe('action_required');
    const id = /`(migration-unsupported|file-unreadable)`/.exec(before?.summary ?? '')?.[1];
    expect((await say(`/precheck ack ${String(id)} Read by hand`)).signs).toEqual(['+1']);
    expect(latest()?.conclusion).toBe('success');
  });
});

describe('/precheck explain', () => {
  it('answers once, with links to the organisation’s own pages', async () => {
    await start({
      files: {
        '.github/precheck.yml': `docs:
  url: https://wiki.acme.example/db/{rule}
  rules:
    table-dropped: https://wiki.acme.example/goodbye
`,
      },
    });
    await propose();
    expect((await say('/precheck explain enum-non-additive', 'mallory')).signs).toEqual(['+1']);
    await say('/precheck explain table-dropped');
    const [first, second] = ours().map(({ body }) => body);
    expect(first).toContain('https://wiki.acme.example/db/enum-non-additive');
    expect(first).not.toContain('precheck.example/rules/enum-non-additive');
    expect(second).toContain('https://wiki.acme.example/goodbye');
    expect(ours()).toHaveLength(2);
    expect(runs()).toBe(1);
  });

  it('of no rule is not understood', async () => {
    await start();
    await propose();
    expect((await say('/precheck explain nothing-such')).signs).toEqual(['confused']);
    expect((await say('/precheck explain')).signs).toEqual(['confused']);
    expect(ours()).toEqual([]);
  });
});

describe('other commands', () => {
  it('status and help: the summary is there, with the commands, and no new check', async () => {
    await start();
    await propose();
    expect((await say('/precheck status', 'mallory')).signs).toEqual(['+1']);
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.body).toContain('/precheck explain');
    expect((await say('/precheck help')).signs).toEqual(['+1']);
    expect(ours()).toHaveLength(1);
    const conclusions = app.repository.checkRuns(sha).map(({ conclusion }) => conclusion);
    expect(new Set(conclusions)).toEqual(new Set(['failure']));
  });

  it('rerun reviews again, for who may write', async () => {
    await start();
    await propose({ [proposed]: harmless });
    expect((await say('/precheck rerun', 'mallory')).signs).toEqual(['-1']);
    expect(runs()).toBe(1);
    expect((await say('/precheck rerun')).signs).toEqual(['+1']);
    expect(runs()).toBe(2);
  });

  it('are not taken from other programs', async () => {
    await start();
    await propose();
    const before = app.github.requests.length;
    await app.repository.comment(1, { author: 'renovate[bot]', body: '/precheck rerun' });
    await app.idle();
    expect(app.github.requests.slice(before)).toEqual([]);
  });
});

describe('the summary comment', () => {
  it('is written anew when somebody deletes or changes it', async () => {
    await start();
    await propose();
    await say(ack);
    const [summary] = ours();
    await app.repository.editComment(1, summary?.id ?? 0, { author: 'ann', body: 'Nothing to see.' });
    await app.idle();
    expect(ours().at(-1)?.body).toContain('The value was never written');
    for (const { id } of ours()) await app.repository.deleteComment(1, id, 'ann');
    await app.idle();
    expect(ours()).toHaveLength(1);
    expect(latest()?.conclusion).toBe('success');
  });
});
