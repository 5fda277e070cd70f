import { CONFIG_PATH } from '../config/repo-config.js';
import type { Notice } from '../engine/finding.js';
import type { Change } from './changes.js';
import { readRepoConfig } from './read-config.js';
import type { Snapshot } from './snapshot.js';

/** Of a file that is no configuration at all, more would tell nothing. */
const MOST_MISTAKES = 10;

/** What who changes the configuration has to know: from when on it counts, and what is wrong with it. */
export async function noticesOfChangedConfig(
  changes: readonly Change[],
  head: Snapshot,
  ruleIds: readonly string[],
): Promise<readonly Notice[]> {
  const change = changes.find(({ path }) => path === CONFIG_PATH);
  if (change === undefined) return [];
  const notice = (line: number | null, text: string): Notice => ({ file: CONFIG_PATH, line, text });
  if (change.status === 'removed') {
    return [notice(null, 'Deleted here, it counts until this is merged; from then on the defaults do.')];
  }
  const { problems } = await readRepoConfig(head, { ruleIds });
  return [
    notice(
      null,
      `Changed here, it counts once this is merged. \`precheck review --config ${CONFIG_PATH}\` tries it before.`,
    ),
    ...problems
      .slice(0, MOST_MISTAKES)
      .map(({ line, reason }) => notice(line, `To mend before it is merged: ${reason}`)),
  ];
}
