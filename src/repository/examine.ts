import type { InputProblem } from '../engine/review-input.js';
import { findHistories } from '../migrations/find-histories.js';
import type { FoundHistory } from '../migrations/migration.js';
import type { OwnerStanding } from '../owners/coverage.js';
import type { Dialect } from '../sql/dialect.js';
import type { CollectOptions } from './collect.js';
import { OWNERS_PATHS, readOwners } from '../owners/codeowners.js';
import { expertPlaces, type ExpertPlaces } from './expert-places.js';
import { examineOwners, type OwnedMigration, type OwnersExamination } from './owners.js';
import { readRepoConfig, type ReadConfig } from './read-config.js';
import { snapshot, type Snapshot } from './snapshot.js';
import type { Source } from './source.js';

/** What a repository looks like to Precheck, without reading its migrations. */
export interface Examination {
  readonly histories: readonly FoundHistory[];
  readonly problems: readonly InputProblem[];
  readonly owners: OwnersExamination;
  readonly mode: ReadConfig['config']['mode'];
  readonly migrations: readonly OwnedMigration[];
  /** Whom the organisation and the repository ask, each for itself, and where that stands. */
  readonly experts: ReadConfig['experts'];
  readonly expertPlaces: ExpertPlaces;
  /** Undefined where nobody looked. */
  readonly known: KnownPeople | undefined;
}

/** What is known of users and teams, by handle in lower case; of whom it says nothing, nothing is known. */
export type FindPeople = (handles: readonly string[]) => Promise<KnownPeople>;

export type KnownPeople = ReadonlyMap<string, KnownPerson>;

/** A user or a team. `unknown`: nobody was let look. */
export interface KnownPerson {
  readonly standing: OwnerStanding | 'unknown';
  /** Logins. */
  readonly members: readonly string[];
}

export interface ExamineOptions {
  readonly ruleIds: readonly string[];
  readonly floor?: CollectOptions['floor'];
  /** The server of a migration, for who has read its SQL; else only the configuration and the folders tell. */
  readonly engineOf?: ((path: string) => Dialect | undefined) | undefined;
  /** Whether a secret team is told from one that does not exist: only to who may know. */
  readonly tellsSecrets?: boolean | undefined;
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
  const { reviewers, routes } = config.experts;
  const experts = [...reviewers, ...routes.flatMap((route) => route.reviewers)];
  const known = await options.find?.([...new Set([...experts, ...(await ownersNamed(now))])]);
  const standing = (owner: string): OwnerStanding | undefined => {
    const one = known?.get(owner.toLowerCase())?.standing;
    if (one === 'not-visible' && options.tellsSecrets !== true) return 'missing';
    return one === 'unknown' ? undefined : one;
  };
  return {
    histories: found.histories,
    problems: [...problems, ...found.problems.map(placeProblem)],
    owners: await examineOwners(now, config.experts, migrations, standing),
    mode: config.mode,
    migrations,
    experts: read.experts,
    expertPlaces: expertPlaces(read, options.floor?.path),
    known,
  };
}

/** Users and teams whom the owners' file names, most of them once; addresses are left out. */
async function ownersNamed(now: Snapshot): Promise<readonly string[]> {
  const path = OWNERS_PATHS.find((candidate) => now.entries.has(candidate));
  const content = path === undefined ? undefined : (await now.read([path])).get(path);
  if (path === undefined || content?.kind !== 'text') return [];
  const handles = readOwners(path, content.text).lines.flatMap(({ owners }) => owners);
  return [...new Set(handles)].filter((owner) => owner.startsWith('@')).slice(0, MOST_OWNERS);
}

/** Each is asked for at GitHub. */
const MOST_OWNERS = 100;
