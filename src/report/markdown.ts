import { lookUp } from '../look-up.js';
import { isWebAddress } from './docs-url.js';
import { clean, cleanLines, shorten, spans } from './prose.js';

/** Names out of SQL and paths are cut here. */
const LONGEST_NAME = 80;
/** A clause quoted in a sentence. */
const LONGEST_CODE = 240;

// An entity, since some editors and transports drop the character itself.
const ZERO_WIDTH = '&#8203;';

const SPECIAL = /:\/\/|www\.|gh-(?=\d)|:(?=[\w+-]+:)|[@#&<>|$\\`*_~[\]!^]/giu;

const REPLACEMENTS: Readonly<Record<string, string>> = {
  '@': `@${ZERO_WIDTH}`,
  '#': `#${ZERO_WIDTH}`,
  ':': `:${ZERO_WIDTH}`,
  '://': `:${ZERO_WIDTH}//`,
  'www.': `www${ZERO_WIDTH}.`,
  'gh-': `GH-${ZERO_WIDTH}`,
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  // GitHub reads $…$ as a formula, backslash or not; this is how its documentation writes the character.
  $: '<span>$</span>',
};

/** Markdown that shows `prose`: code spans as code, everything else exactly as it is written. One line. */
export function markdown(prose: string): string {
  return spans(prose)
    .map((span) => (span.code ? fencedSpan(span.text, LONGEST_CODE) : escape(span.text)))
    .join('')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Markdown that shows a name as code, cut at 80 characters. Safe in a table too. */
export function codeName(name: string): string {
  return fencedSpan(clean(name), LONGEST_NAME);
}

/** A fenced block. `info` is a constant of ours. The text ends no fence and holds nothing invisible. */
export function fenced(text: string, info: 'sql' | 'sh' | 'suggestion'): string {
  const body = cleanVerbatim(text, info).replace(/\n+$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${info}\n${body === '' ? '' : `${body}\n`}${fence}`;
}

/** A link; `text` is Markdown. An address that is not http or https leaves the text alone. */
export function link(text: string, url: string): string {
  return isWebAddress(url) ? `[${text}](${destination(url)})` : text;
}

/** Markdown of several lines, every one quoted. */
export function quoted(text: string): string {
  return cleanLines(text)
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** A table; the cells are Markdown of one line without a bare `|`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function escape(text: string): string {
  return text.replace(SPECIAL, (special) => lookUp(REPLACEMENTS, special.toLowerCase()) ?? `\\${special}`);
}

// A suggestion replaces lines as it stands, so its tabs stay; the caller has made sure that it is clean.
function cleanVerbatim(text: string, info: 'sql' | 'sh' | 'suggestion'): string {
  return info === 'suggestion' ? text.replaceAll('\r\n', '\n') : cleanLines(text);
}

function fencedSpan(text: string, limit: number): string {
  const shown = shorten(text, limit);
  // A table splits its cells before it looks for code, and no escape of "|" holds behind a backslash.
  if (shown.includes('|')) return `<code>${entities(shown)}</code>`;
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.trim() === '' || /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

function entities(text: string): string {
  return text.replace(/[^\w\s.]|_/gu, (character) => `&#${String(character.codePointAt(0))};`);
}

function longestRun(text: string): number {
  return Array.from(text.matchAll(/`+/g)).reduce((longest, run) => Math.max(longest, run[0].length), 0);
}

function destination(url: string): string {
  return url.replace(/[()<>\\|"'`[\]{}^]/g, percent).replaceAll('&', '&amp;');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
