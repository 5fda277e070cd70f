import type { Span } from './position.js';

/** Turns offsets of one text into lines and columns. */
export interface LineTable {
  /** The span from `start` to the character before `end`; both in UTF-16 units. */
  spanOf(start: number, end: number): Span;
}

/** Indexes the line starts of `text` once, so that every look-up is a binary search. */
export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    spanOf(start, end) {
      const line = lineOf(start);
      const last = Math.max(start, end - 1);
      const endLine = last < (starts[line + 1] ?? Infinity) ? line : lineOf(last);
      return {
        start,
        end,
        line: line + 1,
        column: start - (starts[line] ?? 0) + 1,
        endLine: endLine + 1,
        endColumn: last - (starts[endLine] ?? 0) + 1,
      };
    },
  };
}
