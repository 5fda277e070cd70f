import type { Token } from './lexer.js';
import { lookUp } from '../../look-up.js';

/** A string literal's value, and where its characters stand when they stand in the file as they are. */
export interface Literal {
  readonly value: string;
  /** Undefined when an escape makes the value differ from what is written. */
  readonly start?: number | undefined;
}

/** Reads a 'string', an E'string' or a $dollar$ string; undefined for the others and for other tokens. */
export function literalOf(text: string, token: Token | undefined): Literal | undefined {
  if (token?.kind === 'dollar') return dollarLiteral(text, token);
  if (token?.kind !== 'string') return undefined;
  const written = text.slice(token.start, token.end);
  if (!written.endsWith("'") || written.length < 2) return undefined;
  if (written.startsWith("'")) {
    const inner = written.slice(1, -1);
    if (!inner.includes("'")) return { value: inner, start: token.start + 1 };
    return { value: inner.replaceAll("''", "'") };
  }
  if (!/^e'/i.test(written)) return undefined;
  return { value: unescape(written.slice(2, -1)) };
}

function dollarLiteral(text: string, token: Token): Literal | undefined {
  const tag = text.indexOf('$', token.start + 1) + 1 - token.start;
  if (token.end - token.start < 2 * tag) return undefined;
  return { value: text.slice(token.start + tag, token.end - tag), start: token.start + tag };
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(inner: string): string {
  return inner.replace(
    /''|\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{1,3})|([^]))/gi,
    (match, hex?: string, short?: string, long?: string, octal?: string, other?: string) => {
      if (match === "''") return "'";
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
      const code = hex ?? short ?? long;
      if (code === undefined) return lookUp(ESCAPES, other ?? '') ?? other ?? '';
      const point = parseInt(code, 16);
      return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
    },
  );
}
