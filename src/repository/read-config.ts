import type { RepoConfig, StatedConfig } from '../config/config-schema.js';
import { withFloor } from '../config/floor.js';
import { CONFIG_PATH, isMisnamedConfig, parseRepoConfig } from '../config/repo-config.js';
import type { InputProblem } from '../engine/review-input.js';
import type { HistoryProblem } from '../migrations/find-histories.js';
import type { CollectOptions } from './collect.js';
import { UNREADABLE } from './snapshot.js';
import type { Snapshot } from './snapshot.js';

/** The configuration of a commit, the defaults where it says nothing or cannot be read. */
export interface ReadConfig {
  readonly config: RepoConfig;
  /** Whom the organisation and the repository ask, each for itself. */
  readonly experts: readonly RepoConfig['experts'][];
  /** What the file says, without the defaults. */
  readonly stated: StatedConfig;
  /** The line of a key that the file has. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly problems: readonly InputProblem[];
  /** Puts what only the repository shows to be wrong at its place in the file. */
  readonly placeProblem: (problem: HistoryProblem) => InputProblem;
}

/** Said of a file that was meant to be the configuration. */
export const MISNAMED = `This file is not read: the name of the configuration is \`${CONFIG_PATH}\`.`;

/** Reads `.github/precheck.yml` of a commit, or the text given in its place; what is wrong with it comes back beside it. */
export async function readRepoConfig(
  base: Snapshot,
  { ruleIds, configText, floor }: Pick<CollectOptions, 'ruleIds' | 'configText' | 'floor'>,
): Promise<ReadConfig> {
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
  for (const path of configText ? [] : [...base.entries.keys()].filter(isMisnamedConfig)) {
    problems.push({ kind: 'configuration', file: path, line: null, column: null, reason: MISNAMED });
  }
  if (content?.kind === 'unreadable') {
    const reason = `The configuration is not read: ${UNREADABLE[content.reason]}. The defaults are used.`;
    problems.push(problem(null, null, reason));
  }
  const least = floor && parseRepoConfig(floor.text, { ruleIds });
  for (const { line, column, message } of least?.problems ?? []) {
    problems.push({ kind: 'configuration', file: floor?.path ?? '', line, column, reason: message });
  }
  const floored = withFloor(parsed, least);
  for (const { path, message } of floored.problems) {
    const { line, column } = parsed.placeOf(path);
    problems.push(problem(line, column, message));
  }
  return {
    config: floored.config,
    experts: floored.experts,
    stated: parsed.stated,
    lineOf: (path) => parsed.placeOf(path).line,
    problems,
    placeProblem: ({ entry, key, reason }) => {
      const { line, column } = parsed.placeOfMigration(entry, key);
      return problem(line, column, reason);
    },
  };
}
