import { afterEach, describe, expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from '../app/app-beside-github.js';

let app: AppBesideGitHub;
afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const open = 'failure';

describe('a pull request cannot', () => {
  it.each([
    ['switch off its rules', { '.github/precheck.yml': 'rules:\n  enum-non-additive: off\n' }],
    ['ask for observation only', { '.github/precheck.yml': 'mode: observe\n' }],
    [
      'look away from its folder',
      { '.github/precheck.yml': 'migrations:\n  - path: elsewhere\n    engine: mysql\n' },
    ],
    ['break the configuration', { '.github/precheck.yml': 'a: [' }],
    [
      'bring another file of that name',
      { 'precheck.yml': 'mode: observe\n', '.github/precheck.yaml': 'mode: observe\n' },
    ],
  ])('%s', async (_name, files) => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker, ...files });
    expect((await app.check(pull.head.sha)).conclusion).toBe(open);
    expect(app.repository.reviewComments(1).map(({ body }) => body)).toEqual([
      expect.stringContaining('enum-non-additive'),
    ]);
  });

  it('merge its configuration into a branch that it chose, and be judged by that', async () => {
    app = await AppBesideGitHub.start();
    await app.built.commit({
      message: 'lax',
      files: { '.github/precheck.yml': 'mode: observe\n' },
      branch: 'lax',
    });
    const pull = await app.propose({ [proposed]: blocker });
    expect((await app.check(pull.head.sha)).conclusion).toBe(open);
  });
});

describe('a suppression in SQL', () => {
  it.each([
    [
      'with a reason is shown, and is a request where experts are asked',
      '-- precheck:nolint enum-non-additive nobody uses it\n',
      'requested',
    ],
    ['without a reason does nothing', '-- precheck:nolint enum-non-additive\n', 'open'],
    ['of another rule does nothing', '-- precheck:nolint table-copied why not\n', 'open'],
    ['of everything does nothing', '-- precheck:nolint * because\n', 'open'],
    ['in a string does nothing', "SET @a = '-- precheck:nolint enum-non-additive text';\n", 'open'],
  ])('%s', async (_name, line, state) => {
    const config = `migrations:\n  - path: db/migrations\n    engine: mysql\n    version: "8.0.36"\nexperts:\n  reviewers: ["@acme/db"]\n`;
    app = await AppBesideGitHub.start({ files: { '.github/precheck.yml': config } });
    const pull = await app.propose({ [proposed]: `${line}${blocker}` });
    const run = await app.check(pull.head.sha);
    expect(run.conclusion).not.toBe('success');
    expect(app.repository.reviewComments(1).some(({ body }) => body.includes('enum-non-additive'))).toBe(
      true,
    );
    const summary = String(run.summary);
    expect(summary.includes('waits for an expert')).toBe(state === 'requested');
    if (state === 'requested') expect(summary).toContain('nobody uses it');
  });
});
