import type { DocsSettings } from '../engine/review-input.js';
import { noteBlock } from './comment.js';
import { docsUrl, type DocsDefaults } from './docs-url.js';
import { codeName, link, markdown } from './markdown.js';

/** Sections of a rule's page that answer "what is it, and what instead"; the rest is behind the link. */
const SECTIONS = ['Why', 'What the server does', 'Instead'];
const LONGEST = 12_000;

/**
 * The answer to `/precheck explain`: the organisation's words, the heart of the page, and where the whole is. `commentId`: of the comment that asks; it
 * makes the answer to each comment another text, so that a repeated write is known.
 */
export function explanation(
  id: string,
  page: { readonly summary: string; readonly markdown: string },
  settings: DocsSettings,
  defaults: DocsDefaults,
  commentId: number,
): string {
  const address = docsUrl(id, settings, defaults);
  const parts = SECTIONS.flatMap((title) => {
    const body = sectionOf(page.markdown, title);
    return body === '' ? [] : [`#### ${title}\n\n${body}`];
  });
  const text = [
    `### ${link(codeName(id), address)}`,
    `**${markdown(page.summary)}**`,
    ...noteBlock(id, settings.notes),
    ...parts,
  ].join('\n\n');
  const cut = text.length > LONGEST ? `${text.slice(0, text.lastIndexOf('\n\n', LONGEST))}\n\n…` : text;
  return `${cut}\n\n${link('The whole page', address)}\n\n<!-- precheck:explains:${String(commentId)} -->`;
}

/** What stands under a heading of the second rank, without the fences that only tests read. */
function sectionOf(page: string, title: string): string {
  const start = page.indexOf(`\n## ${title}\n`);
  if (start === -1) return '';
  const from = start + `\n## ${title}\n`.length;
  const end = page.indexOf('\n## ', from);
  return page
    .slice(from, end === -1 ? undefined : end)
    .replace(/<!--[^]*?-->\n?/g, '')
    .trim();
}
