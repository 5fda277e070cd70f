import type { ObjectName } from '../../sql/name.js';

/** The sequences that nextval() and its like name in an expression. */
export function sequencesIn(expression: string): readonly ObjectName[] {
  return [...expression.matchAll(/(?:nextval|currval|setval)\s*\(\s*'((?:"[^"]+"|[^'])+)'/gi)].map(
    (match) => {
      const parts = (match[1] ?? '').split('.').map(folded);
      return { schema: parts.at(-2), name: parts.at(-1) ?? '' };
    },
  );
}

function folded(part: string): string {
  return part.startsWith('"') ? part.replaceAll('"', '') : part.toLowerCase();
}
