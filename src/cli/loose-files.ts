import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { Option } from 'commander';

import type { HistoryInput, InputProblem, MigrationInput, ReviewInput } from '../engine/review-input.js';
import { DEFAULT_SETTINGS } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';
import type { FoundHistory, MigrationFile } from '../migrations/migration.js';
import { sectionsOf } from '../migrations/sections.js';
import { UNREADABLE } from '../repository/snapshot.js';
import { decode } from '../repository/source.js';
import type { Dialect } from '../sql/dialect.js';
import { DIALECTS, parseVersion } from '../sql/dialect.js';
import { UsageError } from './exit.js';

/** The server that loose files are for. */
export interface ServerOptions {
  readonly engine: Dialect;
  readonly serverVersion: string;
}

/** A loose file with the layout that its name and neighbours show. */
interface LooseFile {
  readonly file: MigrationFile;
  readonly layout: FoundHistory['layout'];
}

/** `--engine`, the same for every command that reads loose files. */
export function engineOption(): Option {
  return new Option('--engine <engine>', 'the server').choices(DIALECTS);
}

/** `--server-version`. */
export function versionOption(): Option {
  return new Option(
    '--server-version <version>',
    'what production runs, for example 8.0.36; needed where files are given',
  );
}

/** A review of loose files, in the order in which they run. Throws `UsageError` for a file or a version that is none. */
export async function looseInput(
  paths: readonly string[],
  history: readonly string[],
  options: ServerOptions,
): Promise<ReviewInput> {
  const problems: InputProblem[] = [];
  const proposed: MigrationInput[] = [];
  const facts = serverFacts(options);
  for (const path of paths) {
    const inputs = await migrationsOf(looseFile(path, options.engine), options.engine, 'added');
    for (const input of inputs) {
      if (input.unreadable === null) proposed.push(input);
      else problems.push(unreadableProblem(path, input.unreadable));
    }
  }
  const merged = await mergedInputs(history, paths, options.engine);
  const path = paths.length === 1 ? (paths[0] ?? '') : `${String(paths.length)} files`;
  return {
    version: 1,
    settings: DEFAULT_SETTINGS,
    problems,
    histories: [{ ...facts, path, merged, proposed }],
  };
}

/** Loose files and folders as a history that has run. Throws as `looseInput` does. */
export async function looseHistory(paths: readonly string[], options: ServerOptions): Promise<HistoryInput> {
  const facts = serverFacts(options);
  const merged = await mergedInputs(paths, [], options.engine);
  return { ...facts, path: paths.join(' '), merged, proposed: [] };
}

function serverFacts({
  engine,
  serverVersion,
}: ServerOptions): Omit<HistoryInput, 'path' | 'merged' | 'proposed'> {
  if (!parseVersion(engine, serverVersion)) {
    throw new UsageError(`--server-version ${serverVersion}: not a version of the form 8.0.36.`);
  }
  return {
    dialect: engine,
    environments: [{ name: 'default', version: serverVersion, assumed: false, variables: {} }],
    session: {},
    runner: 'direct',
    replication: {},
    tables: { small: [], hot: [] },
    baseline: null,
  };
}

async function mergedInputs(
  paths: readonly string[],
  except: readonly string[],
  engine: Dialect,
): Promise<readonly MigrationInput[]> {
  const merged: MigrationInput[] = [];
  for (const path of paths) {
    for (const loose of await historyFiles(path, engine)) {
      if (!except.includes(loose.file.path)) merged.push(...(await migrationsOf(loose, engine, 'merged')));
    }
  }
  return merged;
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
  if (!stats) throw new UsageError(`${path}: there is no such file or folder.`);
  if (!stats.isDirectory()) return [looseFile(path, engine)];
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const below = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(path, '/').length).replaceAll('\\', '/'));
  const { histories } = findHistories(below, [{ path: '.', engine, layout: 'auto' }]);
  const files = histories.flatMap((found) => found.files.map((file) => ({ file, layout: found.layout })));
  if (files.length === 0) throw new UsageError(`${path}: the folder holds no SQL file.`);
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
          ? 'this is a folder: name its files, or give it with --history'
          : (code ?? 'it cannot be read');
    throw new UsageError(`${path}: ${why}.`);
  }
}

function unreadableProblem(file: string, why: string): InputProblem {
  const reason = `This migration is not read, because ${why}. What it does is not known.`;
  return { kind: 'file-unreadable', file, line: 1, column: null, reason };
}
