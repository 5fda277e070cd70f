import MarkdownIt from 'markdown-it';
import { lookUp } from '../look-up.js';
import { DIALECTS, PRODUCT } from '../sql/dialect.js';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Comments carry what the generator needs and readers do not. */
markdown.block.ruler.before('paragraph', 'comment', (state, startLine, endLine, silent) => {
  const lineAt = (line: number) => state.getLines(line, line + 1, state.blkIndent, false);
  if (!lineAt(startLine).trimStart().startsWith('<!--')) return false;
  if (silent) return true;
  let line = startLine;
  while (line < endLine && !lineAt(line).includes('-->')) line += 1;
  state.line = Math.min(line + 1, endLine);
  return true;
});

const captions: Readonly<Record<string, string>> = {
  history: 'already merged',
  bad: 'found',
  good: 'clear',
  undecided: 'cannot be judged',
  finding: 'what Precheck says',
};

/** "mysql@8.0.36" → "MySQL 8.0.36"; other words as they are. */
function serverWords(word: string): string {
  const [name = '', version] = word.split('@');
  const dialect = DIALECTS.find((one) => one === name);
  return dialect ? [PRODUCT[dialect], version].filter(Boolean).join(' ') : word;
}

markdown.renderer.rules['fence'] = (tokens, index) => {
  const token = tokens[index];
  const [language = '', ...attributes] = (token?.info ?? '').trim().split(/\s+/);
  const kind = attributes.find((word) => lookUp(captions, word) !== undefined);
  const told = [
    kind && lookUp(captions, kind),
    ...attributes.filter((word) => word !== kind).map(serverWords),
  ]
    .filter(Boolean)
    .join(' · ');
  const caption = told === '' ? '' : `<figcaption>${escape(told)}</figcaption>`;
  const className = ['example', kind].filter(Boolean).join(' ');
  const code = `<pre><code class="language-${escape(language)}">${escape(token?.content ?? '')}</code></pre>`;
  return `<figure class="${className}">${caption}${code}</figure>\n`;
};

markdown.core.ruler.push('places', (state) => {
  state.tokens.forEach((token, index) => {
    const inline = state.tokens[index + 1];
    if (token.type === 'heading_open' && inline) token.attrSet('id', slug(inline.content));
    for (const child of token.children ?? []) {
      const href = child.type === 'link_open' ? child.attrGet('href') : null;
      if (typeof href === 'string') child.attrSet('href', served(href));
    }
  });
});

/** A link between pages in the repository → the same between the pages that are served. */
function served(href: string): string {
  const [, name, anchor = ''] = /^(?:\.\/)?([\w-]+)\.md(#.*)?$/.exec(href) ?? [];
  if (name === undefined) return href;
  return `/rules${name === 'README' ? '' : `/${name}`}${anchor}`;
}

/** The anchor of a heading. */
export function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}

/** A rule that is named leads to its page. */
markdown.renderer.rules['code_inline'] = (tokens, index, _options, env) => {
  const name = tokens[index]?.content ?? '';
  const code = `<code>${escape(name)}</code>`;
  const ids = env?.['ids'];
  const isLinked = tokens[index - 1]?.type === 'link_open';
  return ids instanceof Set && ids.has(name) && !isLinked ? `<a href="/rules/${name}">${code}</a>` : code;
};

/** Markdown of ours → HTML. HTML inside it is shown, not obeyed. `ids`: rules that have a page. */
export function renderMarkdown(source: string, ids?: ReadonlySet<string>): string {
  return markdown.render(source, { ids });
}

/** Text → HTML that shows it. */
export function escape(plain: string): string {
  return markdown.utils.escapeHtml(plain);
}
