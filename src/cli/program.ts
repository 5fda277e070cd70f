/** This folder makes input of arguments, and text and an exit status of the answer. It may not hold an `if` about SQL. */
import { Command, CommanderError } from 'commander';

import { GitError } from '../repository/git.js';
import { EXIT, UsageError } from './exit.js';
import { backtestCommand } from './backtest-command.js';
import { catalogCommand } from './catalog-command.js';
import { doctorCommand } from './doctor-command.js';
import { impactCommand } from './impact-command.js';
import { initCommand } from './init-command.js';
import { lintCommand } from './lint-command.js';
import { packageFacts } from '../package-facts.js';
import { replayCommand } from './replay-command.js';
import { reviewCommand } from './review-command.js';
import { explainCommand, rulesCommand } from './rules-command.js';
import { verifyCommand } from './verify-command.js';

const HINT = 'Run with --help for what is possible.';

/** Runs the command line on its arguments (without node and script) and gives the exit status. */
export async function runProgram(args: readonly string[]): Promise<number> {
  process.exitCode = EXIT.clear;
  try {
    await program().parseAsync(args, { from: 'user' });
    return process.exitCode;
  } catch (error) {
    return statusOf(error);
  }
}

function program(): Command {
  const top = new Command('precheck')
    .description(
      'Reviews database migrations: what MySQL, MariaDB or PostgreSQL will do, and who waits meanwhile.',
    )
    .version(packageFacts().version)
    .showHelpAfterError(HINT)
    .exitOverride()
    .addHelpText(
      'after',
      '\nExit status: 0 nothing blocks, 1 a blocker is open, 2 usage or input error,\n3 something could not be judged.',
    );
  for (const command of [
    initCommand(),
    reviewCommand(),
    lintCommand(),
    impactCommand(),
    catalogCommand(),
    doctorCommand(),
    rulesCommand(),
    explainCommand(),
    replayCommand(),
    verifyCommand(),
    backtestCommand(),
  ]) {
    top.addCommand(command.exitOverride().showHelpAfterError(HINT));
  }
  return top;
}

/** Commander has printed its own message already; ours are printed here. Anything else is a defect, with its stack. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clear : EXIT.usage;
  if (error instanceof UsageError || error instanceof GitError) {
    process.stderr.write(`precheck: ${error.message}\n`);
    return EXIT.usage;
  }
  const trace = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`precheck: this is a defect of Precheck, please report it:\n${String(trace)}\n`);
  return EXIT.usage;
}
