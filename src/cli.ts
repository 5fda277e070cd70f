#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

import { lintCommand } from './cli/lint-command.js';
import { packageFacts } from './cli/package-facts.js';
import { replayCommand } from './cli/replay-command.js';
import { reviewCommand } from './cli/review-command.js';
import { EXIT, UsageError } from './cli/exit.js';
import { GitError } from './repository/git.js';

const program = new Command('precheck')
  .description(
    'Reviews database migrations: what MySQL, MariaDB or PostgreSQL will do, and who waits meanwhile.',
  )
  .version(packageFacts().version)
  .showHelpAfterError('Run with --help for what is possible.')
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit status: 0 nothing blocks, 1 a blocker is open, 2 usage or input error, 3 something could not be judged.`,
  );
for (const command of [reviewCommand(), lintCommand(), replayCommand()]) {
  program.addCommand(command.exitOverride().showHelpAfterError('Run with --help for what is possible.'));
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

/** Commander has printed its own message already; ours are printed here. Anything else is a defect, with its stack. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clear : EXIT.usage;
  if (error instanceof UsageError || error instanceof GitError) {
    process.stderr.write(`precheck: ${error.message}\n`);
    return EXIT.usage;
  }
  process.stderr.write(
    `precheck: this is a defect of Precheck, please report it:\n${String((error as Error).stack)}\n`,
  );
  return EXIT.usage;
}
