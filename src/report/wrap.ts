import { spans } from './prose.js';

/** How prose looks on a terminal. */
export interface ProseStyle {
  readonly code: (text: string) => string;
  readonly text: (text: string) => string;
  /** Stands around code where no colour tells it apart. */
  readonly quote: string;
}

interface Word {
  readonly width: number;
  readonly styled: string;
}

/** Prose as lines of at most `width` columns; a word that is longer has a line of its own. */
export function wrap(prose: string, width: number, style: ProseStyle): readonly string[] {
  const lines: string[] = [];
  let line: Word = { width: 0, styled: '' };
  for (const word of words(prose, style)) {
    if (line.width > 0 && line.width + 1 + word.width > width) {
      lines.push(line.styled);
      line = { width: 0, styled: '' };
    }
    line =
      line.width === 0
        ? word
        : { width: line.width + 1 + word.width, styled: `${line.styled} ${word.styled}` };
  }
  return line.width === 0 ? lines : [...lines, line.styled];
}

// "`D`," is one word though only a part of it is code.
function words(prose: string, style: ProseStyle): readonly Word[] {
  const result: Word[] = [];
  let current: Word = { width: 0, styled: '' };
  for (const { code, text } of spans(prose)) {
    const format = code ? style.code : style.text;
    const quoted = code ? `${style.quote}${text}${style.quote}` : text;
    quoted.split(' ').forEach((piece, index) => {
      if (index > 0) {
        result.push(current);
        current = { width: 0, styled: '' };
      }
      if (piece === '') return;
      const styled = format(piece);
      current = { width: current.width + visibleWidth(styled), styled: current.styled + styled };
    });
  }
  return [...result, current].filter(({ width }) => width > 0);
}

/** Columns that a text takes, without its colours; every character counts for one. */
export function visibleWidth(text: string): number {
  // Colours are control sequences: ESC, then the numbers of the style.
  return Array.from(text.replace(/\p{Cc}\[[\d;]*m/gu, '')).length;
}
