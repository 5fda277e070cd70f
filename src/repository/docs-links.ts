import type { DocsSettings } from '../engine/review-input.js';
import type { Snapshot } from './snapshot.js';

/** Something about documentation that people would meet as a dead link, or never see. */
export interface DeadLink {
  readonly file: string;
  readonly line: number | null;
  readonly text: string;
}

/** What the configuration says of documentation, as it is written. */
export interface StatedDocs {
  readonly url?: string | undefined;
  readonly notes?: string | undefined;
}

/** A repository on the web: `host` with port, `path` without slashes around it. */
export interface WebRepository {
  readonly host: string;
  readonly path: string;
  readonly defaultBranch: string;
}

/** What is known of the documentation that a configuration names. */
export interface DocsFacts {
  /** Of the configuration file. */
  readonly file: string;
  readonly stated: StatedDocs;
  readonly settings: DocsSettings;
  readonly ruleIds: readonly string[];
  /** Where the repository is on the web; undefined where its remote does not say. */
  readonly web?: WebRepository | undefined;
  /** Line of a key of the configuration. */
  readonly lineOf: (path: readonly string[]) => number | null;
}

/** More names than this say no more. */
const MOST_NAMED = 5;

/** What about the documentation leads nowhere, as far as the repository itself shows it; asks no server. */
export async function examineDocs(files: Snapshot, facts: DocsFacts): Promise<readonly DeadLink[]> {
  return [...templateFaults(facts), ...ownPages(files, facts), ...(await noteFaults(files, facts))];
}

function templateFaults({ file, stated, settings, lineOf }: DocsFacts): readonly DeadLink[] {
  if (stated.url === undefined || settings.url === undefined || stated.url.includes('{rule}')) return [];
  const text = `\`docs.url\` does not say where the rule’s id goes, so it is put at the end: \`${settings.url}\`. Write \`{rule}\` where it belongs.`;
  return [{ file, line: lineOf(['docs', 'url']), text }];
}

/** Pages that the configuration places in this repository, on its default branch, and that are not there. */
function ownPages(files: Snapshot, { file, settings, ruleIds, web, lineOf }: DocsFacts): readonly DeadLink[] {
  if (!web) return [];
  const isMissing = (url: string): boolean => {
    const path = pathWithin(url, web);
    return path !== undefined && !exists(files, path);
  };
  const single = Object.entries(settings.rules)
    .filter(([, url]) => isMissing(url))
    .map(([id, url]) => ({
      file,
      line: lineOf(['docs', 'rules', id]),
      text: `The page of \`${id}\` is not in this repository: \`${pathWithin(url, web) ?? url}\`. Add it, or take the line out.`,
    }));
  const { url } = settings;
  if (url === undefined) return single;
  const own = ruleIds.filter((id) => !Object.hasOwn(settings.rules, id));
  const missing = own.filter((id) => isMissing(url.replaceAll('{rule}', id)));
  if (missing.length === 0) return single;
  const named = missing.slice(0, MOST_NAMED).map((id) => `\`${id}\``);
  const text = `\`docs.url\` leads into this repository, where ${String(missing.length)} of ${String(own.length)} pages are missing: ${named.join(', ')}${missing.length > named.length ? ' …' : ''}. Add them, or name single pages under \`docs.rules\` instead.`;
  return [...single, { file, line: lineOf(['docs', 'url']), text }];
}

/** The path of a file or folder that an address shows; undefined for another place, branch or view. */
function pathWithin(address: string, { host, path, defaultBranch }: WebRepository): string | undefined {
  const url = new URL(address);
  if (url.host.toLowerCase() !== host) return undefined;
  const [owner = '', name = '', ...rest] = url.pathname.split('/').filter(Boolean).map(decoded);
  if (`${owner}/${name}`.toLowerCase() !== path.toLowerCase()) return undefined;
  // GitLab puts a dash between the project and the view.
  const [view = '', ...tail] = rest[0] === '-' ? rest.slice(1) : rest;
  if (!['blob', 'tree', 'raw'].includes(view)) return undefined;
  const branch = defaultBranch.split('/');
  const isBranch = branch.every((part, index) => tail[index] === part) || tail[0] === 'HEAD';
  return isBranch ? tail.slice(tail[0] === 'HEAD' ? 1 : branch.length).join('/') : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function exists({ entries }: Snapshot, path: string): boolean {
  if (path === '' || entries.has(path)) return true;
  return [...entries.keys()].some((entry) => entry.startsWith(`${path.replace(/\/+$/, '')}/`));
}

/** Notes that no rule shows, and links in notes that lead nowhere from a comment. */
async function noteFaults(files: Snapshot, facts: DocsFacts): Promise<readonly DeadLink[]> {
  const { file, stated, ruleIds, lineOf } = facts;
  if (stated.notes === undefined) return [];
  const folder = `${stated.notes.replace(/\/+$/, '')}/`;
  const paths = [...files.entries.keys()].filter((path) => path.startsWith(folder) && path.endsWith('.md'));
  if (paths.length === 0) {
    const text = `There is no note in \`${folder}\`: a file \`<rule-id>.md\` there is quoted in the comments on that rule.`;
    return [{ file, line: lineOf(['docs', 'notes']), text }];
  }
  const contents = await files.read(paths);
  return paths.flatMap((path) => {
    const id = path.slice(folder.length, -'.md'.length);
    if (!ruleIds.includes(id)) {
      return [{ file: path, line: null, text: `This note is shown nowhere: there is no rule \`${id}\`.` }];
    }
    const content = contents.get(path);
    return content?.kind === 'text' ? relativeLinks(path, content.text) : [];
  });
}

function relativeLinks(file: string, markdown: string): readonly DeadLink[] {
  return markdown.split('\n').flatMap((line, index) =>
    [...line.matchAll(/\]\((?!https?:|mailto:)([^)\s]{1,300})/gi)].map(([, target = '']) => ({
      file,
      line: index + 1,
      text: `The link to \`${target}\` leads nowhere from a comment: write the whole address.`,
    })),
  );
}

/** `https://host/owner/name`, `git@host:owner/name.git` and the like → host and path; undefined for a local path. */
export function webPlace(remote: string): Pick<WebRepository, 'host' | 'path'> | undefined {
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/]+)\/(.+?)(?:\.git)?\/?$/i.exec(remote) ??
    /^(?:[^@/:]+@)([^/:]+):(.+?)(?:\.git)?\/?$/.exec(remote) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  return { host: host.toLowerCase(), path };
}
