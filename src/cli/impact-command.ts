import { Command } from 'commander';

import type { Gap, Review } from '../engine/finding.js';
import type { ReviewInput } from '../engine/review-input.js';
import { review } from '../engine/review.js';
import { renderImpacts, statementText } from '../report/impact-text.js';
import type { Dialect } from '../sql/dialect.js';
import { EXIT, UsageError } from './exit.js';
import { runBatch } from './impact-batch.js';
import { engineOption, looseInput, versionOption } from './loose-files.js';
import { formatOption, terminal } from './output.js';
import type { Format } from './output.js';
import { print } from './print.js';
import { readSql } from './reader.js';

interface ImpactOptions {
  readonly engine?: Dialect;
  readonly serverVersion?: string;
  readonly history?: readonly string[];
  readonly batch?: string;
  readonly format: Format;
}

/** `precheck impact`: what the server does, without a judgement. */
export function impactCommand(): Command {
  return new Command('impact')
    .description('Print what the server will do with every statement: who waits, and for what work.')
    .argument('[file...]', 'the files, in the order in which they run')
    .addOption(engineOption())
    .addOption(versionOption())
    .option('--history <path...>', 'files or folders that ran before, in order')
    .option('--batch <file>', 'answer JSON lines of a file, or of standard input (-), with one line each')
    .addOption(formatOption())
    .action(async (paths: readonly string[], options: ImpactOptions) => {
      process.exitCode = await (options.batch === undefined
        ? showFiles(paths, options)
        : answerBatch(options.batch, paths));
    });
}

async function answerBatch(path: string, files: readonly string[]): Promise<number> {
  if (files.length > 0) throw new UsageError('Name files or --batch, not both.');
  return runBatch(path);
}

async function showFiles(paths: readonly string[], options: ImpactOptions): Promise<number> {
  const { engine, serverVersion, history = [], format } = options;
  if (paths.length === 0) throw new UsageError('Name the files to look at, or --batch FILE.');
  if (engine === undefined || serverVersion === undefined) {
    throw new UsageError('Files need the server that they are for: --engine mysql --server-version 8.0.36.');
  }
  const input = await looseInput(paths, history, { engine, serverVersion });
  const answer = await review(input, { registry: [], readSql });
  const source = sourcesOf(input);
  await print(
    format === 'json'
      ? jsonOf(answer, source)
      : renderImpacts(answer, { ...terminal(), files: paths, source }),
  );
  return answer.gaps.length > 0 ? EXIT.incomplete : EXIT.clear;
}

type SourceOf = (file: string) => string | undefined;

function sourcesOf(input: ReviewInput): SourceOf {
  const texts = new Map(
    input.histories.flatMap(({ proposed }) => proposed.map(({ path, text }) => [path, text])),
  );
  return (file) => texts.get(file);
}

function jsonOf({ statements, gaps }: Review, source: SourceOf): string {
  const document = {
    version: 1,
    statements: statements.map((one) => ({ ...one, statement: statementText(source(one.file), one) })),
    gaps: gaps.map(gapOf),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function gapOf({ id, file, line, endLine, reason, statement }: Gap): Partial<Gap> {
  return { id, file, line, endLine, reason, statement };
}
