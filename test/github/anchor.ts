import type { FileChange } from './diff.js';
import { hunkOf, lineAt, readHunks, type Hunk, type Side } from './hunks.js';

/** Where a comment is asked to stand. */
export interface Anchor {
  readonly path: string;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
  readonly position?: number;
  readonly subject_type?: 'line' | 'file';
}

/** Where it stands, or why GitHub declines it. */
export type Placed =
  | { readonly kind: 'declined'; readonly reason: 'path' | 'large' | 'line' | 'start' | 'order' | 'missing' }
  | { readonly kind: 'file'; readonly diffHunk: string }
  | {
      readonly kind: 'line';
      readonly side: Side;
      readonly line: number;
      readonly startSide: Side | undefined;
      readonly startLine: number | undefined;
      readonly position: number;
      readonly diffHunk: string;
    };

/** GitHub shows at most so many lines of the hunk above a comment. */
const shownLines = 4;

/** Finds the place of a comment in a diff, under GitHub's rules. */
export function place(files: readonly FileChange[], anchor: Anchor): Placed {
  const file = files.find((one) => one.path === anchor.path);
  if (file === undefined) return { kind: 'declined', reason: 'path' };
  if (anchor.subject_type === 'file') return { kind: 'file', diffHunk: file.patch ?? '' };
  if (file.patch === undefined) return { kind: 'declined', reason: 'large' };
  const hunks = readHunks(file.patch);
  if (anchor.line === undefined) return byPosition(hunks, anchor.position);
  const side = sideOf(anchor.side);
  const hunk = hunkOf(hunks, side, anchor.line);
  const line = hunk === undefined ? undefined : lineAt(hunk, side, anchor.line);
  if (hunk === undefined || line === undefined) return { kind: 'declined', reason: 'line' };
  const startSide = anchor.start_line === undefined ? undefined : sideOf(anchor.start_side ?? side);
  if (anchor.start_line !== undefined && startSide !== undefined) {
    const start = lineAt(hunk, startSide, anchor.start_line);
    if (start === undefined) return { kind: 'declined', reason: 'start' };
    if (start.position >= line.position) return { kind: 'declined', reason: 'order' };
  }
  return {
    kind: 'line',
    side,
    line: anchor.line,
    startSide,
    startLine: anchor.start_line,
    position: line.position,
    diffHunk: shown(hunk, line.position),
  };
}

function sideOf(side: string | undefined): Side {
  return side === 'LEFT' ? 'LEFT' : 'RIGHT';
}

function byPosition(hunks: readonly Hunk[], position: number | undefined): Placed {
  if (position === undefined) return { kind: 'declined', reason: 'missing' };
  for (const hunk of hunks) {
    const line = hunk.lines.find((one) => one.position === position);
    if (line === undefined || line.kind === 'note') continue;
    const side: Side = line.kind === 'deleted' ? 'LEFT' : 'RIGHT';
    return {
      kind: 'line',
      side,
      line: line.newLine ?? line.oldLine ?? 1,
      startSide: undefined,
      startLine: undefined,
      position,
      diffHunk: shown(hunk, position),
    };
  }
  return { kind: 'declined', reason: 'line' };
}

const signs = { context: ' ', added: '+', deleted: '-', note: '' } as const;

function shown(hunk: Hunk, position: number): string {
  const above = hunk.lines.filter((line) => line.position <= position);
  return [hunk.header, ...above.slice(-shownLines).map((line) => signs[line.kind] + line.text)].join('\n');
}
