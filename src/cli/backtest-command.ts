import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Command } from 'commander';
import { LRUCache } from 'lru-cache';

import { registry } from '../../rules/index.js';
import { reviewMerged, type Backtest, type ReviewedChange } from '../backtest/backtest.js';
import { rememberedHistories } from '../backtest/found-histories.js';
import { mayChangeMigrations, mergedChanges } from '../backtest/merged-change.js';
import type { Replay } from '../catalog/history.js';
import { CONFIG_PATH, parseRepoConfig } from '../config/repo-config.js';
import { backtestDocument } from '../report/backtest-document.js';
import { renderBacktest } from '../report/backtest-text.js';
import { docsUrl } from '../report/docs-url.js';
import { openBlobs } from '../repository/blobs.js';
import { tryGit } from '../repository/git.js';
import { localSource } from '../repository/local.js';
import { firstParentLog, type LoggedCommit } from '../repository/log.js';
import { configText, topOf } from './checkout.js';
import { commitOf, defaultBranch } from './default-branch.js';
import { EXIT, UsageError } from './exit.js';
import { docsDefaults, formatOption, terminal } from './output.js';
import type { Format } from './output.js';
import { print } from './print.js';
import { progressLine, type Progress } from './progress.js';
import { readSql } from './reader.js';
import { rangeSince } from './since.js';
import { tell } from './tell.js';

interface BacktestOptions {
  readonly repo: string;
  readonly base?: string;
  readonly since?: string;
  readonly config?: string;
  readonly format: Format;
}

const DETAILS = `
Each merge, and each commit made on the branch itself, is one change: its
migrations are judged on the files that the branch held then, against its first
parent. The configuration is the one in the working tree, so that it can be
tried out before it is merged. The first commit of all is where the history
starts; it is not judged.

Exit status: 0 whatever was found, 2 usage or input error.`;

/** `precheck backtest`: what Precheck would have said of the changes that a repository has merged. */
export function backtestCommand(): Command {
  return new Command('backtest')
    .description(
      'Review every migration change that a repository has merged, as if it were proposed then: what would have blocked, and how much noise. No network.',
    )
    .option('--repo <dir>', 'the repository', '.')
    .option('--base <ref>', 'the branch (default: the repository’s default branch)')
    .option(
      '--since <date|ref>',
      'how far back: a date (2025-01-31), a span ("6 months ago"), a tag or commit (default: a year before the branch’s newest commit)',
    )
    .option('--config <file>', 'configuration to use instead of the working tree’s .github/precheck.yml')
    .addOption(formatOption())
    .addHelpText('after', DETAILS)
    .action(async (options: BacktestOptions) => {
      process.exitCode = await run(options);
    });
}

async function run(options: BacktestOptions): Promise<number> {
  const started = performance.now();
  const directory = await topOf(options.repo);
  await refusePartialClone(directory);
  const branch = options.base ?? (await defaultBranch(directory));
  const tip = await commitOf(directory, branch);
  if (tip === undefined)
    throw new UsageError(`--base ${branch}: there is no such commit in this repository.`);
  const range = await rangeSince(directory, tip, options.since);
  const config = await configuration(directory, options.config);
  const { problems, config: settings } = parseRepoConfig(config.text, { ruleIds: RULE_IDS });
  for (const { line, column, message } of problems) tell(config.path, [line, column], message);

  const commits = range.commits === 0 ? [] : await firstParentLog(directory, tip, range.commits);
  const changes = await reviewAll(directory, commits, config);
  const isShallow = (await tryGit(directory, 'rev-parse', '--is-shallow-repository')) === 'true';
  const backtest: Backtest = {
    branch,
    range: range.words,
    commits: commits.length,
    changes,
    configuration: config.found ? config.path : null,
    shallowFrom: isShallow && commits.at(-1)?.parents.length === 0 ? (commits.at(-1) ?? null) : null,
  };
  const { url, rules } = settings.docs;
  const page = (id: string): string => docsUrl(id, { url, rules, notes: {} }, docsDefaults());
  await print(
    options.format === 'json'
      ? `${JSON.stringify(backtestDocument(backtest, page), null, 2)}\n`
      : renderBacktest(backtest, { page, ...terminal(), elapsedMs: performance.now() - started }),
  );
  return problems.length > 0 ? EXIT.usage : EXIT.clear;
}

const RULE_IDS = registry.map(({ id }) => id);

/** A clone without contents would make git fetch them one by one. */
async function refusePartialClone(directory: string): Promise<void> {
  const promisors = await tryGit(directory, 'config', '--get-regexp', '^remote\\..*\\.promisor$', 'true');
  if (promisors !== undefined && promisors !== '') {
    throw new UsageError(
      'This is a partial clone: the contents of earlier commits are missing. Clone without --filter.',
    );
  }
}

interface Configuration {
  readonly path: string;
  readonly text: string;
  /** False where there is none: the defaults count then, for every commit. */
  readonly found: boolean;
}

async function configuration(directory: string, given: string | undefined): Promise<Configuration> {
  if (given !== undefined) return { ...(await configText(given)), found: true };
  try {
    const text = await readFile(join(directory, CONFIG_PATH), 'utf8');
    return { path: CONFIG_PATH, text, found: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { path: CONFIG_PATH, text: '', found: false };
    throw new UsageError(`${CONFIG_PATH}: the file cannot be read.`);
  }
}

/** Histories whose replays are kept: one a folder and server, and some that start from another dump. */
const MOST_REPLAYS = 16;

/** `commits`: the newest first, as git tells them. */
async function reviewAll(
  directory: string,
  commits: readonly LoggedCommit[],
  configured: Configuration,
): Promise<readonly ReviewedChange[]> {
  const oldest = commits.at(-1);
  if (!oldest) return [];
  const [parent] = oldest.parents;
  // Without a parent the oldest commit is where the history, or what the clone holds of it, starts.
  const judged = (parent === undefined ? commits.slice(0, -1) : commits).toReversed();
  const start = await localSource(directory).tree(parent ?? oldest.id);
  const progress: Progress = progressLine(judged.filter(mayChangeMigrations).length);
  const blobs = openBlobs(directory);
  const replays = new LRUCache<string, Replay>({ max: MOST_REPLAYS });
  const tools = {
    blobs,
    tools: { registry, readSql, replays },
    options: { ruleIds: RULE_IDS, configText: configured, find: rememberedHistories() },
  };
  const changes: ReviewedChange[] = [];
  try {
    for (const change of mergedChanges(start, judged)) {
      progress.step(change.commit.time);
      const reviewed = await reviewMerged(change, tools);
      if (reviewed) changes.push(reviewed);
    }
  } finally {
    progress.end();
    await blobs.close();
  }
  return changes;
}
