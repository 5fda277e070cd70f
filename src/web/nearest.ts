/** The names that someone may have meant by `wanted`, nearest first, at most five. */
export function nearest(wanted: string, names: readonly string[]): readonly string[] {
  const words = new Set(wanted.split('-').filter((word) => word.length > 2));
  return names
    .map((name) => {
      const shared = name.split('-').filter((word) => words.has(word)).length;
      return { name, distance: distance(wanted.slice(0, 80), name), shared };
    })
    .filter(({ name, distance: far, shared }) => shared > 0 || far <= Math.max(2, name.length / 3))
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 5)
    .map(({ name }) => name);
}

/** How many characters must be put in, left out or replaced. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
