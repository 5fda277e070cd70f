import type { Paint } from './paint.js';
import { cleanLines, shorten } from './prose.js';
import { visibleWidth } from './wrap.js';

/** Lines of one place that are shown; of a longer one the first ones and the last. */
const MOST_LINES = 8;

/** The lines of a file as they are shown: without characters that a terminal acts on. */
export function linesOf(fileText: string): readonly string[] {
  return cleanLines(fileText).split('\n');
}

/** The lines of a file that something is said of, numbered, with a mark under or beside what is wrong. */
export function excerpt(
  lines: readonly string[],
  line: number,
  endLine: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const last = Math.min(Math.max(line, endLine), lines.length);
  if (line < 1 || line > last) return [];
  const gutter = String(last).length;
  const room = width - gutter - 5;
  const isOne = line === last;
  const row = (number: number): string => {
    const text = shorten(lines[number - 1] ?? '', room);
    const mark = isOne ? ' ' : paint.red('>');
    return `${mark} ${paint.dim(`${String(number).padStart(gutter)} │`)} ${text}`.trimEnd();
  };
  const rows = shownLines(line, last).map((number) =>
    number === undefined ? paint.dim(`  ${' '.repeat(gutter)} ⋮`) : row(number),
  );
  return isOne ? [...rows, underline(lines[line - 1] ?? '', gutter, room, paint)] : rows;
}

/** What a suggestion takes away and puts in, without the lines that both have at the start and at the end. */
export function suggestionDiff(
  before: readonly string[] | undefined,
  suggestion: string,
  width: number,
  paint: Paint,
): readonly string[] {
  const after = cleanLines(suggestion).split('\n');
  const old = before ?? [];
  const start = commonLength(old, after);
  const end = commonLength(old.slice(start).reverse(), after.slice(start).reverse());
  const removed = old.slice(start, old.length - end);
  const added = after.slice(start, after.length - end);
  const room = width - 2;
  const row = (mark: string, text: string, other: string | undefined): string =>
    `${mark} ${shortenAround(text, other ?? '', room)}`.trimEnd();
  return [
    ...removed.map((text, index) => paint.red(row('-', text, added[index]))),
    ...added.map((text, index) => paint.green(row('+', text, removed[index]))),
  ];
}

/** Of a line that is too long, the start; where what differs from the other line is not in it, the part that holds that. */
function shortenAround(text: string, other: string, width: number): string {
  const start = commonStart(text, other);
  const end = text.length - Math.min(commonEnd(text, other), text.length - start);
  const latest = Math.max(end - width + 2, start - Math.floor(width / 2));
  const from = visibleWidth(text.slice(0, end)) < width ? 0 : Math.max(0, Math.min(start, latest));
  return from === 0 ? shorten(text, width) : `…${shorten(text.slice(from), width - 1)}`;
}

function commonStart(text: string, other: string): number {
  let length = 0;
  while (length < text.length && text[length] === other[length]) length++;
  return length;
}

function commonEnd(text: string, other: string): number {
  let length = 0;
  while (length < text.length && text.at(-1 - length) === other.at(-1 - length)) length++;
  return length;
}

function shownLines(line: number, last: number): readonly (number | undefined)[] {
  const all = Array.from({ length: last - line + 1 }, (_, i) => line + i);
  return all.length <= MOST_LINES ? all : [...all.slice(0, MOST_LINES - 2), undefined, last];
}

function underline(text: string, gutter: number, room: number, paint: Paint): string {
  const shown = shorten(text, room);
  const indent = shown.length - shown.trimStart().length;
  const marks = '^'.repeat(Math.max(1, visibleWidth(shown.trim())));
  return `  ${' '.repeat(gutter)} ${paint.dim('│')} ${' '.repeat(indent)}${paint.red(marks)}`;
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((line, i) => line !== b[i]);
  return Math.min(different === -1 ? a.length : different, b.length);
}
