import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { installationClient } from '../github/client.js';
import type { LocalRepository } from '../github/local-repository.js';
import { createRepository, type BuiltRepository, type Files } from '../github/repository.js';
import { startLocalGitHub, type LocalGitHub } from '../github/server.js';
import { precheck, type Ran } from './run.js';

const config = (experts: string): string =>
  `migrations:\n  - path: db/migrations\n    engine: mysql\n    version: "8.0.36"\n${experts}`;

const SQL = config('experts:\n  reviewers: ["@acme/sql"]\n');
const OWNED = 'db/migrations/ @acme/sql\n';
const TABLE = 'CREATE TABLE orders (id INT PRIMARY KEY) ENGINE=InnoDB;\n';

let github: LocalGitHub;
const made: BuiltRepository[] = [];
let shops = 0;

beforeAll(async () => {
  github = await startLocalGitHub();
});

afterAll(async () => {
  expect(github.contractErrors).toEqual([]);
  await github.close();
  for (const built of made) built.remove();
});

interface Shop {
  readonly repository: LocalRepository;
  readonly name: string;
  readonly sha: string;
}

/** A repository with a team `sql` of two, who may write. */
async function shop(files: Files = {}): Promise<Shop> {
  shops += 1;
  const organisation = `acme${String(shops)}`;
  const built = await createRepository();
  made.push(built);
  const all: Files = {
    '.github/precheck.yml': SQL,
    '.github/CODEOWNERS': OWNED,
    'db/migrations/0001_orders.sql': TABLE,
    ...files,
  };
  const here = Object.entries(all).map(([path, text]) => [
    path,
    typeof text === 'string' ? text.replaceAll('@acme/', `@${organisation}/`) : text,
  ]);
  const sha = await built.commit({ message: 'all', files: Object.fromEntries(here) as Files });
  const name = `${organisation}/shop`;
  const repository = github.addRepository({ fullName: name, gitDir: built.gitDir });
  github.addTeam({ organisation, slug: 'sql', members: ['dba', 'dora'], repositories: { [name]: 'write' } });
  return { repository, name, sha };
}

async function doctor(
  name: string,
  repository: LocalRepository | undefined,
  environment: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Promise<Ran> {
  const token = repository && (await tokenFor(repository));
  const given = { GITHUB_API_URL: github.apiUrl, GITHUB_TOKEN: token ?? '', ...environment };
  const before = { ...process.env };
  Object.assign(process.env, given);
  try {
    const ran = await precheck('doctor', '--github', name, ...args);
    return { ...ran, stdout: ran.stdout.replace(/\s+/g, ' '), stderr: ran.stderr.replace(/\s+/g, ' ') };
  } finally {
    process.env = before;
  }
}

async function tokenFor({ installationId }: LocalRepository): Promise<string> {
  const client = await installationClient(github, installationId);
  return ((await client.auth()) as { readonly token: string }).token;
}

/** A rule that requires the check, from this App or from anybody. */
const required = (appId?: number) => ({
  type: 'required_status_checks',
  ruleset_source_type: 'Repository',
  ruleset_source: 'shop',
  ruleset_id: 1,
  parameters: {
    strict_required_status_checks_policy: false,
    required_status_checks: [{ context: 'precheck', ...(appId !== undefined && { integration_id: appId }) }],
  },
});

/** The check was written by this App, and is required from it. */
async function isSetUp({ repository, sha }: Shop): Promise<number> {
  const run = await repository.otherCheck(sha, 'precheck', 'success', 'precheck-prod');
  repository.setAnswers({ branchRules: [required(run.app.id)] });
  return run.app.id;
}

describe('a repository on GitHub', () => {
  it('where all is right is told what was looked at', async () => {
    const one = await shop();
    await isSetUp(one);
    const { status, stdout } = await doctor(one.name, one.repository);
    expect(stdout).toContain(`‘@acme${String(shops)}/sql’ can review: 2 people.`.replace(/[‘’]/g, '`'));
    expect(stdout).toContain('The check `precheck` is required on `main` (rule set).');
    expect(stdout).toContain('Nothing is wrong here');
    expect(status).toBe(0);
  });

  it('is told of in JSON, with where and what', async () => {
    const one = await shop({ '.github/CODEOWNERS': '* @acme/sql\n*.sql @acme/web\n' });
    await isSetUp(one);
    const { stdout, status } = await doctor(one.name, one.repository, {}, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      repository: one.name,
      branch: 'main',
      commit: one.sha,
      troubles: [
        { area: 'owners', file: '.github/CODEOWNERS', line: 2, correction: expect.stringContaining('/sql') },
        { area: 'owners', text: expect.stringContaining('does not exist') },
      ],
    });
    expect(status).toBe(1);
  });

  it('shows what offline is shown: unknown keys, unreadable history', async () => {
    const one = await shop({
      '.github/precheck.yml': `${SQL}ruls: {}\n`,
      'db/migrations/0002_bad.sql': 'ALTER TABLE orders ADD;\n',
    });
    await isSetUp(one);
    const { stdout } = await doctor(one.name, one.repository);
    expect(stdout).toContain('.github/precheck.yml:7');
    expect(stdout).toContain('db/migrations/0002_bad.sql:1');
    expect(stdout).toContain('2 things to mend');
  });
});

