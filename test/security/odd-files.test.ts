import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from '../app/app-beside-github.js';
import type { Files, NewCommit } from '../github/repository.js';

let app: AppBesideGitHub;
afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

describe('a migration', () => {
  it.each([
    ['a quote', `0002_a"'b.sql`],
    ['a line break', '0002_a\nb.sql'],
    ['markup', '0002_<img src=x>`@acme`|[a](b).sql'],
    ['turned writing', '0002_a\u202elqs.sql'],
    ['percent signs', '0002_%2e%2e%2fb.sql'],
    ['white space at its ends', '0002_ .sql'],
  ])('with %s in its name is judged, and the name is shown harmless', async (_what, name) => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [`db/migrations/${name}`]: blocker });
    const run = await app.check(pull.head.sha);
    expect(run.conclusion).toBe('failure');
    const shown = [String(run.summary), ...app.repository.reviewComments(1).map(({ body }) => body)].join(
      '\n',
    );
    expect(shown).toContain('enum-non-additive');
    expect(shown).not.toMatch(/<img|(?<![`\w])@acme|\u202e/);
  });

  it.each([
    ['binary', 'CREATE TABLE a\0b'],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'],
  ])('that is %s holds the check', async (_what, text) => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ 'db/migrations/0002_x.sql': text });
    const { conclusion } = await app.check(pull.head.sha);
    expect(['action_required', 'failure']).toContain(conclusion);
  });
});

/** No migration is left. */
const gone: Files = { 'db/migrations/0001_orders.sql': null };

describe('a path that holds no file', () => {
  it.each<readonly [string, Partial<NewCommit>]>([
    ['a link to the configuration', { links: { 'db/migrations/0002_x.sql': '../../.github/precheck.yml' } }],
    ['a link out of the repository', { links: { 'db/migrations/0002_x.sql': '/etc/passwd' } }],
    ['a link to itself', { links: { 'db/migrations/0002_x.sql': '0002_x.sql' } }],
    ['a link in a merged migration’s place', { links: { 'db/migrations/0001_orders.sql': '0003_y.sql' } }],
    ['a submodule', { submodules: { 'db/migrations/0002_x.sql': 'a'.repeat(40) } }],
    ['a submodule in the folder’s place', { submodules: { 'db/migrations': 'a'.repeat(40) }, files: gone }],
    ['a submodule in the place of the folder above', { submodules: { db: 'a'.repeat(40) }, files: gone }],
    ['a link in the folder’s place', { links: { 'db/migrations': '../elsewhere' }, files: gone }],
  ])('but %s holds the check, and is not followed', async (_what, { files = {}, ...more }) => {
    app = await AppBesideGitHub.start();
    await app.built.commit({ message: 'odd', branch: 'change', files, ...more });
    const pull = await app.repository.openPullRequest({ base: 'main', head: 'change' });
    const run = await app.check(pull.head.sha);
    expect([run.conclusion, run.title]).not.toContain('success');
    expect(run.title).not.toContain('could not finish');
    expect(`${String(run.summary)}${String(run.text)}`).not.toMatch(/root:|lock_wait_timeout/);
  });

  it.each([
    ['the configuration', { links: { '.github/precheck.yml': '../db/observe.yml' } }],
    ['the owners', { links: { '.github/CODEOWNERS': '/etc/passwd' } }],
  ])('but a link in the place of %s gives nobody more rights', async (_what, more) => {
    app = await AppBesideGitHub.start();
    await app.built.commit({
      message: 'odd',
      branch: 'change',
      files: { 'db/observe.yml': 'mode: observe\n', [proposed]: blocker },
      ...more,
    });
    const pull = await app.repository.openPullRequest({ base: 'main', head: 'change' });
    expect((await app.check(pull.head.sha)).conclusion).toBe('failure');
  });
});

describe('an address of the App', () => {
  it.each([
    '/rules/..%2f..%2fpackage.json',
    '/rules/%2e%2e/%2e%2e/package.json',
    '/rules/../../../../etc/passwd',
    '/rules/..%5c..%5cpackage.json',
    '/rules/enum-non-additive%00.md',
    '/rules/enum-non-additive.md',
    '//rules/x',
    '/rules/%0d%0aset-cookie:%20a=b',
    '/rules/__proto__',
    '/rules/constructor',
  ])('%s leads out of nothing and writes no header', async (path) => {
    app = await AppBesideGitHub.start();
    const answer = await fetch(`${app.url}${path}`, { redirect: 'manual' });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const text = await answer.text();
    expect(text).not.toMatch(/root:|"dependencies"/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
