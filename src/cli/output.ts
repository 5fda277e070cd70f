import { Option } from 'commander';

import { registry } from '../../rules/index.js';
import type { Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { review } from '../engine/review.js';
import { reviewDocument } from '../report/document.js';
import { renderTerminal } from '../report/terminal.js';
import { EXIT, exitStatusOf } from './exit.js';
import { packageFacts } from './package-facts.js';
import { readSql } from './reader.js';

const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** `--format`, the same for every command that reviews. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how to print the answer').choices(FORMATS).default('text');
}

/** Reviews, prints, and says with which status to exit. `started`: `performance.now()` when the command began. */
export async function judgeAndPrint(input: ReviewInput, format: Format, started: number): Promise<number> {
  const answer = await review(input, { registry, readSql });
  const defaults = { publicUrl: process.env['PUBLIC_URL'], repositoryUrl: packageFacts().repositoryUrl };
  const configuration = input.problems.filter(({ kind }) => kind === 'configuration');
  if (format === 'json') {
    for (const { file, line, column, reason } of configuration) {
      process.stderr.write(`${[file, line, column].filter((part) => part !== null).join(':')}: ${reason}\n`);
    }
    process.stdout.write(
      `${JSON.stringify(reviewDocument(answer, input.settings.docs, defaults), null, 2)}\n`,
    );
  } else {
    process.stdout.write(
      terminalText(answer, input, { publicUrl: defaults.publicUrl, elapsedMs: performance.now() - started }),
    );
  }
  return configuration.length > 0 ? EXIT.usage : exitStatusOf(answer, input.settings.mode);
}

/** A review as a person reads it, coloured and as wide as standard output allows. */
export function terminalText(
  answer: Review,
  input: ReviewInput,
  {
    publicUrl,
    elapsedMs,
  }: { readonly publicUrl?: string | undefined; readonly elapsedMs?: number | undefined },
): string {
  const texts = new Map(
    input.histories.flatMap(({ proposed, dumpChange }) => [
      ...proposed.map(({ path, text }) => [path, text] as const),
      ...(dumpChange ? [[dumpChange.path, dumpChange.after] as const] : []),
    ]),
  );
  return renderTerminal(answer, {
    problems: input.problems,
    settings: input.settings,
    docs: { publicUrl, repositoryUrl: packageFacts().repositoryUrl },
    ...terminal(),
    source: (file) => texts.get(file),
    elapsedMs,
  });
}

/** Whether standard output takes colours, and how wide text for it may be. */
export function terminal(): { readonly color: boolean; readonly width: number } {
  const width = process.stdout.isTTY ? Math.min(process.stdout.columns, WIDEST) : WIDEST;
  return { color: useColor(), width };
}

/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 110;

/** Only on a terminal, and not where NO_COLOR (no-color.org) asks for none. */
function useColor(): boolean {
  const { NO_COLOR } = process.env;
  return process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '');
}
