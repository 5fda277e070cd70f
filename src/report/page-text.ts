import { paintWith } from './paint.js';
import { cleanLines, spans } from './prose.js';
import { visibleWidth, wrap } from './wrap.js';
import { lookUp } from '../look-up.js';

const INDENT = '    ';

/** What fences of a rule's page hold, by the word that says so. */
const CAPTIONS: Readonly<Record<string, string>> = {
  history: 'already merged',
  bad: 'found',
  good: 'clear',
  undecided: 'cannot be judged',
  finding: 'what Precheck says',
};

/** The terminal: whether it shows colour, and its columns. */
export interface PageTextOptions {
  readonly color: boolean;
  readonly width: number;
}

/** A page of documentation (Markdown of our own) as text for a terminal; ends in a line break. */
export function renderPage(markdown: string, { color, width }: PageTextOptions): string {
  const paint = paintWith(color);
  const result: string[] = [];
  let paragraph: string[] = [];
  let inFence = false;
  const flush = (): void => {
    const [first = ''] = paragraph;
    const hanging = ' '.repeat(/^(?:[-*]|\d+\.) /.exec(first)?.[0].length ?? 0);
    const lines = wrap(withoutLinks(paragraph.join(' ')), width - hanging.length, paint.prose);
    result.push(...lines.map((line, index) => (index === 0 ? line : hanging + line)));
    paragraph = [];
  };
  for (const line of cleanLines(withoutComments(markdown)).split('\n')) {
    if (line.startsWith('```')) {
      flush();
      if (!inFence) result.push(...caption(line).map(paint.dim));
      inFence = !inFence;
    } else if (inFence) result.push(line === '' ? '' : INDENT + line);
    else if (line.startsWith('|')) {
      flush();
      result.push(...row(line));
    } else if (line.startsWith('#')) {
      flush();
      result.push(paint.bold(line.replace(/^#+ /, '')));
    } else if (line.trim() === '') {
      flush();
      result.push('');
    } else {
      if (/^(?:[-*]|\d+\.) /.test(line)) flush();
      paragraph.push(line.trim());
    }
  }
  flush();
  return `${result
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** Comments carry what the generator needs and readers do not. */
function withoutComments(markdown: string): string {
  return markdown.replace(/<!--[^]*?-->\n?/g, '');
}

/** "[text](address)": the address stays where it leads out of this documentation. */
function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, words: string, address: string) =>
    /^https?:/.test(address) ? `${words} (${address})` : words,
  );
}

function caption(fence: string): readonly string[] {
  const words = fence.replace(/^`+/, '').split(/\s+/).slice(1);
  const text = words.map((word) => lookUp(CAPTIONS, word) ?? word).join(', ');
  return text === '' ? [] : [`${text}:`];
}

/** A table's row keeps its columns; the line under the head is left out. */
function row(line: string): readonly string[] {
  if (/^\|[\s|:-]+\|$/.test(line)) return [];
  const cells = line.slice(1, line.lastIndexOf('|')).split(' | ');
  const text = cells.map((cell) => {
    const plainCell = spans(withoutLinks(cell))
      .map((span) => span.text)
      .join('');
    return plainCell + ' '.repeat(Math.max(0, visibleWidth(cell) - visibleWidth(plainCell)));
  });
  return [text.join('  ').trim()];
}
