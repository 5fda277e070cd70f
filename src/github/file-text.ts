import { decode } from '../repository/source.js';
import type { GitHubClient } from './client.js';
import { isRequestFailure } from './errors.js';
import type { RepositoryAddress } from './github-source.js';

/**
 * The text of one file without listing the commit; undefined where there is no file of at most 1 MB, or one that holds
 * no text.
 */
export async function readFileText(
  client: GitHubClient,
  { owner, repo }: RepositoryAddress,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<string | undefined> {
  try {
    const { data } = await client.rest.repos.getContent({ owner, repo, path, ref });
    if (Array.isArray(data) || data.type !== 'file' || data.encoding !== 'base64') return undefined;
    const content = decode(Buffer.from(data.content, 'base64'));
    return content.kind === 'text' ? content.text : undefined;
  } catch (error) {
    if (isRequestFailure(error, 404)) return undefined;
    throw error;
  }
}
