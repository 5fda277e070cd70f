/** Lines of the new file that GitHub shows in one hunk, first and last, from 1. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
}

/** Where a comment hangs, as GitHub's API names it. `startLine` is absent for one line. */
export interface Anchor {
  readonly line: number;
  readonly startLine?: number | undefined;
}

/**
 * The hunks of a `patch` as GitHub gives it, without file headers. A comment on the new file's side must stand on an added
 * or a context line, and both its ends in one hunk; hunks that only delete hold no such line. A patch that is cut short
 * counts as far as it goes.
 */
export function hunks(patch: string): readonly Hunk[] {
  const result: Hunk[] = [];
  const lines = patch.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const header = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(lines[i] ?? '');
    if (!header) continue;
    const [, removed = '1', start = '0', shown = '1'] = header;
    const body = readBody(lines, i + 1, Number(removed), Number(shown));
    if (body.shown > 0) result.push({ start: Number(start), end: Number(start) + body.shown - 1 });
    i = body.next - 1;
  }
  return result;
}

/** The anchor of exactly these lines; undefined where one hunk does not hold them all. */
export function exactAnchor(within: readonly Hunk[], line: number, endLine: number): Anchor | undefined {
  const last = Math.max(line, endLine);
  return within.some((hunk) => hunk.start <= line && last <= hunk.end) ? toAnchor(line, last) : undefined;
}

/**
 * The anchor of these lines, or of the part of them that a hunk holds: the hunk of the first line, else the first hunk
 * that they reach into. Undefined where the diff shows none of them.
 */
export function anchor(within: readonly Hunk[], line: number, endLine: number): Anchor | undefined {
  const last = Math.max(line, endLine);
  const reached = within.filter((hunk) => hunk.start <= last && line <= hunk.end);
  const hunk = reached.find(({ start }) => start <= line) ?? reached[0];
  return hunk && toAnchor(Math.max(line, hunk.start), Math.min(last, hunk.end));
}

function toAnchor(line: number, endLine: number): Anchor {
  return line === endLine ? { line } : { line: endLine, startLine: line };
}

// The header's counts bound the body: a line of SQL can look like a header.
function readBody(
  lines: readonly string[],
  from: number,
  removedLines: number,
  shownLines: number,
): { readonly shown: number; readonly next: number } {
  let left = removedLines;
  let shown = 0;
  let next = from;
  for (; next < lines.length && (left > 0 || shown < shownLines); next++) {
    const line = lines[next] ?? '';
    const mark = line[0];
    const isLastBreak = line === '' && next === lines.length - 1;
    if (mark === '\\' || isLastBreak) continue;
    if (mark !== '+') left--;
    if (mark !== '-') shown++;
  }
  return { shown, next };
}
