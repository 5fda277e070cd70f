import { Command } from 'commander';

import type { HistoryInput } from '../engine/review-input.js';
import { renderVerified, verifiedDocument } from '../report/verified-text.js';
import { PRODUCT, parseVersion } from '../sql/dialect.js';
import { readSql } from './reader.js';
import { DsnError, parseDsn, withoutPassword } from '../verify/dsn.js';
import type { Address } from '../verify/dsn.js';
import { openRunner } from '../verify/open-runner.js';
import { reachesOutside } from '../verify/outside.js';
import { runHistory } from '../verify/run-history.js';
import type { VerifiedHistory } from '../verify/run-history.js';
import { inScratch, NoScratchError } from '../verify/scratch.js';
import { EXIT, UsageError } from './exit.js';
import { looseInput } from './loose-files.js';
import { formatOption, terminal } from './output.js';
import type { Format } from './output.js';
import { print } from './print.js';

interface VerifyOptions {
  readonly dsn: string;
  readonly history?: readonly string[];
  readonly format: Format;
}

/** `precheck verify`: the prediction against a real server, in a database of its own. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Run migrations in a throw-away database of a real server and say where it differs from the prediction.',
    )
    .argument('<file...>', 'the files to run, in order')
    .requiredOption(
      '--dsn <url>',
      'the server: mysql://, mariadb:// or postgres://USER:PASSWORD@HOST:PORT/; its databases are not touched',
    )
    .option('--history <path...>', 'files or folders that ran before, in order')
    .addOption(formatOption())
    .action(async (paths: readonly string[], options: VerifyOptions) => {
      process.exitCode = await verify(paths, options);
    });
}

async function verify(
  paths: readonly string[],
  { dsn, history = [], format }: VerifyOptions,
): Promise<number> {
  const address = addressOf(dsn);
  const { dialect } = address;
  const { server, verified } = await onScratch(address, async (scratch) => {
    const version = parseVersion(dialect, scratch.version);
    if (!version) throw new NoScratchError(`The server says that it is "${scratch.version}": not a version.`);
    const input = await looseInput(paths, history, { engine: dialect, serverVersion: scratch.version });
    const runner = await openRunner(scratch, dialect);
    const options = {
      readSql,
      server: { version, variables: {} },
      refuse: (statement: Parameters<typeof reachesOutside>[0]) => reachesOutside(statement, dialect),
    };
    const verified = await runHistory(historyOf(input.histories), runner, options);
    return { server: `${PRODUCT[dialect]} ${scratch.version}`, verified };
  });
  const where = { server, address: withoutPassword(address) };
  await print(
    format === 'json'
      ? `${JSON.stringify(verifiedDocument(verified, where), null, 2)}\n`
      : renderVerified(verified, where, terminal()),
  );
  return statusOf(verified);
}

async function onScratch<Answer>(
  address: Address,
  work: Parameters<typeof inScratch<Answer>>[1],
): Promise<Answer> {
  try {
    return await inScratch(address, work);
  } catch (error) {
    if (error instanceof NoScratchError) throw new UsageError(`--dsn: ${error.message}`);
    throw error;
  }
}

/** The message of a bad DSN never repeats it: it may hold a password. */
function addressOf(dsn: string): Address {
  try {
    return parseDsn(dsn);
  } catch (error) {
    if (error instanceof DsnError) throw new UsageError(`--dsn: ${error.message}.`);
    throw error;
  }
}

function historyOf([history]: readonly HistoryInput[]): HistoryInput {
  if (!history) throw new UsageError('No file could be read.');
  return history;
}

/** 1 outranks 3, as everywhere. */
function statusOf({ statements, before }: VerifiedHistory): number {
  if (statements.some(({ comparison }) => comparison.kind === 'differs')) return EXIT.blocked;
  const isWhole = statements.every(({ comparison }) => comparison.kind === 'agreed') && before.length === 0;
  return isWhole ? EXIT.clear : EXIT.incomplete;
}
