import { codeName, link } from './markdown.js';

/** Where a commit's files can be read. */
export interface Commit {
  /** Web address of the repository, without a slash at its end. */
  readonly htmlUrl: string;
  readonly sha: string;
}

/** The lines of a file as they are in the commit, for ever. */
function permalink({ htmlUrl, sha }: Commit, path: string, line?: number, endLine?: number): string {
  const file = path.split('/').map(encodeURIComponent).join('/');
  const from = line === undefined ? '' : `#L${line}`;
  const to = line === undefined || endLine === undefined || endLine <= line ? '' : `-L${endLine}`;
  return `${htmlUrl}/blob/${encodeURIComponent(sha)}/${file}${from}${to}`;
}

/**
 * "`0042_x.sql:3`", linked; the folder is in the address, or in the text where no commit is given. A name without a number
 * says nothing by itself (`migration.sql`, `up.sql`): its folder is shown too. Markdown.
 */
export function placeLink(commit: Commit | undefined, path: string, line?: number, endLine?: number): string {
  if (!commit) return codeName(line === undefined ? path : `${path}:${line}`);
  const parts = path.split('/');
  const name = parts.slice(/\d/.test(parts.at(-1) ?? '') ? -1 : -2).join('/');
  const shown = line === undefined ? name : `${name}:${line}`;
  return link(codeName(shown), permalink(commit, path, line, endLine));
}
