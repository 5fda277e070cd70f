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

/**
 * How a change makes the review of migrations weaker, by the configuration or by the owners' file. Reads them only where
 * the change touches them.
 */
export async function weakeningsIn(
  source: Source,
  { mergeBase, head }: Commits,
  severities: Severities,
): Promise<readonly Weakening[]> {
  const before = await snapshot(source, mergeBase);
  const after = await snapshot(source, head);
  const isTouched = (path: string): boolean => before.entries.get(path)?.id !== after.entries.get(path)?.id;
  const config = isTouched(CONFIG_PATH) ? await configChange(before, after, severities) : [];
  const file = OWNERS_PATHS.find(isTouched);
  const owners =
    file === undefined
      ? []
      : ownerWeakenings({
          file,
          base: await ownersOf(before),
          head: await ownersOf(after),
          migrations: await migrationsOf(after, severities),
          isUsable: () => true,
        });
  return [...config, ...owners];
}

async function configChange(
  before: Snapshot,
  after: Snapshot,
  severities: Severities,
): Promise<readonly Weakening[]> {
  const ruleIds = [...severities.keys()];
  const [base, head] = [await readRepoConfig(before, { ruleIds }), await readRepoConfig(after, { ruleIds })];
  return configWeakenings(base.config, head.config, {
    file: CONFIG_PATH,
    severityOf: (rule) => severities.get(rule),
    isUsable: () => true,
  });
}

/** Undefined where GitHub reads no file, or none that is text. */
async function ownersOf(at: Snapshot): Promise<Owners | undefined> {
  const path = OWNERS_PATHS.find((candidate) => at.entries.has(candidate));
  const content = path === undefined ? undefined : (await at.read([path])).get(path);
  return path === undefined || content?.kind !== 'text' ? undefined : readOwners(path, content.text);
}

async function migrationsOf(at: Snapshot, severities: Severities): Promise<readonly string[]> {
  const { config } = await readRepoConfig(at, { ruleIds: [...severities.keys()] });
  const { histories } = findHistories([...at.entries.keys()], config.migrations);
  return histories.flatMap(({ files }) => files.map(({ path }) => path));
}
