import { CONFIG_PATH, parseRepoConfig } from '../config/repo-config.js';
import type { RepoConfig } from '../config/config-schema.js';
import type { HistoryInput, InputProblem, ReviewInput } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';
import type { HistoryProblem } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import { changesBetween } from './changes.js';
import { codeMigrations } from './code-migrations.js';
import { collectHistory } from './collect-history.js';
import { reviewSettings } from './settings.js';
import { snapshot, UNREADABLE } from './snapshot.js';
import type { Snapshot } from './snapshot.js';
import type { Source } from './source.js';

/** The commits that a review compares. */
export interface Commits {
  /** Tip of the branch that the change is merged into: its migrations are the history, its configuration counts. */
  readonly base: string;
  /** Where the branch left it: what the change adds or edits is measured from here. */
  readonly mergeBase: string;
  readonly head: string;
}

export interface CollectOptions {
  /** Rule ids that a configuration may name. */
  readonly ruleIds: readonly string[];
  /** Also histories that the change does not touch, for who wants their schema. */
  readonly untouched?: boolean | undefined;
  /** Replaces the configuration of the base branch (command line --config). */
  readonly configText?: { readonly path: string; readonly text: string } | undefined;
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
  const base = await snapshot(source, commits.base);
  const old = commits.mergeBase === commits.base ? base : await snapshot(source, commits.mergeBase);
  const head = await snapshot(source, commits.head);
  const changes = changesBetween([...old.entries.values()], [...head.entries.values()]);
  const { config, problems, placeProblem } = await readConfig(base, options);

  const comparison = { config, changes, base, head, untouched: options.untouched ?? false };
  const found = findHistories(
    [...new Set([...base.entries.keys(), ...head.entries.keys()])],
    config.migrations,
  );
  const inBase = findHistories([...base.entries.keys()], config.migrations).histories;
  const inHead = changes.some(({ status }) => status === 'removed')
    ? findHistories([...head.entries.keys()], config.migrations).histories
    : [];
  const parts = await Promise.all(
    found.histories.map((both) =>
      collectHistory({ both, base: counterpart(both, inBase), head: counterpart(both, inHead) }, comparison),
    ),
  );
  const known = new Set(found.histories.flatMap(({ files }) => files.map(({ path }) => path)));
  return {
    version: 1,
    settings: await reviewSettings(config, base),
    histories: parts.flatMap(({ history }): readonly HistoryInput[] => (history ? [history] : [])),
    problems: [
      ...problems,
      ...found.problems.map(placeProblem),
      ...parts.flatMap((part) => part.problems),
      ...(await codeMigrations(changes, known, head)),
    ],
  };
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

interface ReadConfig {
  readonly config: RepoConfig;
  readonly problems: readonly InputProblem[];
  /** Puts what only the repository shows to be wrong at its place in the file. */
  readonly placeProblem: (problem: HistoryProblem) => InputProblem;
}

async function readConfig(base: Snapshot, { ruleIds, configText }: CollectOptions): Promise<ReadConfig> {
  const file = configText?.path ?? CONFIG_PATH;
  const content = configText
    ? ({ kind: 'text', text: configText.text } as const)
    : (await base.read([CONFIG_PATH])).get(CONFIG_PATH);
  const parsed = parseRepoConfig(content?.kind === 'text' ? content.text : '', { ruleIds });
  const problem = (line: number | null, column: number | null, reason: string): InputProblem => ({
    kind: 'configuration',
    file,
    line,
    column,
    reason,
  });
  const problems = parsed.problems.map(({ line, column, message }) => problem(line, column, message));
  if (content?.kind === 'unreadable') {
    const reason = `The configuration is not read: ${UNREADABLE[content.reason]}. The defaults are used.`;
    problems.push(problem(null, null, reason));
  }
  return {
    config: parsed.config,
    problems,
    placeProblem: ({ entry, key, reason }) => {
      const { line, column } = parsed.placeOfMigration(entry, key);
      return problem(line, column, reason);
    },
  };
}