describe('experts', () => {
  const told = async (
    experts: string,
    teams: (organisation: string, name: string) => void = () => undefined,
  ) => {
    const one = await shop({
      '.github/precheck.yml': config(experts),
      '.github/CODEOWNERS': '* @acme/sql\n',
    });
    const [organisation = ''] = one.name.split('/');
    teams(organisation, one.name);
    await isSetUp(one);
    const { stdout } = await doctor(one.name, one.repository, {}, '--format', 'json');
    const { troubles } = JSON.parse(stdout) as {
      readonly troubles: readonly Readonly<Record<'area' | 'text' | 'line', string>>[];
    };
    return troubles.filter(({ area }) => area === 'experts').map(({ line, text }) => `${line}: ${text}`);
  };
  const only = (handle: string): string => `experts:\n  reviewers: ["${handle}"]\n`;

  it('who do not exist', async () => {
    expect(await told(only('@acme/none'))).toEqual([
      expect.stringMatching(/^6: .*does not exist, or this token may not see it.*is held\.$/),
    ]);
  });

  it('who are a secret team, which is named to whoever has the token', async () => {
    const found = await told(only('@acme/dark'), (organisation, name) => {
      const repositories = { [name]: 'write' } as const;
      github.addTeam({ organisation, slug: 'dark', members: ['a', 'b'], privacy: 'secret', repositories });
    });
    expect(found).toEqual([expect.stringMatching(/^6: .*\/dark` is a secret team/)]);
  });

  it('who may only read', async () => {
    const found = await told(only('@acme/readers'), (organisation, name) => {
      github.addTeam({
        organisation,
        slug: 'readers',
        members: ['a', 'b'],
        repositories: { [name]: 'read' },
      });
    });
    expect(found).toEqual([expect.stringContaining('has no write access to this repository')]);
  });

  it('who are one person, or nobody', async () => {
    const found = await told(
      `${only('@acme/sql')}  routes:\n    - { reviewers: ["@acme/one"] }\n    - { reviewers: ["@acme/empty"], tables: "x_*" }\n`,
      (organisation, name) => {
        const repositories = { [name]: 'write' } as const;
        github.addTeam({ organisation, slug: 'one', members: ['mia'], repositories });
        github.addTeam({ organisation, slug: 'empty', members: [], repositories });
      },
    );
    expect(found).toEqual([
      expect.stringMatching(/^8: Only `@mia` can approve/),
      expect.stringMatching(/^9: .*\/empty` has no members.*is held\.$/),
    ]);
  });

  it('who are missing for what no route covers', async () => {
    const routes = 'experts:\n  routes:\n    - { reviewers: ["@acme/sql"], tables: "x_*" }\n';
    expect(await told(routes)).toEqual([expect.stringMatching(/no `reviewers`.*0001_orders\.sql/)]);
  });

  it('whom the token may not look up', async () => {
    const one = await shop();
    await isSetUp(one);
    github.setFaults(({ operationId }) =>
      operationId === 'teams/get-by-name'
        ? { status: 403, body: { message: 'Resource not accessible by personal access token' } }
        : undefined,
    );
    const { stdout } = await doctor(one.name, one.repository);
    github.setFaults(undefined);
    expect(stdout).toContain('could not be looked up: the token needs `read:org`');
  });

  it('whom the organisation wants', async () => {
    const one = await shop();
    await isSetUp(one);
    const { stdout } = await doctor(one.name, one.repository, { PRECHECK_ORG_CONFIG: one.name });
    expect(stdout).toContain('Nothing is wrong here');
    const { status, stderr } = await doctor(one.name, one.repository, { PRECHECK_ORG_CONFIG: 'acme/none' });
    expect(stderr).toContain('GitHub shows this token no acme/none (404)');
    expect(status).toBe(2);
  });
});

