import createMarkdown, { type MarkdownIt } from 'markdown-it';
import { escapeHtml, Html } from './html.js';

/** What a comment's Markdown stands beside. */
export interface Beside {
  /** The lines that a suggestion in the comment would replace. */
  readonly anchored?: readonly string[] | undefined;
}

/** Tags that come through, without attributes; every other one is shown as text. */
const allowed = 'details|summary|sub|sup|br|kbd|b|i|em|strong|code|ins|del|p';
const tag = new RegExp(`<(/?)(${allowed})\\s*(open)?\\s*/?>`, 'gi');

const alerts = ['note', 'tip', 'important', 'warning', 'caution'] as const;
const alertLine = new RegExp(`^\\[!(${alerts.join('|')})\\][ \\t]*(?:\\n|$)`, 'i');

/** What is drawn in a 16 by 16 box before an alert's name. */
const drawings: Readonly<Record<(typeof alerts)[number], string>> = {
  note: '<circle cx="8" cy="8" r="6.8"/><path d="M8 7.4v4M8 4.6v.3"/>',
  tip: '<path d="M5.6 11c0-1.6-1.8-2.3-1.8-4.6a4.2 4.2 0 0 1 8.4 0c0 2.3-1.8 3-1.8 4.6zM6.2 13.6h3.6"/>',
  important: '<path d="M2 2.5h12v8.5H8.5L5.5 14v-3H2zM8 4.6v2.6M8 9v.2"/>',
  warning: '<path d="M8 1.8 14.8 14H1.2zM8 6.4v3.4M8 11.9v.2"/>',
  caution: '<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM8 4.6v4M8 11.2v.2"/>',
};

const markdown = create();

/** Renders a comment as GitHub does: alerts, suggestions, tables; HTML only from the short list. */
export function renderMarkdown(text: string, beside: Beside = {}): Html {
  return new Html(balanced(markdown.render(text, { ...beside })));
}

function create(): MarkdownIt {
  // Raw HTML is recognised as HTML, so that comments vanish and blocks end where GitHub ends them; all of it goes
  // through `safe` before it is shown.
  const md = createMarkdown({ html: true, linkify: true, breaks: true });
  md.disable('image');
  md.renderer.rules['html_block'] = (tokens, at): string => safe(tokens[at]?.content ?? '');
  md.renderer.rules['html_inline'] = (tokens, at): string => safe(tokens[at]?.content ?? '');
  const fence = md.renderer.rules['fence'];
  md.renderer.rules['fence'] = (tokens, at, options, env, renderer): string => {
    const token = tokens[at];
    if (token?.info.trim().split(/\s/)[0] === 'suggestion')
      return suggestion(token.content, (env as Beside | undefined)?.anchored);
    return fence?.(tokens, at, options, env, renderer) ?? '';
  };
  addAlerts(md);
  return md;
}

function safe(raw: string): string {
  const text = raw.replace(/<!--[^]*?-->/g, '');
  let out = '';
  let from = 0;
  for (const found of text.matchAll(tag)) {
    const [whole, slash = '', name = '', open] = found;
    out += escapeHtml(text.slice(from, found.index));
    out += `<${slash}${name.toLowerCase()}${open === undefined || slash === '/' ? '' : ' open'}>`;
    from = found.index + whole.length;
  }
  return out + escapeHtml(text.slice(from));
}

/** Closes what a comment leaves open, so that it cannot swallow what follows. */
function balanced(rendered: string): string {
  const open: string[] = [];
  for (const [, slash, name = ''] of rendered.matchAll(
    /<(\/?)(details|summary|sub|sup|kbd|ins|del)\b[^>]*>/g,
  )) {
    if (slash !== '/') open.push(name);
    else if (open.includes(name)) open.splice(open.lastIndexOf(name), 1);
  }
  return (
    rendered +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}

function addAlerts(md: MarkdownIt): void {
  md.core.ruler.before('inline', 'alerts', ({ tokens, Token }) => {
    for (let at = 0; at < tokens.length; at++) {
      const [quote, paragraph, inline] = tokens.slice(at, at + 3);
      if (quote?.type !== 'blockquote_open' || paragraph?.type !== 'paragraph_open') continue;
      const found = inline?.type === 'inline' ? alertLine.exec(inline.content) : null;
      if (inline === undefined || found === null || quote.level > 0) continue;
      const kind = (found[1] ?? 'note').toLowerCase() as (typeof alerts)[number];
      inline.content = inline.content.slice(found[0].length);
      const end = tokens.findIndex(
        (one, index) => index > at && one.type === 'blockquote_close' && one.level === 0,
      );
      for (const token of [quote, tokens[end]]) if (token !== undefined) token.tag = 'div';
      quote.attrSet('class', `markdown-alert markdown-alert-${kind}`);
      const title = new Token('html_alert', '', 0);
      title.content = `<p class="markdown-alert-title"><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${drawings[kind]}</svg>${kind.charAt(0).toUpperCase()}${kind.slice(1)}</p>\n`;
      tokens.splice(at + 1, inline.content === '' ? 3 : 0, title);
    }
  });
  md.renderer.rules['html_alert'] = (tokens, at): string => tokens[at]?.content ?? '';
}

function suggestion(content: string, anchored: readonly string[] | undefined): string {
  const row = (kind: 'deleted' | 'added', line: string): string =>
    `<tr class="${kind}"><td class="sign">${kind === 'added' ? '+' : '−'}</td><td class="code">${escapeHtml(line)}</td></tr>`;
  const lines = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  const rows = [
    ...(anchored ?? []).map((line) => row('deleted', line)),
    ...lines.map((line) => row('added', line)),
  ];
  return `<div class="suggestion"><div class="suggestion-title">Suggested change</div><table class="diff"><colgroup><col class="sign"><col></colgroup>${rows.join('')}</table></div>\n`;
}
