/** One line of a patch. */
export interface PatchLine {
  readonly kind: 'context' | 'added' | 'deleted' | 'note';
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
  /** Lines below the first hunk header: the deprecated `position` of a comment. */
  readonly position: number;
}

/** A run of lines under one header. */
export interface Hunk {
  readonly header: string;
  readonly lines: readonly PatchLine[];
}

/** Which side of a diff a comment stands on. */
export type Side = 'LEFT' | 'RIGHT';

/** Reads the bare hunks that GitHub gives as `patch`. */
export function readHunks(patch: string): readonly Hunk[] {
  const hunks: { header: string; lines: PatchLine[] }[] = [];
  let oldLine = 0;
  let newLine = 0;
  patch.split('\n').forEach((text, position) => {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header !== null) {
      oldLine = Number(header[1]);
      newLine = Number(header[2]);
      hunks.push({ header: text, lines: [] });
      return;
    }
    const lines = hunks.at(-1)?.lines;
    const rest = text.slice(1);
    switch (text.charAt(0)) {
      case '+':
        lines?.push({ kind: 'added', text: rest, newLine: newLine++, position });
        break;
      case '-':
        lines?.push({ kind: 'deleted', text: rest, oldLine: oldLine++, position });
        break;
      case '\\':
        lines?.push({ kind: 'note', text, position });
        break;
      default:
        lines?.push({ kind: 'context', text: rest, oldLine: oldLine++, newLine: newLine++, position });
    }
  });
  return hunks;
}

/** The hunk that shows a line on a side: added and context lines on the RIGHT, deleted ones on the LEFT. */
export function hunkOf(hunks: readonly Hunk[], side: Side, line: number): Hunk | undefined {
  return hunks.find((hunk) => hunk.lines.some((one) => isAt(one, side, line)));
}

/** The line of a hunk at a number on a side. */
export function lineAt(hunk: Hunk, side: Side, line: number): PatchLine | undefined {
  return hunk.lines.find((one) => isAt(one, side, line));
}

function isAt(line: PatchLine, side: Side, number: number): boolean {
  return side === 'RIGHT' ? line.newLine === number : line.kind === 'deleted' && line.oldLine === number;
}
