import type { RepoConfig } from '../config/config-schema.js';
import { CONFIG_PATH } from '../config/repo-config.js';
import type { CollectOptions } from './collect.js';
import { readRepoConfig } from './read-config.js';
import type { Snapshot } from './snapshot.js';

/**
 * Whether a failure holds the check, by the configuration alone; of what it says wrongly, the defaults. `read` gives the
 * text of a file of the base, undefined when there is none.
 */
export async function readMode(
  read: (path: string) => Promise<string | undefined>,
  { ruleIds, floor }: Pick<CollectOptions, 'ruleIds' | 'floor'>,
): Promise<RepoConfig['mode']> {
  const { config } = await readRepoConfig(NOTHING, {
    ruleIds,
    floor,
    configText: { path: CONFIG_PATH, text: (await read(CONFIG_PATH)) ?? '' },
  });
  return config.mode;
}

/** The text takes the place of the only file that is asked for. */
const NOTHING: Snapshot = { entries: new Map(), read: () => Promise.resolve(new Map()) };
