import type { InputProblem } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import type { Dialect } from '../sql/dialect.js';
import type { CollectOptions } from './collect.js';
import { expertPlaces, type ExpertPlaces } from './expert-places.js';
import { examineOwners, type OwnedMigration, type OwnersExamination } from './owners.js';
import type { Discretion, FindPeople, KnownPeople } from './people.js';
import { readRepoConfig, type ReadConfig } from './read-config.js';
import { snapshot } from './snapshot.js';
import type { Source } from './source.js';
import { unlistedProblems } from './unplaced.js';

/** What a repository looks like to Precheck, without reading its migrations. */
export interface Examination {
  readonly histories: readonly FoundHistory[];
  readonly problems: readonly InputProblem[];
  /** Folders that look like migrations and are in no entry of the configuration. */
  readonly unlisted: readonly InputProblem[];
  readonly owners: OwnersExamination;
  readonly mode: ReadConfig['config']['mode'];
  readonly migrations: readonly OwnedMigration[];
  /** Whom the organisation and the repository ask, each for itself, and where that stands. */
  readonly experts: ReadConfig['experts'];
  readonly expertPlaces: ExpertPlaces;
  /** Of the experts; undefined where nobody looked. */
  readonly known: KnownPeople | undefined;
}

export interface ExamineOptions extends Discretion {
  readonly ruleIds: readonly string[];
  readonly floor?: CollectOptions['floor'];
  /** The server of a migration, for who has read its SQL; else only the configuration and the folders tell. */
  readonly engineOf?: ((path: string) => Dialect | undefined) | undefined;
  /** Looks people up; without it nobody does. */
  readonly find?: FindPeople | undefined;
}

/** Looks at one commit: which migrations are found, is the configuration right, do owners and experts reach them. */
export async function examine(source: Source, commit: string, options: ExamineOptions): Promise<Examination> {
  const now = await snapshot(source, commit);
  const read = await readRepoConfig(now, options);
  const { config, problems, placeProblem } = read;
  const found = findHistories([...now.entries.keys()], config.migrations);
  const migrations = found.histories.flatMap(({ files, dialect, entry }) => {
    const engine = dialect ?? (entry === undefined ? undefined : config.migrations[entry]?.engine);
    return files.map(({ path }) => ({ path, engine: options.engineOf?.(path) ?? engine }));
  });
  const unlisted = unlistedProblems({
    paths: [...now.entries.keys()],
    configured: config.migrations,
    histories: found.histories,
  });
  const { reviewers, routes } = config.experts;
  const experts = [...reviewers, ...routes.flatMap((route) => route.reviewers)];
  const known = await options.find?.([...new Set(experts)]);
  return {
    histories: found.histories,
    problems: [...problems, ...found.problems.map(placeProblem)],
    unlisted,
    owners: await examineOwners(now, [config.experts], migrations, options),
    mode: config.mode,
    migrations,
    experts: read.experts,
    expertPlaces: expertPlaces(read, options.floor?.path),
    known,
  };
}
