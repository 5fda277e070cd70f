import type { InputProblem } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import type { OwnerStanding } from '../owners/coverage.js';
import type { CollectOptions } from './collect.js';
import { OWNERS_PATHS, readOwners } from '../owners/codeowners.js';
import { examineOwners, type OwnersExamination } from './owners.js';
import { readRepoConfig } from './read-config.js';
import { snapshot } from './snapshot.js';
import type { Source } from './source.js';

/** What a repository looks like to Precheck, without reading its migrations. */
export interface Examination {
  readonly histories: readonly FoundHistory[];
  readonly problems: readonly InputProblem[];
  readonly owners: OwnersExamination;
}

/** Users and teams whom the owners' file of a commit names, most of them once; addresses are left out. */
export async function ownersNamed(source: Source, commit: string): Promise<readonly string[]> {
  const now = await snapshot(source, commit);
  const path = OWNERS_PATHS.find((candidate) => now.entries.has(candidate));
  const content = path === undefined ? undefined : (await now.read([path])).get(path);
  if (path === undefined || content?.kind !== 'text') return [];
  const handles = readOwners(path, content.text).lines.flatMap(({ owners }) => owners);
  return [...new Set(handles)].filter((owner) => owner.startsWith('@')).slice(0, MOST_OWNERS);
}

/** Each is asked for at GitHub. */
const MOST_OWNERS = 100;

/** Looks at one commit: which migrations are found, is the configuration right, do the owners reach them. */
export async function examine(
  source: Source,
  commit: string,
  options: {
    readonly ruleIds: readonly string[];
    readonly floor?: CollectOptions['floor'];
    readonly standing?: ((owner: string) => OwnerStanding | undefined) | undefined;
  },
): Promise<Examination> {
  const now = await snapshot(source, commit);
  const { config, problems, placeProblem } = await readRepoConfig(now, options);
  const found = findHistories([...now.entries.keys()], config.migrations);
  const migrations = found.histories.flatMap(({ files, dialect, entry }) => {
    const engine = dialect ?? (entry === undefined ? undefined : config.migrations[entry]?.engine);
    return files.map(({ path }) => ({ path, engine }));
  });
  return {
    histories: found.histories,
    problems: [...problems, ...found.problems.map(placeProblem)],
    owners: await examineOwners(now, config.experts, migrations, options.standing),
  };
}
