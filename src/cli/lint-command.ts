import { Command } from 'commander';

import { engineOption, looseInput, versionOption } from './loose-files.js';
import type { ServerOptions } from './loose-files.js';
import { judgeAndPrint, reviewFormatOption } from './output.js';
import type { ReviewFormat } from './output.js';

interface LintOptions extends ServerOptions {
  readonly history?: readonly string[];
  readonly format: ReviewFormat;
}

/** `precheck lint`: loose files against a history of files or folders. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('Review loose migration files against a history. No git, no network.')
    .argument('<file...>', 'the files to review, in the order in which they run')
    .addOption(engineOption().makeOptionMandatory())
    .addOption(versionOption().makeOptionMandatory())
    .option('--history <path...>', 'files or folders that ran before, in order')
    .addOption(reviewFormatOption())
    .action(async (paths: readonly string[], options: LintOptions) => {
      const started = performance.now();
      const input = await looseInput(paths, options.history ?? [], options);
      process.exitCode = await judgeAndPrint(input, options.format, started);
    });
}
