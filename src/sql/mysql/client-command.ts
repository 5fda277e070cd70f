/** A line that the mysql client keeps for itself. */
export type ClientCommand =
  | { readonly kind: 'delimiter'; readonly delimiter: string; readonly end: number }
  /** USE without a semicolon ends at the end of its line. */
  | { readonly kind: 'use'; readonly end: number }
  /** Another file's statements, which are not in this text. */
  | { readonly kind: 'source'; readonly end: number };

// Some scripts write the delimiter on the line behind the word.
const DELIMITER = /delimiter(?:[ \t]+|[ \t]*\r?\n[ \t]*)(\S+)[^\r\n]*/iy;
const LATE_DELIMITER = /delimiter[ \t]+([^\w\s`'"(),=.]\S*)[ \t]*(?=\r?\n|$)/iy;
const USE = /use[ \t]+(?:`[^`\n]+`|[\w$-]+)[ \t]*(?=\r?\n|$)/iy;
const SOURCE = /(?:\\\.|source(?=[ \t]))[ \t]*[^\r\n]*/iy;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function unquoted(word: string): string {
  const quote = word.charAt(0);
  return word.length > 2 && (quote === "'" || quote === '"' || quote === '`') && word.endsWith(quote)
    ? word.slice(1, -1)
    : word;
}

/** The client command at `at`, where a statement would begin; undefined when there is none. */
export function clientCommand(text: string, at: number): ClientCommand | undefined {
  const code = text.charCodeAt(at) | 32;
  // d, u, s and the backslash: nothing else begins a client command.
  if (code !== 100 && code !== 117 && code !== 115 && code !== 124) return undefined;
  const delimiter = matchAt(DELIMITER, text, at);
  if (delimiter) {
    return { kind: 'delimiter', delimiter: unquoted(delimiter[1] ?? ';'), end: at + delimiter[0].length };
  }
  const use = matchAt(USE, text, at);
  if (use) return { kind: 'use', end: at + use[0].length };
  const source = matchAt(SOURCE, text, at);
  return source ? { kind: 'source', end: at + source[0].length } : undefined;
}

/**
 * DELIMITER at the start of a line inside a statement: the client ends the statement there. Told from a column of that
 * name by its argument, which is no word.
 */
export function lateDelimiter(text: string, at: number): boolean {
  if ((text.charCodeAt(at) | 32) !== 100) return false;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return text.slice(lineStart, at).trim() === '' && matchAt(LATE_DELIMITER, text, at) !== null;
}
