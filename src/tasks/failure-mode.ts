import type { ReviewSettings } from '../engine/review-input.js';
import type { GitHubClient } from '../github/client.js';
import { readFileText } from '../github/file-text.js';
import type { RepositoryAddress } from '../github/github-source.js';
import { readMode } from '../repository/mode.js';
import type { TaskTools } from './tools.js';

/**
 * Whether a failure holds the check, for a review that failed before it knew: by the configuration of its base alone, and by
 * default where not even that can be read. `baseOf`: a branch or commit.
 */
export async function failureMode(
  client: GitHubClient,
  address: RepositoryAddress,
  baseOf: () => Promise<string>,
  tools: TaskTools,
): Promise<ReviewSettings['mode']> {
  try {
    const ref = await baseOf();
    const read = (path: string) => readFileText(client, address, { path, ref });
    return await readMode(read, { ruleIds: [...tools.pages.keys()], floor: await tools.floor() });
  } catch {
    return 'enforce';
  }
}
