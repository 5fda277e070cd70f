import { CONFIG_PATH, isMisnamedConfig } from '../config/repo-config.js';
import type { Notice } from '../engine/finding.js';
import type { Change } from './changes.js';
import type { CollectOptions } from './collect.js';
import { MISNAMED, readRepoConfig } from './read-config.js';
import type { Snapshot } from './snapshot.js';

/** Of a file that is no configuration at all, more would tell nothing. */
const MOST_MISTAKES = 10;

/** What who changes the configuration has to know: from when on it counts, and the mistakes in it. */
export async function noticesOfChangedConfig(
  changes: readonly Change[],
  head: Snapshot,
  options: Pick<CollectOptions, 'ruleIds' | 'floor'>,
): Promise<readonly Notice[]> {
  const isIt = (path: string | undefined): boolean => path === CONFIG_PATH;
  // Of one that is merged already, the configuration's problems tell.
  const misnamed = changes
    .filter(({ path, status }) => isMisnamedConfig(path) && (status === 'added' || status === 'renamed'))
    .map(({ path }): Notice => ({ file: path, line: null, text: MISNAMED }));
  if (!changes.some(({ path, previousPath }) => isIt(path) || isIt(previousPath))) return misnamed;
  if (!head.entries.has(CONFIG_PATH)) {
    return [
      ...misnamed,
      about(null, 'This change takes the configuration away: it counts until the merge, and no longer.'),
    ];
  }
  const { problems } = await readRepoConfig(head, options);
  const mistakes = problems.filter(({ file }) => isIt(file));
  const more = mistakes.length - MOST_MISTAKES;
  return [
    ...misnamed,
    about(
      null,
      `This review goes by the base branch; what is changed here counts after the merge. Try it now: \`precheck review --config ${CONFIG_PATH}\`.`,
    ),
    ...mistakes
      .slice(0, MOST_MISTAKES)
      .map(({ line, reason }) => about(line, `To mend before the merge: ${reason}`)),
    ...(more > 0 ? [about(null, `It holds ${String(more)} more mistakes.`)] : []),
  ];
}

function about(line: number | null, text: string): Notice {
  return { file: CONFIG_PATH, line, text };
}
