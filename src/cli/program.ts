/** This folder makes input of arguments, and text and an exit status of the answer. It may not hold an `if` about SQL. */
import { Command, CommanderError } from 'commander';

import { GitError } from '../repository/git.js';
import { cleanLines } from '../report/prose.js';
import { EXIT, UsageError } from './exit.js';
import { packageFacts } from '../package-facts.js';

const HINT = 'Run with --help for what is possible.';

/** In the order of the help. Each is loaded when it is asked for: together they take twice as long to start as one. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['init', async () => (await import('./init-command.js')).initCommand()],
  ['review', async () => (await import('./review-command.js')).reviewCommand()],
  ['lint', async () => (await import('./lint-command.js')).lintCommand()],
  ['impact', async () => (await import('./impact-command.js')).impactCommand()],
  ['catalog', async () => (await import('./catalog-command.js')).catalogCommand()],
  ['doctor', async () => (await import('./doctor-command.js')).doctorCommand()],
  ['rules', async () => (await import('./rules-command.js')).rulesCommand()],
  ['explain', async () => (await import('./rules-command.js')).explainCommand()],
  ['replay', async () => (await import('./replay-command.js')).replayCommand()],
  ['verify', async () => (await import('./verify-command.js')).verifyCommand()],
  ['backtest', async () => (await import('./backtest-command.js')).backtestCommand()],
]);

/** Runs the command line on its arguments (without node and script) and gives the exit status. */
export async function runProgram(args: readonly string[]): Promise<number> {
  process.exitCode = EXIT.clear;
  try {
    await (await program(args[0])).parseAsync(args, { from: 'user' });
    return process.exitCode;
  } catch (error) {
    return statusOf(error);
  }
}

/** With the command that is asked for, or with all of them where `asked` is none. */
async function program(asked: string | undefined): Promise<Command> {
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
  const one = COMMANDS.get(asked ?? '');
  for (const load of one ? [one] : COMMANDS.values()) {
    const command = await load();
    top.addCommand(command.exitOverride().showHelpAfterError(HINT));
  }
  return top;
}

/** Commander has printed its own message already; ours are printed here. Anything else is a defect, with its stack. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clear : EXIT.usage;
  if (error instanceof UsageError || error instanceof GitError) {
    process.stderr.write(`precheck: ${cleanLines(error.message)}\n`);
    return EXIT.usage;
  }
  const trace = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`precheck: this is a defect of Precheck, please report it:\n${String(trace)}\n`);
  return EXIT.usage;
}
