import type { RepoConfig } from '../config/config-schema.js';
import type { ReviewSettings } from '../engine/review-input.js';
import type { CollectOptions } from './collect.js';
import { readRepoConfig } from './read-config.js';
import { snapshot, type Snapshot } from './snapshot.js';
import type { Source } from './source.js';

/** The part of the configuration that the review needs, with the organisation's notes read from the base branch. */
export async function reviewSettings(
  config: RepoConfig,
  experts: ReviewSettings['experts'],
  base: Snapshot,
  { ruleIds }: Pick<CollectOptions, 'ruleIds'>,
): Promise<ReviewSettings> {
  const notes = await notesOf(config.docs.notes, base, ruleIds);
  return {
    mode: config.mode,
    rules: config.rules,
    acknowledge: config.acknowledge,
    hasExperts: config.experts.reviewers.length > 0 || config.experts.routes.length > 0,
    experts,
    docs: { url: config.docs.url, rules: config.docs.rules, notes },
  };
}

/** Where the pages of a commit's configuration are, and what is said of them there. */
export async function readDocsSettings(
  source: Source,
  commit: string,
  options: Pick<CollectOptions, 'ruleIds'>,
): Promise<ReviewSettings['docs']> {
  const now = await snapshot(source, commit);
  const { config, experts } = await readRepoConfig(now, options);
  return (await reviewSettings(config, experts, now, options)).docs;
}

/** `<folder>/<rule-id>.md`, by rule id. */
async function notesOf(
  folder: string | undefined,
  base: Snapshot,
  ruleIds: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  if (folder === undefined) return {};
  const prefix = `${folder.replace(/\/+$/, '')}/`;
  const paths = ruleIds.map((id) => `${prefix}${id}.md`).filter((path) => base.entries.has(path));
  const contents = await base.read(paths);
  return Object.fromEntries(
    [...contents].flatMap(([path, content]) =>
      content.kind === 'text' ? [[path.slice(prefix.length, -'.md'.length), content.text]] : [],
    ),
  );
}
