import { CONFIG_PATH } from '../config/repo-config.js';
import type { Severity } from '../engine/finding.js';
import { ownerWeakenings } from '../escalation/owner-weakening.js';
import { configWeakenings, type Weakening } from '../escalation/weakening.js';
import { findHistories } from '../migrations/find-histories.js';
import { OWNERS_PATHS, readOwners, type Owners } from '../owners/codeowners.js';
import type { Commits } from './collect.js';
import { readRepoConfig } from './read-config.js';
import { snapshot, type Snapshot } from './snapshot.js';
import type { Source } from './source.js';

/** What each rule and gap weighs where nothing is configured. */
export type Severities = ReadonlyMap<string, Severity | 'off'>;

/** Of these handles ("@org/team"), those of whom it is known that they cannot review, in lower case. */
export type FindUnable = (handles: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * How a change makes the review of migrations weaker, by the configuration or by the owners' file. Reads them only where
 * the change touches them.
 */
export async function weakeningsIn(
  source: Source,
  { mergeBase, head }: Commits,
  severities: Severities,
  findUnable: FindUnable,
): Promise<readonly Weakening[]> {
  const before = await snapshot(source, mergeBase);
  const after = await snapshot(source, head);
  const isTouched = (path: string): boolean => before.entries.get(path)?.id !== after.entries.get(path)?.id;
  const config = isTouched(CONFIG_PATH) ? await configChange(before, after, severities, findUnable) : [];
  const file = OWNERS_PATHS.find(isTouched);
  const owners =
    file === undefined ? [] : await ownersChange(file, { before, after, severities, findUnable });
  return [...config, ...owners];
}

interface OwnersComparison {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly severities: Severities;
  readonly findUnable: FindUnable;
}

async function ownersChange(
  file: string,
  { before, after, severities, findUnable }: OwnersComparison,
): Promise<readonly Weakening[]> {
  const [base, head] = [await ownersOf(before), await ownersOf(after)];
  const named = (base?.lines ?? []).flatMap(({ owners }) => owners).filter((owner) => owner.startsWith('@'));
  const unable = await findUnable([...new Set(named)].slice(0, MOST_OWNERS));
  const migrations = await migrationsOf(before, after, severities);
  const isUsable = (handle: string): boolean => !unable.has(handle.toLowerCase());
  return ownerWeakenings({ file, base, head, migrations, isUsable });
}

/** Each is asked for at GitHub. */
const MOST_OWNERS = 100;

async function configChange(
  before: Snapshot,
  after: Snapshot,
  severities: Severities,
  findUnable: FindUnable,
): Promise<readonly Weakening[]> {
  const ruleIds = [...severities.keys()];
  const [base, head] = [await readRepoConfig(before, { ruleIds }), await readRepoConfig(after, { ruleIds })];
  const { reviewers, routes } = base.config.experts;
  const unable = await findUnable([...reviewers, ...routes.flatMap((route) => route.reviewers)]);
  return configWeakenings(base.config, head.config, {
    file: CONFIG_PATH,
    severityOf: (rule) => severities.get(rule),
    isUsable: (handle) => !unable.has(handle.toLowerCase()),
  });
}

/** Undefined where GitHub reads no file, or none that is text. */
async function ownersOf(at: Snapshot): Promise<Owners | undefined> {
  const path = OWNERS_PATHS.find((candidate) => at.entries.has(candidate));
  const content = path === undefined ? undefined : (await at.read([path])).get(path);
  return path === undefined || content?.kind !== 'text' ? undefined : readOwners(path, content.text);
}

/** The base branch says what a migration is: the change's own patterns are not matched against its own files. */
async function migrationsOf(
  before: Snapshot,
  after: Snapshot,
  severities: Severities,
): Promise<readonly string[]> {
  const { config } = await readRepoConfig(before, { ruleIds: [...severities.keys()] });
  const { histories } = findHistories([...after.entries.keys()], config.migrations);
  return histories.flatMap(({ files }) => files.map(({ path }) => path));
}
