#!/usr/bin/env node
import { runProgram } from './cli/program.js';

/** What a shell reports of a program that SIGPIPE ended. */
const ENDED_BY_PIPE = 141;

// A reader that has seen enough (`precheck rules | head`) closes the pipe: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(ENDED_BY_PIPE);
});
process.exitCode = await runProgram(process.argv.slice(2));
