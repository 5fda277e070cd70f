import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import { npmPackage } from '../../test/servers/start/npm-package.js';

const execute = promisify(execFile);

/** The release that is compared with, unless another binary is named. */
export const SQUAWK_VERSION = '2.66.0';

const FINDINGS = z.array(z.object({ file: z.string(), line: z.number(), rule_name: z.string() }));

/** What squawk says of one line, from 1, of the text at this place of the list. */
export interface SquawkFinding {
  readonly at: number;
  readonly line: number;
  readonly rule: string;
}

/** One file, and whether its tool wraps it in a transaction. */
export interface SquawkText {
  readonly sql: string;
  readonly inTransaction: boolean;
}

export interface SquawkAnswer {
  readonly findings: readonly SquawkFinding[];
  /** From the start of each process to its end, summed. */
  readonly milliseconds: number;
}

/** The binary for this machine, fetched from npm into the cache of the servers' tests. */
export async function squawkBinary(): Promise<string> {
  const folder = await npmPackage(`@squawk-cli/${process.platform}-${process.arch}`, SQUAWK_VERSION);
  return join(folder, 'bin', 'squawk');
}

/** Runs squawk with its default rules: one process for the files in a transaction, and one for the others. */
export async function runSquawk(
  binary: string,
  texts: readonly SquawkText[],
  postgres: string,
): Promise<SquawkAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'precheck-squawk-'));
  try {
    const files = await Promise.all(
      texts.map(async ({ sql, inTransaction }, at) => {
        const path = join(folder, `${String(at)}.sql`);
        await writeFile(path, sql);
        return { path, inTransaction };
      }),
    );
    const answers: SquawkAnswer[] = [];
    for (const inTransaction of [true, false]) {
      const paths = files.filter((file) => file.inTransaction === inTransaction).map(({ path }) => path);
      const flags = inTransaction ? ['--assume-in-transaction'] : [];
      if (paths.length > 0) answers.push(await lint(binary, ['--pg-version', postgres, ...flags, ...paths]));
    }
    return {
      findings: answers.flatMap(({ findings }) => findings),
      milliseconds: answers.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lint(binary: string, args: readonly string[]): Promise<SquawkAnswer> {
  const before = performance.now();
  const stdout = await outputOf(binary, ['--reporter', 'json', ...args]);
  const milliseconds = performance.now() - before;
  const findings = FINDINGS.parse(JSON.parse(stdout)).map(({ file, line, rule_name }) => ({
    at: Number(basename(file, '.sql')),
    line: line + 1,
    rule: rule_name,
  }));
  return { findings, milliseconds };
}

/** Squawk leaves with status 1 when it finds something. */
async function outputOf(binary: string, args: readonly string[]): Promise<string> {
  try {
    return (await execute(binary, args, { maxBuffer: 256 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { code, stdout } = error as { readonly code?: unknown; readonly stdout?: string };
    if (code === 1 && stdout !== undefined && stdout !== '') return stdout;
    throw error;
  }
}
