/** A pattern of CODEOWNERS, ready to match. */
export type OwnerPattern =
  | { readonly kind: 'pattern'; readonly steps: readonly Step[] }
  /** GitHub skips the line and reports it. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** One folder or file name with `*` and `?`, or any number of folders. */
type Step = { readonly name: readonly Glyph[] } | 'any';

/** `*` within a name, `?`, or a character as it is. */
type Glyph = { readonly wild: '*' | '?' } | { readonly char: string };

/**
 * Reads a pattern as GitHub does: gitignore's, without `!`, `[ ]` and an escaped `#` at its start, and with `folder/*` for the
 * files of that folder only. Source: GitHub's documentation, "About code owners"; where it is silent, gitignore's.
 */
export function readPattern(text: string): OwnerPattern {
  const reason = reasonAgainst(text);
  if (reason !== undefined) return { kind: 'invalid', reason };
  const parts = text.split('/');
  const isAnchored = parts.length > 2 || (parts.length === 2 && parts[1] !== '');
  if (parts[0] === '') parts.shift();
  const isFolder = parts.length > 1 && parts.at(-1) === '';
  if (isFolder) parts.pop();
  const last = parts.at(-1);
  const steps = parts.map((part): Step => (part === '**' ? 'any' : { name: glyphsOf(part) }));
  const below: readonly Step[] = isFolder || last === '**' ? [ONE, 'any'] : isOnlyStar(last) ? [] : ['any'];
  const own = last === '**' ? steps.slice(0, -1) : steps;
  return { kind: 'pattern', steps: [...(isAnchored ? [] : ['any' as const]), ...own, ...below] };
}

const ONE: Step = { name: [{ wild: '*' }] };

/** `docs/*` takes the files of `docs` and not what lies deeper; any other name takes a folder with all in it. */
function isOnlyStar(part: string | undefined): boolean {
  return part === '*';
}

function reasonAgainst(text: string): string | undefined {
  if (text === '' || text === '/') return 'it names nothing';
  if (text.startsWith('!')) return '`!` does not exclude anything here';
  if (text.startsWith('\\#')) return 'a `#` at the start cannot be escaped';
  if (/[[\]]/.test(text)) return '`[ ]` is no range of characters here';
  if (text.includes('***')) return 'three `*` in a row mean nothing';
  return undefined;
}

function glyphsOf(part: string): readonly Glyph[] {
  const glyphs: Glyph[] = [];
  const characters = Array.from(part);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '\\' && at + 1 < characters.length) {
      at += 1;
      glyphs.push({ char: characters[at] ?? '' });
    } else if (character === '*' || character === '?') glyphs.push({ wild: character });
    else glyphs.push({ char: character });
  }
  return glyphs;
}

/** Whether a pattern covers a file; `path` is relative to the repository, with forward slashes. Case counts. */
export function covers(pattern: OwnerPattern, path: string): boolean {
  if (pattern.kind === 'invalid') return false;
  const { steps } = pattern;
  return isMatch(
    path.split('/'),
    steps,
    (step) => step === 'any',
    (folder, step) => step !== 'any' && isMatch(Array.from(folder), step.name, isStar, isSameGlyph),
  );
}

function isStar(glyph: Glyph): boolean {
  return 'wild' in glyph && glyph.wild === '*';
}

function isSameGlyph(character: string, glyph: Glyph): boolean {
  return 'wild' in glyph ? glyph.wild === '?' : glyph.char === character;
}

/** Matching with a wildcard for any number of items. Goes back to the last wildcard only, so its cost is a product at worst. */
function isMatch<T, P>(
  items: readonly T[],
  pattern: readonly P[],
  isAny: (part: P) => boolean,
  isSame: (item: T, part: P) => boolean,
): boolean {
  let item = 0;
  let part = 0;
  let retry: { readonly part: number; readonly item: number } | undefined;
  while (item < items.length) {
    const wanted = pattern[part];
    const given = items[item];
    if (wanted !== undefined && isAny(wanted)) {
      retry = { part, item };
      part += 1;
    } else if (wanted !== undefined && given !== undefined && isSame(given, wanted)) {
      part += 1;
      item += 1;
    } else if (retry) {
      retry = { part: retry.part, item: retry.item + 1 };
      part = retry.part + 1;
      item = retry.item;
    } else return false;
  }
  return pattern.slice(part).every(isAny);
}