describe('the check', () => {
  const checked = async (set: (one: Shop) => Promise<unknown>): Promise<string> => {
    const one = await shop();
    await set(one);
    return (await doctor(one.name, one.repository)).stdout;
  };

  it('that nothing requires', async () => {
    const stdout = await checked(({ repository, sha }) => repository.otherCheck(sha, 'precheck', 'success'));
    expect(stdout).toContain('Nothing requires the check `precheck` on `main`');
    expect(stdout).toContain('1 thing to mend');
  });

  it('that need not be required where Precheck only observes', async () => {
    const one = await shop({ '.github/precheck.yml': `mode: observe\n${SQL}` });
    await one.repository.otherCheck(one.sha, 'precheck', 'success');
    expect((await doctor(one.name, one.repository)).status).toBe(0);
  });

  it('that anybody may set', async () => {
    const stdout = await checked(async ({ repository, sha }) => {
      await repository.otherCheck(sha, 'precheck', 'success');
      repository.setAnswers({ branchRules: [required()] });
    });
    expect(stdout).toContain('is required on `main` from any source');
  });

  it('that is wanted from another App', async () => {
    const stdout = await checked(async ({ repository, sha }) => {
      await repository.otherCheck(sha, 'precheck', 'success', 'precheck-prod');
      repository.setAnswers({ branchRules: [required(12)] });
    });
    expect(stdout).toMatch(/from the App with the number 12, but `precheck-prod` \(\d+\) writes it/);
  });

  it('that branch protection requires', async () => {
    const stdout = await checked(async ({ repository, sha }) => {
      const run = await repository.otherCheck(sha, 'precheck', 'success');
      const checks = [{ context: 'precheck', app_id: run.app.id }];
      repository.setAnswers({
        branchProtection: { enabled: true, required_status_checks: { contexts: ['precheck'], checks } },
      });
    });
    expect(stdout).toContain('is required on `main` (branch protection).');
    expect(stdout).toContain('Nothing is wrong here');
  });

  it('that ran on a pull request only', async () => {
    const one = await shop();
    const [built] = made.slice(-1);
    const head = await built?.commit({ message: 'change', files: { 'a.txt': 'a\n' }, branch: 'change' });
    await one.repository.openPullRequest({ base: 'main', head: 'change' });
    const run = await one.repository.otherCheck(head ?? '', 'precheck', 'success');
    one.repository.setAnswers({ branchRules: [required(run.app.id)] });
    expect((await doctor(one.name, one.repository)).status).toBe(0);
  });

  it('that never ran', async () => {
    const stdout = await checked(() => Promise.resolve());
    expect(stdout).toContain('No run of the check `precheck`, neither on `main` nor on the latest pull');
  });

  it('what GitHub says of the owners', async () => {
    const stdout = await checked(async (one) => {
      await isSetUp(one);
      const at = { path: '.github/CODEOWNERS', line: 9, column: 3, source: 'x' };
      const error = { ...at, kind: 'Unknown owner', message: 'Unknown owner on line 9: make sure\nmore' };
      one.repository.setAnswers({ codeownersErrors: [error] });
    });
    expect(stdout).toContain('.github/CODEOWNERS:9 GitHub says: Unknown owner on line 9: make sure');
  });
});

describe('says what to do', () => {
  it('without a token', async () => {
    const { status, stderr } = await doctor('acme/shop', undefined);
    expect(stderr).toContain('needs a token in GITHUB_TOKEN: `export GITHUB_TOKEN=$(gh auth token)`');
    expect(status).toBe(2);
  });

  it.each([
    [
      { GITHUB_TOKEN: 'ghp_wrong' },
      'refuses the token in GITHUB_TOKEN (401): it is wrong, expired or revoked',
    ],
    [{ GITHUB_TOKEN: 'two words' }, 'holds blanks'],
    [{ GITHUB_API_URL: 'github.example' }, 'give the address of the API'],
    [{ GITHUB_API_URL: 'http://127.0.0.1:9' }, 'does not answer'],
  ])('with %j', async (environment, words) => {
    const { repository, name } = await shop();
    const { status, stdout, stderr } = await doctor(name, repository, environment);
    expect(stderr).toContain(words);
    expect([status, stdout]).toEqual([2, '']);
  });

  it.each([
    [404, {}, 'GitHub shows this token no'],
    [403, {}, 'may not read'],
    [403, { 'x-accepted-github-permissions': 'contents=read' }, 'It needs: contents=read.'],
    [
      403,
      { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?x=1' },
      'open https://github.com/orgs',
    ],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000000' }, 'used up until 22:13 UTC'],
    [502, {}, 'GitHub answers with status 502: try again later'],
  ])('when GitHub answers with %i and %j', async (status, headers, words) => {
    const { repository, name } = await shop();
    const token = await tokenFor(repository);
    github.setFaults(() => ({ status, headers, body: { message: 'no' } }));
    const ran = await doctor(name, undefined, { GITHUB_TOKEN: token });
    github.setFaults(undefined);
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain(token);
    expect(ran.status).toBe(2);
  });

  it('of a name that is none, and of two places at once', async () => {
    expect((await doctor('shop', undefined)).stderr).toContain('give the repository as OWNER/REPO');
    const both = await precheck('doctor', '--github', 'acme/shop', '--repo', 'x');
    expect(both.stderr).toContain("cannot be used with option '--repo <dir>'");
    expect(both.status).toBe(2);
  });
});
