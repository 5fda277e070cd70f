/**
 * This folder turns two commits of a repository into a `ReviewInput`, from wherever a `Source` reads them. It may not know
 * GitHub, nor judge.
 */
import { CONFIG_PATH } from '../config/repo-config.js';
import type { Notice } from '../engine/finding.js';
import type { HistoryInput, InputProblem, ReviewInput } from '../engine/review-input.js';
import { findHistories, type HistoryProblem } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import { noticesOfChangedConfig } from './changed-config.js';
import { codeMigrations } from './code-migrations.js';
import { collectHistory } from './collect-history.js';
import { compare, type Compared } from './compare.js';
import { dumpChanges, isDumpAlone, isInTreeOf } from './dump-changes.js';
import { hiddenFolders } from './hidden-folders.js';
import { noticesOfMoves } from './moved-folders.js';
import { withNeighbours, type Neighbour } from './neighbours.js';
import { readRepoConfig } from './read-config.js';
import { reviewSettings } from './settings.js';
import { snapshot } from './snapshot.js';
import type { Source } from './source.js';
import { unplaced } from './unplaced.js';

/** The commits that a review compares. */
export interface Commits {
  /** Tip of the branch that the change is merged into: its migrations are the history, its configuration counts. */
  readonly base: string;
  /** Where the branch left it: what the change adds or edits is measured from here. */
  readonly mergeBase: string;
  readonly head: string;
}

/** What a review depends on beside the repository. */
export interface CollectOptions {
  /** Rule ids that a configuration may name. */
  readonly ruleIds: readonly string[];
  /** Also histories that the change does not touch, for who wants their schema. */
  readonly untouched?: boolean | undefined;
  /** Replaces the configuration of the base branch (command line --config). */
  readonly configText?: { readonly path: string; readonly text: string } | undefined;
  /** Replaces `findHistories`, for who collects many changes and remembers what was found. */
  readonly find?: typeof findHistories | undefined;
  /** The organisation's configuration, which the repository's can only tighten. */
  readonly floor?: { readonly path: string; readonly text: string } | undefined;
  /** Other open changes into the same branch; asked only where migrations are proposed. */
  readonly neighbours?: (() => Promise<readonly Neighbour[]>) | undefined;
}

/**
 * Everything that a review of this change depends on, gathered from the repository. Reads the history only where a
 * migration changed. Throws what the source throws; what is wrong inside the repository becomes a problem of the input.
 */
export async function collect(
  source: Source,
  commits: Commits,
  options: CollectOptions,
): Promise<ReviewInput> {
  const now = await snapshot(source, commits.base);
  const then = commits.mergeBase === commits.base ? now : await snapshot(source, commits.mergeBase);
  const read = await readRepoConfig(now, options);
  const seen = { base: now, old: then, head: await snapshot(source, commits.head) };
  const compared = compare(seen, read.config.migrations, options.find ?? findHistories);
  const { base, old, head, changes, found, inBase, inHead } = compared;
  const config = { ...read.config, migrations: compared.migrations };
  const comparison = { config, changes, base, head, untouched: options.untouched ?? false };
  const known = new Set(found.histories.flatMap(({ files }) => files.map(({ path }) => path)));
  const code = await codeMigrations(changes, known, head);
  const dumps = await dumpChanges({
    config,
    changes,
    histories: [...found.histories, ...inBase],
    code: code.map(({ file }) => file),
    old,
    head,
  });
  const dumpPaths = dumps.histories.map(({ path }) => path);
  const parts = await Promise.all(
    found.histories
      .filter((both) => !dumpPaths.some((path) => isDumpAlone(both, path)))
      .map((both) =>
        collectHistory(
          { both, base: counterpart(both, inBase), head: counterpart(both, inHead) },
          comparison,
        ),
      ),
  );
  const histories = parts.flatMap(({ history }): readonly HistoryInput[] => (history ? [history] : []));
  const neighbours = histories.length === 0 ? [] : await options.neighbours?.();
  const left = unplaced(compared);
  const notices = [...(await noticesOf(compared, options)), ...left.notices];
  return {
    version: 1,
    settings: await reviewSettings(config, read.experts, now, options),
    histories: [
      ...withNeighbours(histories, neighbours ?? [], [...head.entries.keys()], config.migrations),
      ...dumps.histories,
    ],
    problems: [
      ...read.problems,
      ...found.problems
        .filter(({ entry, key }) => isSetting(key) || !dumps.entries.has(entry))
        .map(read.placeProblem),
      ...parts.flatMap((part) => part.problems),
      ...left.problems,
      ...hiddenFolders(changes, head, inBase, config.migrations),
      ...code.map((problem) => ({
        ...problem,
        ...dumpsOf(problem.file, dumpPaths),
      })),
    ],
    ...(notices.length > 0 && { notices }),
  };
}

/** What the reader must know of the change beside its migrations. */
async function noticesOf(
  { moves, changes, head }: Compared,
  options: CollectOptions,
): Promise<readonly Notice[]> {
  const { configText } = options;
  return [
    ...(configText ? [] : await noticesOfChangedConfig(changes, head, options)),
    ...noticesOfMoves(moves, changes, configText?.path ?? CONFIG_PATH),
  ];
}

/** An entry that serves a dump need not find SQL migrations; its other keys are to be right. */
function isSetting(key: HistoryProblem['key']): boolean {
  return key === 'since' || key === 'baseline';
}

/** The dumps that may tell what a migration in code does. */
function dumpsOf(file: string, paths: readonly string[]): Pick<InputProblem, 'dumps'> {
  const dumps = paths.filter((path) => isInTreeOf(path, file));
  return dumps.length > 0 ? { dumps } : {};
}

/** The same history in the listing of one commit: of the same server, with the same folder or at least one same file. */
function counterpart(history: FoundHistory, others: readonly FoundHistory[]): FoundHistory | undefined {
  const own = new Set(history.files.map(({ path }) => path));
  return others.find(
    ({ path: folder, files, dialect, entry }) =>
      dialect === history.dialect &&
      entry === history.entry &&
      (folder === history.path || files.some(({ path }) => own.has(path))),
  );
}
