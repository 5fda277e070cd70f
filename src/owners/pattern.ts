import { covered } from '../wildcard.js';

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
  const below = belowOf(last, isFolder);
  const own = last === '**' ? steps.slice(0, -1) : steps;
  return { kind: 'pattern', steps: [...(isAnchored ? [] : ['any' as const]), ...own, ...below] };
}

/** What follows the last name: a folder brings all in it, `**` all below it, `**` with a slash what is in folders there. */
function belowOf(last: string | undefined, isFolder: boolean): readonly Step[] {
  if (last === '**') return isFolder ? [ONE, ONE, 'any'] : [ONE, 'any'];
  if (isFolder) return [ONE, 'any'];
  return isOnlyStar(last) ? [] : ['any'];
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
  return covered(
    path.split('/'),
    steps,
    (step) => step === 'any',
    (folder, step) => step !== 'any' && covered(Array.from(folder), step.name, isStar, isSameGlyph),
  );
}

function isStar(glyph: Glyph): boolean {
  return 'wild' in glyph && glyph.wild === '*';
}

function isSameGlyph(character: string, glyph: Glyph): boolean {
  return 'wild' in glyph ? glyph.wild === '?' : glyph.char === character;
}
