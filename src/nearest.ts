/** How many letters must be put in, taken out, changed or swapped with their neighbour to get from one word to the other. */
function distance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

/** No name that anybody meant is longer. */
const LONGEST = 64;

/** The known name that a mistyped one probably means; undefined when none is near. */
export function nearestName(word: string, known: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (candidate.length > LONGEST) continue;
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** As many letters off a name is mistyped, and no other one was meant. */
const MISTYPED = 2;

/**
 * The rules that someone may have meant by `wanted`, by a word of their id or by its letters; nearest first, at most five.
 * Where it is one of them mistyped, only that.
 */
export function nearestRules(wanted: string, ids: readonly string[]): readonly string[] {
  const words = new Set(wanted.split('-').filter((word) => word.length > 2));
  const near = ids
    .map((id) => ({
      id,
      steps: distance(wanted.slice(0, LONGEST), id),
      shared: id.split('-').filter((word) => words.has(word)).length,
    }))
    .filter(({ id, steps, shared }) => shared > 0 || steps <= Math.max(2, id.length / 3))
    .sort((a, b) => b.shared - a.shared || a.steps - b.steps || a.id.localeCompare(b.id));
  const mistyped = near.filter(({ steps }) => steps <= MISTYPED);
  return (mistyped.length > 0 ? mistyped : near).slice(0, 5).map(({ id }) => id);
}
