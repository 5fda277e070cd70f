/**
 * The whole way on one machine: a local GitHub, the App beside it, a pull request, and what Precheck says of it.
 * `npm run demo` uses an embedded repository, `npm run demo -- --repo DIR --base REF --head REF` one of your own.
 */
import { parseArgs } from 'node:util';

import colors from 'picocolors';

import { registry } from '../../rules/index.js';
import { terminalText } from '../../src/cli/output.js';
import { review } from '../../src/engine/review.js';
import { collect } from '../../src/repository/collect.js';
import { git, GitError, tryGit } from '../../src/repository/git.js';
import { localSource } from '../../src/repository/local.js';
import { readSql } from '../../src/sql/read.js';
import { createRepository } from '../../test/github/repository.js';
import { startLocalGitHub } from '../../test/github/server.js';
import { startApp } from './app-process.js';
import { writeIncident } from './incident.js';
import type { Proposal } from './incident.js';

const HELP = `npm run demo [-- --repo DIR --base REF --head REF] [--once]

Starts a GitHub on this machine and the App beside it, opens a pull request, waits for the check, prints the review and
serves a page that shows the pull request. Nothing leaves the machine.

  --repo DIR   your own git repository, which is only read (default: an embedded example)
  --base REF   branch or commit that the pull request is merged into (default: main)
  --head REF   branch or commit that is reviewed (default: HEAD)
  --once       end when the review is printed, instead of serving the page until Ctrl-C
`;

interface Arguments {
  readonly repo?: string | undefined;
  readonly base: string;
  readonly head: string;
  readonly once: boolean;
}

/** What has been started, to be ended in the reverse order. */
const running: (() => Promise<void> | void)[] = [];
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

try {
  const options = argumentsOf();
  if (options) await demo(options);
} catch (error) {
  const known =
    error instanceof GitError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  process.stderr.write(`demo: ${known ? (error as Error).message : String((error as Error).stack)}\n`);
  process.exitCode = 2;
} finally {
  for (const end of running.reverse()) await end();
}

async function demo(options: Arguments): Promise<void> {
  const { directory, proposal } = await repositoryOf(options);
  const github = await startLocalGitHub();
  running.push(github.close);
  say(`A GitHub of its own       ${github.url}`);
  const app = await startApp(github);
  running.push(app.stop);
  say(`The App, signed in to it  ${app.url}`);
  github.setWebhookTarget(`${app.url}/api/github/webhooks`);

  const repository = github.addRepository({ fullName: 'acme/shop', gitDir: directory });
  const started = performance.now();
  const pull = await repository.openPullRequest({ ...proposal, author: 'octocat' });
  const check = await repository.waitForCheck({ sha: pull.head.sha, name: 'precheck', timeoutMs: 120_000 });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const page = `${github.url}/acme/shop/pull/${String(pull.number)}`;
  say(`The pull request          ${page}`);
  say(`Its check, after ${seconds} s     ${String(check.conclusion)}: ${check.title ?? ''}\n`);
  say(await terminalReview(directory, { base: pull.base.sha, head: pull.head.sha }, app.url));
  if (options.once) return;
  say(
    `${colors.bold('Open')} ${colors.underline(page)} to see the comment on its line. Ctrl-C ends everything.`,
  );
  await interrupted();
  say('\nEnding the App and the GitHub.');
}

/** What the command line prints of the same change. */
async function terminalReview(
  directory: string,
  commits: { readonly base: string; readonly head: string },
  publicUrl: string,
): Promise<string> {
  const mergeBase = (await tryGit(directory, 'merge-base', commits.base, commits.head)) ?? commits.base;
  const ruleIds = registry.map(({ id }) => id);
  const input = await collect(localSource(directory), { ...commits, mergeBase }, { ruleIds });
  return terminalText(await review(input, { registry, readSql }), input, { publicUrl });
}

async function repositoryOf(options: Arguments): Promise<{ directory: string; proposal: Proposal }> {
  if (options.repo === undefined) {
    const repository = await createRepository();
    running.push(repository.remove);
    return { directory: repository.gitDir, proposal: await writeIncident(repository) };
  }
  const directory = (await git(options.repo, 'rev-parse', '--absolute-git-dir')).trim();
  const { base, head } = options;
  const title = (await git(directory, 'log', '-1', '--format=%s', head, '--')).trim();
  return { directory, proposal: { base, head, title } };
}

function argumentsOf(): Arguments | undefined {
  const { values } = parseArgs({
    options: {
      repo: { type: 'string' },
      base: { type: 'string', default: 'main' },
      head: { type: 'string', default: 'HEAD' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (!values.help) return values;
  say(HELP);
  return undefined;
}

async function interrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
}
