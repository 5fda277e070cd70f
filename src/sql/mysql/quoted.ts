import { lookUp } from '../../look-up.js';
/** The content of a quoted name or string, and the offset behind its closing quote. */
export interface Quoted {
  readonly value: string;
  readonly end: number;
}

// "String Literals" in MySQL's manual; \% and \_ keep their backslash, any other character stands for itself.
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
};

/** Reads what starts with the quote at `at`; undefined when it is not closed. A doubled quote stands for one. */
export function readQuoted(text: string, at: number, backslashEscapes: boolean): Quoted | undefined {
  const quote = text.charCodeAt(at);
  let value = '';
  let from = at + 1;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      value += text.slice(from, i);
      if (text.charCodeAt(i + 1) !== quote) return { value, end: i + 1 };
      from = ++i;
    } else if (code === 92 && backslashEscapes) {
      const escaped = text.charAt(i + 1);
      value += text.slice(from, i) + (lookUp(ESCAPES, escaped) ?? escaped);
      from = ++i + 1;
    }
  }
  return undefined;
}

/**
 * For each character of the unescaped content the offset where it is written; the last entry is the closing quote's.
 * Lets SQL inside a string be reported at its place in the file.
 */
export function quotedOffsets(text: string, at: number, length: number): readonly number[] {
  const quote = text.charCodeAt(at);
  const offsets: number[] = [];
  for (let i = at + 1; offsets.length < length; i++) {
    offsets.push(i);
    const code = text.charCodeAt(i);
    if (code === 92) {
      const escaped = text.charAt(++i);
      if (escaped === '%' || escaped === '_') offsets.push(i);
    } else if (code === quote) i++;
  }
  offsets.push((offsets.at(-1) ?? at) + 1);
  return offsets;
}
