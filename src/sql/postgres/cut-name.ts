import { partOf } from './token-name.js';
import type { Source } from './source.js';

/** NAMEDATALEN - 1, in bytes: PostgreSQL cuts longer names and says so in a notice that no tool shows. */
const LONGEST_NAME = 63;

/** The names of a statement, as written, that the server cuts; undefined when it cuts none. */
export function cutNamesOf({ file, tokens }: Source): readonly string[] | undefined {
  const names = new Set<string>();
  for (const token of tokens) {
    // No name has more bytes than three times its UTF-16 units.
    if ((token.end - token.start) * 3 <= LONGEST_NAME) continue;
    const name = partOf(file.text, token);
    if (name !== undefined && Buffer.byteLength(name) > LONGEST_NAME) names.add(name);
  }
  return names.size > 0 ? [...names] : undefined;
}
