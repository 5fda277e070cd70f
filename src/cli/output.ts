import { readFile } from 'node:fs/promises';

import { Option } from 'commander';

import { registry } from '../../rules/index.js';
import type { Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { review } from '../engine/review.js';
import { reviewDocument } from '../report/document.js';
import { isWebAddress } from '../report/docs-url.js';
import type { DocsDefaults } from '../report/docs-url.js';
import { githubCommands } from '../report/github-commands.js';
import { outcomeOf } from '../report/outcome.js';
import type { Commit } from '../report/permalink.js';
import { questionsOf } from '../report/questions.js';
import { sarifLog } from '../report/sarif.js';
import { stepSummary } from '../report/step-summary.js';
import { renderTerminal } from '../report/terminal.js';
import { EXIT, exitStatusOf } from './exit.js';
import { packageFacts } from '../package-facts.js';
import { print } from './print.js';
import { readSql } from './reader.js';
import { tell } from './tell.js';

const FORMATS = ['text', 'json'] as const;
/** How every command can answer. */
export type Format = (typeof FORMATS)[number];

const REVIEW_FORMATS = [...FORMATS, 'sarif', 'markdown', 'github'] as const;
/** How a review can be printed. */
export type ReviewFormat = (typeof REVIEW_FORMATS)[number];

/** `--format`, the same for every command that answers. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how to print the answer').choices(FORMATS).default('text');
}

/** `--format` of the commands that review. */
export function reviewFormatOption(): Option {
  const description =
    'how to print the answer (sarif: for code scanning; markdown: for $GITHUB_STEP_SUMMARY; github: annotations of a step of GitHub Actions)';
  return new Option('--format <format>', description).choices(REVIEW_FORMATS).default('text');
}

/**
 * Reviews, prints, and says with which status to exit. `started`: `performance.now()` when the command began. `sha`: the
 * commit whose files are reviewed, where there is one.
 */
export async function judgeAndPrint(
  input: ReviewInput,
  format: ReviewFormat,
  started: number,
  sha?: string,
): Promise<number> {
  const answer = await review(input, { registry, readSql });
  const configuration = input.problems.filter(({ kind }) => kind === 'configuration');
  if (format === 'json') {
    for (const { file, line, column, reason } of configuration) tell(file, [line, column], reason);
  }
  await print(await rendered(answer, input, { format, started, sha }));
  return configuration.length > 0 ? EXIT.usage : exitStatusOf(answer, input.settings.mode);
}

interface Rendering {
  readonly format: ReviewFormat;
  readonly started: number;
  readonly sha: string | undefined;
}

async function rendered(
  answer: Review,
  input: ReviewInput,
  { format, started, sha }: Rendering,
): Promise<string> {
  const docs = docsDefaults();
  const questions = questionsOf(registry);
  const report = { review: answer, settings: input.settings, problems: input.problems, docs, questions };
  const migrations = answer.checked.reduce((sum, history) => sum + history.migrations, 0);
  const outcome = outcomeOf(answer, input.settings.mode, migrations);
  switch (format) {
    case 'json':
      return `${JSON.stringify(reviewDocument(answer, input.settings.docs, docs), null, 2)}\n`;
    case 'sarif': {
      const pages = await pagesOf([
        ...answer.findings.map(({ rule }) => rule),
        ...answer.gaps.map(({ id }) => id),
      ]);
      const { version } = packageFacts();
      const log = sarifLog(report, { version, registry, page: (id) => pages.get(id) });
      return `${JSON.stringify(log, null, 2)}\n`;
    }
    case 'markdown':
      return stepSummary(report, outcome, commitOnGithub(sha));
    case 'github':
      return githubCommands(report, outcome);
    case 'text': {
      const { publicUrl } = docs;
      return terminalText(answer, input, { publicUrl, elapsedMs: performance.now() - started });
    }
  }
}

/** Where the pages of rules are when the configuration names no place. */
export function docsDefaults(): DocsDefaults {
  return { publicUrl: process.env['PUBLIC_URL'], repositoryUrl: packageFacts().repositoryUrl };
}

async function pagesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const read = async (id: string): Promise<readonly [string, string]> => [
    id,
    await readFile(new URL(`../../rules/${id}.md`, import.meta.url), 'utf8'),
  ];
  return new Map(await Promise.all([...new Set(ids)].map(read)));
}

/** The commit as GitHub shows it, in a step of GitHub Actions, which says which repository it runs in. */
function commitOnGithub(sha: string | undefined): Commit | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (sha === undefined || !isWebAddress(server) || repository === undefined) return undefined;
  return { htmlUrl: `${server}/${repository}`, sha };
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
    questions: questionsOf(registry),
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
  // A pipe has no such property, whatever the type says.
  return 'isTTY' in process.stdout && process.stdout.isTTY && (NO_COLOR === undefined || NO_COLOR === '');
}
