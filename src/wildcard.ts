/**
 * Matching with wildcards, in time that grows with the product of both lengths at worst: names and paths in a pull
 * request are chosen by its author, and what a regular expression makes of `*a*a*b` takes seconds on a hostile one.
 */

/** One character of a name: itself, `?`, one of a range, or `*` for any number of them. */
type Glyph = { readonly wild: '*' | '?' } | { readonly char: string } | { readonly among: RegExp };

/** One folder or file name, or any number of folders. */
type Step = { readonly name: readonly Glyph[] } | 'any';

/**
 * Whether a pattern covers a list of items. `isAny`: a part that stands for any number of items. Goes back to the last
 * such part only.
 */
export function covered<T, P>(
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

/**
 * A glob as the configuration knows it: `*` and `?` within a name, `**` for any number of folders, `[a-z]`, `[!a]`, and
 * `{a,b}`; every other character is itself, also a dot in front. The pattern is one of which `globFault` says nothing.
 */
export function glob(pattern: string, ignoreCase = false): (path: string) => boolean {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const alternatives = alternativesOf(fold(pattern)).map((alternative) => alternative.split('/').map(stepOf));
  return (path) => {
    const names = fold(path).split('/');
    return alternatives.some((steps) =>
      covered(
        names,
        steps,
        (step) => step === 'any',
        (name, step) => step !== 'any' && covered(Array.from(name), step.name, isStar, isSame),
      ),
    );
  };
}

const MOST_ALTERNATIVES = 64;

/** What is wrong with a glob, and what to do; undefined when nothing is. */
export function globFault(pattern: string): string | undefined {
  if (pattern.startsWith('!') || /[()]/.test(pattern)) {
    return 'is no glob: "!" in front and "( )" mean nothing here, alternatives are {a,b}';
  }
  const isOpen = /[[\]]/.test(pattern.replace(CLASS, '')) || !bracesClose(pattern);
  if (isOpen) return 'is no glob: close every bracket and brace';
  return alternativesOf(pattern).length > MOST_ALTERNATIVES
    ? `is too complicated: its braces mean more than ${MOST_ALTERNATIVES} names`
    : undefined;
}

/** True when a text is a pattern and no plain path. */
export function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/** The folders in front of the first wildcard. */
export function globBase(pattern: string): string {
  const names = pattern.split('/');
  const first = names.findIndex(isGlob);
  return names.slice(0, first === -1 ? -1 : first).join('/');
}

const CLASS = /\[(?:!|\^)?[^\]/[]+\]/g;

function bracesClose(pattern: string): boolean {
  let depth = 0;
  for (const character of pattern) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Every name that the braces mean; one more than are allowed at most. */
function alternativesOf(pattern: string): readonly string[] {
  let known: readonly string[] = [pattern];
  for (;;) {
    const next = known.flatMap((text) => {
      // The innermost braces: none within.
      const [braces, inside] = /\{([^{}]*)\}/.exec(text) ?? [];
      if (braces === undefined || inside === undefined) return [text];
      return inside.split(',').map((one) => text.replace(braces, () => one));
    });
    if (next.length > MOST_ALTERNATIVES) return next.slice(0, MOST_ALTERNATIVES + 1);
    if (next.every((text, at) => text === known[at])) return next;
    known = next;
  }
}

function stepOf(name: string): Step {
  if (name === '**') return 'any';
  const glyphs: Glyph[] = [];
  for (const [part] of name.matchAll(/\[(?:!|\^)?[^\]/[]+\]|[\s\S]/gu)) {
    if (part === '*' || part === '?') glyphs.push({ wild: part });
    else if (part.length > 1 && part.startsWith('[')) glyphs.push({ among: rangeOf(part) });
    else glyphs.push({ char: part });
  }
  return { name: glyphs };
}

function rangeOf(part: string): RegExp {
  const inside = part
    .slice(1, -1)
    .replace(/^!/, '^')
    .replace(/[\\\]]/g, '\\$&');
  try {
    return new RegExp(`^[${inside}]$`, 'u');
  } catch {
    // "z-a" holds no character.
    return /^(?!)$/;
  }
}

function isStar(glyph: Glyph): boolean {
  return 'wild' in glyph && glyph.wild === '*';
}

function isSame(character: string, glyph: Glyph): boolean {
  if ('among' in glyph) return glyph.among.test(character);
  return 'wild' in glyph ? glyph.wild === '?' : glyph.char === character;
}
