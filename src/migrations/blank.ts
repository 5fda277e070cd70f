/** The text with everything but line breaks turned into spaces: as long as before, nothing on any line. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** Strings, quoted names, dollar quotes and comments; one that never ends reaches to the text's end. */
const OPAQUE =
  /'[^']*(?:'|$)|"[^"]*(?:"|$)|\$(\w*)\$(?:[\s\S]*?\$\1\$|[\s\S]*$)|--[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*$)/g;

/** The text with strings, quoted names and comments as single spaces, for a look at its words; places are lost. */
export function withoutOpaque(text: string): string {
  return text.replace(OPAQUE, ' ');
}

/** The same with every place kept, which costs more. */
export function blankOpaque(text: string): string {
  return text.replace(OPAQUE, blank);
}

/** A line with its line break, and where it starts. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

/** Cuts a text into lines; joined again they are the text. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found + 1;
    lines.push({ start, text: text.slice(start, end) });
    start = end;
  }
  return lines;
}
