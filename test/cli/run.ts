import { jest } from '@jest/globals';

import { readSql } from '../../src/sql/read.js';

// The threads of the real reader need compiled code; test/workers has them.
jest.unstable_mockModule('../../src/cli/reader.js', () => ({ readSql }));
const { runProgram } = await import('../../src/cli/program.js');

/** What a run of the command line printed, and its exit status. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process. */
export async function precheck(...args: readonly string[]): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const capture = (name: keyof typeof printed) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      printed[name] += String(chunk);
      return true;
    });
  const spies = [capture('stdout'), capture('stderr')];
  const before = process.exitCode;
  // The same answer whether or not the tests run on a terminal.
  const { isTTY } = process.stdout;
  process.stdout.isTTY = false;
  try {
    const status = await runProgram(args);
    return { status, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.stdout.isTTY = isTTY;
    process.exitCode = before;
  }
}
