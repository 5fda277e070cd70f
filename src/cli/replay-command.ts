import { readFile } from 'node:fs/promises';

import { Command } from 'commander';

import type { ReviewInput } from '../engine/review-input.js';
import { UsageError } from './exit.js';
import { judgeAndPrint, reviewFormatOption } from './output.js';
import type { ReviewFormat } from './output.js';

/** `precheck replay`: a saved input gives the verdict that it gave in production. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Reproduce a review from an input that was saved with `precheck review --save-input`.')
    .argument('<input.json>', 'the saved input')
    .addOption(reviewFormatOption())
    .action(async (path: string, { format }: { readonly format: ReviewFormat }) => {
      const started = performance.now();
      process.exitCode = await judgeAndPrint(await load(path), format, started);
    });
}

async function load(path: string): Promise<ReviewInput> {
  let input: unknown;
  try {
    input = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'there is no such file.' : message}`);
  }
  if (!isReviewInput(input)) {
    throw new UsageError(
      `${path} is no saved input of version 1: write one with precheck review --save-input FILE.`,
    );
  }
  return input;
}

/** Saved by this program: the version tells; a file edited by hand is its editor's risk. */
function isReviewInput(value: unknown): value is ReviewInput {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'histories' in value &&
    Array.isArray(value.histories) &&
    'settings' in value &&
    'problems' in value
  );
}
