import { codeName, link } from './markdown.js';
import { placeLink, type Commit } from './permalink.js';
import type { Subject } from './report.js';

/** Why a finding is there no more. `abc1234` is the commit that was reviewed. */
export type Gone = 'fixed' | 'off' | 'unchanged';

/** The last words of a comment whose finding is gone; `before` is what it said. Without a marker. */
export function goneBody(before: string, gone: Gone, commit: Commit): string {
  const said = headline(before);
  const rule = said.id === undefined ? 'this rule' : codeName(said.id);
  const first = {
    fixed: `**Fixed in ${commitLink(commit)}**`,
    off: `**No longer checked:** ${rule} is off in \`.github/precheck.yml\``,
    unchanged: `**No longer found** in ${commitLink(commit)}: the base branch or its configuration changed`,
  }[gone];
  return closed(first, said);
}

/** The last words of a comment whose finding is in a file of another name now. */
export function movedBody(before: string, { file, line, endLine }: Subject, commit: Commit): string {
  return closed(`**Moved** to ${placeLink(commit, file, line, endLine)}`, headline(before));
}

/** The last words of a comment that is there twice. */
export function duplicateBody(before: string): string {
  return closed('**Said twice:** the other comment counts', headline(before));
}

/** The rule or gap that a comment of ours is about, or was; undefined where it does not say. */
export function idIn(body: string): string | undefined {
  return headline(body).id ?? /^~~.+~~ · `([a-z0-9-]+)`$/m.exec(body.slice(0, LONGEST_HEADLINE))?.[1];
}

function closed(first: string, { words, id }: Headline): string {
  if (words === undefined) return first;
  return `${first}\n\n~~${words}~~${id === undefined ? '' : ` · ${codeName(id)}`}`;
}

function commitLink({ htmlUrl, sha }: Commit): string {
  return link(codeName(sha.slice(0, 7)), `${htmlUrl}/commit/${encodeURIComponent(sha)}`);
}

interface Headline {
  readonly words?: string | undefined;
  readonly id?: string | undefined;
}

const LONGEST_HEADLINE = 4000;

/** What stands in bold on a comment's second line, and the name of the page that is linked behind it. */
function headline(body: string): Headline {
  const [, second = ''] = body.slice(0, LONGEST_HEADLINE).split(/\r\n|\r|\n/);
  const [, words, id] = /^> \*\*(.+)\*\*(?: · \[`([a-z0-9-]+)`\]\(.*)?$/.exec(second) ?? [];
  return { words, id };
}
