import { writeFile } from 'node:fs/promises';

import { Command, Option } from 'commander';

import { registry } from '../../rules/index.js';
import type { ReviewInput } from '../engine/review-input.js';
import { collect } from '../repository/collect.js';
import type { Commits } from '../repository/collect.js';
import { tryGit } from '../repository/git.js';
import { localSource, WORKING_TREE } from '../repository/local.js';
import { configText, isShallow, missing, topOf } from './checkout.js';
import { commitOf, defaultBranch } from './default-branch.js';
import { UsageError } from './exit.js';
import { judgeAndPrint, reviewFormatOption } from './output.js';
import type { ReviewFormat } from './output.js';

interface ReviewOptions {
  readonly repo: string;
  readonly base?: string;
  readonly head?: string;
  readonly config?: string;
  readonly format: ReviewFormat;
  readonly saveInput?: string;
}

/** `precheck review`: what a branch changes in a local git repository, judged as the App would. */
export function reviewCommand(): Command {
  return new Command('review')
    .description(
      'Review what a branch changes in a local git repository, exactly as the App would. No network.',
    )
    .option('--repo <dir>', 'the repository', '.')
    .option(
      '--base <ref>',
      'branch that the change is merged into (default: the repository’s default branch)',
    )
    .option('--head <ref>', 'what is reviewed (default: the working tree, uncommitted changes included)')
    .option('--config <file>', 'configuration to use instead of the base branch’s .github/precheck.yml')
    .addOption(reviewFormatOption())
    .addOption(new Option('--save-input <file>', 'also write the review’s input, for `precheck replay`'))
    .action(async (options: ReviewOptions) => {
      const started = performance.now();
      const directory = await topOf(options.repo);
      const commits = await commitsOf(directory, options);
      const input = await collect(localSource(directory), commits, {
        ruleIds: registry.map(({ id }) => id),
        configText: options.config === undefined ? undefined : await configText(options.config),
      });
      if (options.saveInput !== undefined) await save(options.saveInput, input);
      process.exitCode = await judgeAndPrint(input, options.format, started, commits.headCommit);
    });
}

async function commitsOf(
  directory: string,
  options: ReviewOptions,
): Promise<Commits & { readonly headCommit: string }> {
  const baseRef = options.base ?? (await defaultBranch(directory));
  const base = await commitOf(directory, baseRef);
  if (base === undefined) throw await missing(directory, `--base ${baseRef}: there is no such commit here.`);
  const headRef = options.head ?? 'HEAD';
  const head = await commitOf(directory, headRef);
  if (head === undefined) throw await missing(directory, `--head ${headRef}: there is no such commit here.`);
  const common = await tryGit(directory, 'merge-base', base, head);
  if (common === undefined && (await isShallow(directory)))
    throw await missing(directory, `Where ${headRef} left ${baseRef} is not to be seen.`);
  const mergeBase = common ?? base;
  return { base, mergeBase, head: options.head === undefined ? WORKING_TREE : head, headCommit: head };
}

async function save(path: string, input: ReviewInput): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(input)}\n`);
  } catch (error) {
    throw new UsageError(`--save-input ${path}: ${(error as Error).message}`);
  }
}
