/** A piece of a longer text. */
export interface Block {
  /** From whole to short; an empty one leaves the block out. At least one. */
  readonly versions: readonly string[];
  /** The block with the highest number is shortened first. */
  readonly order: number;
}

/** A block that stays as it is. */
export function fixed(text: string): Block {
  return { versions: [text], order: 0 };
}

/** A block that is left out when the room is short. */
export function optional(text: string, order: number): Block {
  return { versions: [text, ''], order };
}

const SHORTENED = '_Shortened: GitHub takes no longer text._';

/**
 * The blocks, a blank line between them, in at most `limit` bytes of UTF-8, and a word about it where something is
 * missing. What is left is cut where even the shortest versions are too long.
 */
export function fit(blocks: readonly Block[], limit: number): string {
  const chosen = blocks.map(() => 0);
  const text = (): string =>
    [...blocks.map(({ versions }, i) => versions[chosen[i] ?? 0] ?? ''), isWhole(chosen) ? '' : SHORTENED]
      .filter((part) => part !== '')
      .join('\n\n');
  for (;;) {
    const result = text();
    if (Buffer.byteLength(result) <= limit) return result;
    const next = nextToShorten(blocks, chosen);
    if (next === undefined) return cut(result, limit);
    chosen[next] = (chosen[next] ?? 0) + 1;
  }
}

/** At most so many bytes of UTF-8; no character is cut in two. */
function cut(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  let end = limit;
  // Bytes 10xxxxxx continue a character.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}

function isWhole(chosen: readonly number[]): boolean {
  return chosen.every((version) => version === 0);
}

function nextToShorten(blocks: readonly Block[], chosen: readonly number[]): number | undefined {
  const open = blocks
    .map(({ versions, order }, index) => ({ index, order, left: versions.length - 1 - (chosen[index] ?? 0) }))
    .filter(({ left }) => left > 0);
  return open.sort((a, b) => b.order - a.order)[0]?.index;
}
