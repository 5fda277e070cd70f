import { blank, linesOf } from './blank.js';
import type { RawSection, Wrapping } from './layout.js';

/** What a comment line tells the tool: what follows is a section. */
export interface Mark {
  /** `neither`: what follows is not run at all. */
  readonly direction: 'up' | 'down' | 'neither';
  readonly wrapping?: Wrapping | undefined;
  /** Runs apart from what the section before it holds, even in the same direction (Liquibase's change sets). */
  readonly own?: boolean;
  /** `next`: begins behind the line (its text is no SQL comment); else the line itself is the first of the section. */
  readonly from?: 'next';
}

interface Piece {
  readonly mark: Mark;
  readonly start: number;
  end: number;
}

/** More sections of one direction than this are joined, since each is as long as the file. */
const MOST_SECTIONS = 16;

function piecesOf(text: string, read: (line: string) => Mark | undefined, before: Mark | undefined): Piece[] {
  const pieces: Piece[] = before ? [{ mark: before, start: 0, end: text.length }] : [];
  for (const line of linesOf(text)) {
    const mark = read(line.text);
    if (!mark) continue;
    const last = pieces[pieces.length - 1];
    if (last) last.end = line.start;
    const start = mark.from === 'next' ? line.start + line.text.length : line.start;
    pieces.push({ mark, start, end: text.length });
  }
  return pieces;
}

function keep(text: string, blanked: string, pieces: readonly Piece[]): string {
  let kept = '';
  let at = 0;
  for (const piece of pieces) {
    kept += blanked.slice(at, piece.start) + text.slice(piece.start, piece.end);
    at = piece.end;
  }
  return kept + blanked.slice(at);
}

function runsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const run = runs[runs.length - 1];
    const joins = run?.[0]?.mark.wrapping === piece.mark.wrapping && piece.mark.own !== true;
    if (run && joins) run.push(piece);
    else runs.push([piece]);
  }
  return runs.length > MOST_SECTIONS ? [pieces] : runs;
}

/**
 * Cuts a file at the lines that `read` knows as marks. What stands before the first mark belongs to no section, unless
 * `before` says to which. Undefined without a mark.
 */
export function markedSections(
  text: string,
  read: (line: string) => Mark | undefined,
  before?: Mark,
): readonly RawSection[] | undefined {
  const pieces = piecesOf(text, read, before);
  if (pieces.length === (before ? 1 : 0)) return undefined;
  const blanked = blank(text);
  return (['up', 'down'] as const).flatMap((direction) =>
    runsOf(pieces.filter((piece) => piece.mark.direction === direction)).map((run) => ({
      direction,
      sql: keep(text, blanked, run),
      wrapping: run[0]?.mark.wrapping,
    })),
  );
}
