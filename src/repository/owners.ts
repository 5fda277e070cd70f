import type { ExpertPolicy } from '../engine/review-input.js';
import { reviewersBy, router, unique } from '../escalation/expert-policy.js';
import {
  LARGEST_OWNERS_FILE,
  ownerLine,
  OWNERS_PATHS,
  readOwners,
  type Owners,
} from '../owners/codeowners.js';
import { ownersProblems, type OwnersProblem, type RoutedPath } from '../owners/coverage.js';
import type { Dialect } from '../sql/dialect.js';
import { standingIn, type Discretion, type FindPeople } from './people.js';
import type { Snapshot } from './snapshot.js';

/** Who GitHub asks about the migrations, looked at. */
export interface OwnersExamination {
  /** The file that GitHub reads; undefined when there is none. */
  readonly path: string | undefined;
  readonly problems: readonly (Omit<OwnersProblem, 'kind'> & {
    readonly kind: OwnersProblem['kind'] | 'file-missing' | 'file-too-large' | 'file-not-read';
    readonly path: string;
  })[];
}

/** A migration and its server; undefined when only the SQL can tell. */
export interface OwnedMigration {
  readonly path: string;
  readonly engine: Dialect | undefined;
}

export interface OwnersOptions extends Discretion {
  /** Looks up the owners of the migrations; without it nobody does. */
  readonly find?: FindPeople | undefined;
  /** Mistakes of lines that do not reach these migrations are left out. */
  readonly onlyReaching?: boolean | undefined;
}

/** Looks at the CODEOWNERS of a commit: does it bring those whom the policies ask to these migrations? */
export async function examineOwners(
  at: Snapshot,
  policies: readonly ExpertPolicy[],
  migrations: readonly OwnedMigration[],
  options: OwnersOptions = {},
): Promise<OwnersExamination> {
  const [path, ...others] = OWNERS_PATHS.filter((candidate) => at.entries.has(candidate));
  const unread = others.map((other) => ({
    kind: 'file-not-read' as const,
    path: other,
    line: null,
    message: `GitHub reads \`${path ?? ''}\` and passes over this file.`,
    correction: null,
  }));
  const expected = await withoutHidden(routed(policies, migrations), options);
  if (path === undefined) return { path, problems: missing(expected) };
  const content = (await at.read([path])).get(path);
  const bytes = at.entries.get(path)?.size ?? 0;
  if (bytes >= LARGEST_OWNERS_FILE || content?.kind !== 'text') {
    const message =
      bytes >= LARGEST_OWNERS_FILE
        ? 'GitHub does not load a file of 3 MB or more: nobody is asked for a review.'
        : 'This file is no text that can be read.';
    return {
      path,
      problems: [...unread, { kind: 'file-too-large', path, line: null, message, correction: null }],
    };
  }
  const owners = readOwners(path, content.text);
  const standing = standingIn(await options.find?.(decidingOwners(owners, expected)), options);
  const found = ownersProblems(owners, expected, standing, options);
  return { path, problems: [...found.map((problem) => ({ ...problem, path })), ...unread] };
}

/** What is wrong is told, and corrected, without the names of secret teams, and of those of which that is not known. */
async function withoutHidden(
  files: readonly RoutedPath[],
  { find, tellsSecrets = false }: OwnersOptions,
): Promise<readonly RoutedPath[]> {
  if (find === undefined || tellsSecrets) return files;
  const experts = new Set(files.flatMap((file) => file.experts));
  const known = await find([...experts].filter((handle) => handle.includes('/')));
  const isHidden = (handle: string): boolean => {
    const standing = known.get(handle.toLowerCase())?.standing;
    return standing === 'not-visible' || standing === 'unknown';
  };
  return files.map((file) => ({ ...file, experts: file.experts.filter((handle) => !isHidden(handle)) }));
}

/** Users and teams who own one of these files, most of them; addresses are left out. */
function decidingOwners(owners: Owners, files: readonly RoutedPath[]): readonly string[] {
  const all = new Set(files.flatMap(({ path }) => ownerLine(owners, path)?.owners ?? []));
  return [...all].filter((owner) => owner.startsWith('@')).slice(0, MOST_OWNERS);
}

/** Each is asked for at GitHub. */
const MOST_OWNERS = 100;

function missing(expected: readonly RoutedPath[]): OwnersExamination['problems'] {
  if (!expected.some(({ experts }) => experts.length > 0)) return [];
  const [path] = OWNERS_PATHS;
  const message = 'There is no such file: GitHub asks nobody for a review of a migration.';
  const [unowned] = ownersProblems({ path, lines: [] }, expected);
  return [{ kind: 'file-missing', path, line: null, message, correction: unowned?.correction ?? null }];
}

/**
 * The experts of each migration as far as its path and server tell. Routes by table, rule or severity depend on what a
 * migration does; they name nobody here.
 */
function routed(
  policies: readonly ExpertPolicy[],
  migrations: readonly OwnedMigration[],
): readonly RoutedPath[] {
  const routers = policies.map(router);
  return migrations.map(({ path, engine = null }) => {
    const asked = routers.flatMap((one) => reviewersBy(one.policy, one.fixedRoutesOf(path, engine)));
    return { path, experts: unique(asked.flatMap(({ reviewers }) => reviewers)) };
  });
}
