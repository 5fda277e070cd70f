/**
 * Prose is what rules write and what this folder renders: plain sentences in which only `code spans` are marked up.
 * Whatever else looks like markup is text, since names out of SQL, paths and reasons stand in it.
 */

export interface Span {
  readonly code: boolean;
  readonly text: string;
}

/** Longer prose is cut: no sentence that a person wrote for a person comes near it. */
const LONGEST_PROSE = 1500;

// Format characters hold the bidi controls, the zero-width and the tag characters; what may be ignored holds fillers that
// look like nothing, and selectors that carry hidden text. The two joiners are letters' business.
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** One line without control, bidi or invisible characters; white space folded. */
export function clean(text: string): string {
  return text
    .replace(/[^\S\uFEFF]+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim();
}

/** Text of several lines, its indentation kept, without control, bidi or invisible characters. */
export function cleanLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll('\t', '    ').replace(INVISIBLE, ''))
    .join('\n');
}

/** True when a reader sees all that is there. */
export function isClean(text: string): boolean {
  return !text.replace(/[\t\n]|\r\n/g, '').match(INVISIBLE);
}

/** At most `limit` characters, the last one an ellipsis where something was cut. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A character takes at most two units: what lies behind them cannot be shown, however long it is.
  const characters = Array.from(text.slice(0, 2 * limit + 1));
  if (characters.length <= limit) return text;
  const kept = characters.slice(0, limit - 1).join('');
  return `${kept.trimEnd()}…`;
}

/**
 * Splits prose at its code spans. As in Markdown a span ends at a run of as many backticks as opened it; a run that
 * nothing closes is text.
 */
export function spans(prose: string): readonly Span[] {
  const text = shorten(clean(prose.slice(0, 4 * LONGEST_PROSE)), LONGEST_PROSE);
  const runs = Array.from(text.matchAll(/`+/g), (match) => ({ at: match.index, length: match[0].length }));
  const result: Span[] = [];
  let from = 0;
  for (let i = 0; i < runs.length; i++) {
    const open = runs[i];
    const end = runs.findIndex((run, j) => j > i && run.length === open?.length);
    const close = runs[end];
    if (!open || !close) continue;
    result.push({ code: false, text: text.slice(from, open.at) });
    result.push({ code: true, text: unpad(text.slice(open.at + open.length, close.at)) });
    from = close.at + close.length;
    i = end;
  }
  result.push({ code: false, text: text.slice(from) });
  return result.filter((span) => span.text !== '');
}

/** A name as a code span of prose, which nothing in it breaks out of. */
export function codeSpan(name: string): string {
  return `\`${clean(name).replaceAll('`', 'ˋ')}\``;
}

/** Prose without any markup, for places that show plain text. */
export function plain(prose: string): string {
  return spans(prose)
    .map((span) => span.text)
    .join('');
}

// "`` a`b ``": one space at each side keeps the fence apart from a backtick and is not part of the text.
function unpad(text: string): string {
  return /^ .*[^ ].* $/.test(text) ? text.slice(1, -1) : text;
}
