import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { Command, Option } from 'commander';

import type { InputProblem, MigrationInput, ReviewInput } from '../engine/review-input.js';
import { DEFAULT_SETTINGS } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';
import type { FoundHistory, MigrationFile } from '../migrations/migration.js';
import { sectionsOf } from '../migrations/sections.js';
import { UNREADABLE } from '../repository/snapshot.js';
import { decode } from '../repository/source.js';
import type { Dialect } from '../sql/dialect.js';
import { DIALECTS, parseVersion } from '../sql/dialect.js';
import { UsageError } from './exit.js';
import { formatOption, judgeAndPrint } from './output.js';
import type { Format } from './output.js';

interface LintOptions {
  readonly engine: Dialect;
  readonly serverVersion: string;
  readonly history?: readonly string[];
  readonly format: Format;
}

/** A loose file with the layout that its name and neighbours show. */
interface LooseFile {
  readonly file: MigrationFile;
  readonly layout: FoundHistory['layout'];
}

/** `precheck lint`: loose files against a history of files or folders. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('Review loose migration files against a history. No git, no network.')
    .argument('<file...>', 'the files to review, in the order in which they run')
    .addOption(new Option('--engine <engine>', 'the server').choices(DIALECTS).makeOptionMandatory())
    .requiredOption('--server-version <version>', 'what production runs, for example 8.0.36')
    .option('--history <path...>', 'files or folders that ran before, in order')
    .addOption(formatOption())
    .action(async (paths: readonly string[], options: LintOptions) => {
      const started = performance.now();
      if (!parseVersion(options.engine, options.serverVersion)) {
        throw new UsageError(`--server-version ${options.serverVersion}: not a version of the form 8.0.36.`);
      }
      process.exitCode = await judgeAndPrint(await inputOf(paths, options), options.format, started);
    });
}

async function inputOf(paths: readonly string[], options: LintOptions): Promise<ReviewInput> {
  const problems: InputProblem[] = [];
  const proposed: MigrationInput[] = [];
  for (const path of paths) {
    const inputs = await migrationsOf(looseFile(path, options.engine), options.engine, 'added');
    for (const input of inputs) {
      if (input.unreadable === null) proposed.push(input);
      else problems.push(unreadableProblem(path, input.unreadable));
    }
  }
  const merged: MigrationInput[] = [];
  for (const path of options.history ?? []) {
    for (const loose of await historyFiles(path, options.engine)) {
      if (paths.includes(loose.file.path)) continue;
      merged.push(...(await migrationsOf(loose, options.engine, 'merged')));
    }
  }
  return {
    version: 1,
    settings: DEFAULT_SETTINGS,
    problems,
    histories: [
      {
        path: paths.length === 1 ? (paths[0] ?? '') : `${String(paths.length)} files`,
        dialect: options.engine,
        environments: [{ name: 'default', version: options.serverVersion, assumed: false, variables: {} }],
        session: {},
        runner: 'direct',
        replication: {},
        tables: { small: [], hot: [] },
        baseline: null,
        merged,
        proposed,
      },
    ],
  };
}

/** A path as the layouts read it: relative and with forward slashes. */
function looseFile(path: string, engine: Dialect): LooseFile {
  const [found] = findHistories([path], [{ path, engine, layout: 'auto' }]).histories;
  const file = found?.files.find((candidate) => candidate.path === path);
  if (found && file) return { file, layout: found.layout };
  return { file: { path, version: path, direction: 'up', repeatable: false }, layout: 'plain' };
}

async function historyFiles(path: string, engine: Dialect): Promise<readonly LooseFile[]> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) throw new UsageError(`--history ${path}: there is no such file or folder.`);
  if (!stats.isDirectory()) return [looseFile(path, engine)];
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const below = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(path, '/').length).replaceAll('\\', '/'));
  const { histories } = findHistories(below, [{ path: '.', engine, layout: 'auto' }]);
  const files = histories.flatMap((found) => found.files.map((file) => ({ file, layout: found.layout })));
  if (files.length === 0) throw new UsageError(`--history ${path}: the folder holds no SQL file.`);
  return files.map(({ file, layout }) => ({ layout, file: { ...file, path: join(path, file.path) } }));
}

async function migrationsOf(
  { file, layout }: LooseFile,
  dialect: Dialect,
  status: 'added' | 'merged',
): Promise<readonly MigrationInput[]> {
  const content = decode(await bytesOf(file.path));
  const common = { path: file.path, version: file.version, status };
  if (content.kind === 'unreadable') {
    const unreadable = UNREADABLE[content.reason];
    return [{ ...common, direction: 'up', text: '', sql: '', transaction: 'none', unreadable }];
  }
  return sectionsOf(layout, file, content.text, { dialect }).map((section) => ({
    ...common,
    ...section,
    text: content.text,
    unreadable: null,
  }));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'this is a folder'
          : (code ?? 'it cannot be read');
    throw new UsageError(`${path}: ${why}.`);
  }
}

function unreadableProblem(file: string, why: string): InputProblem {
  const reason = `This migration is not read, because ${why}. What it does is not known.`;
  return { kind: 'file-unreadable', file, line: 1, column: null, reason };
}
