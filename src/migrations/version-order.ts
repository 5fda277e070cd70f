/** How a tool orders versions: by their numbers, or as text by version or by whole file name. */
export type Order = 'number' | 'text' | 'name';

interface Ordered {
  readonly version: string;
  readonly path: string;
  readonly direction: 'up' | 'down' | 'both';
  readonly repeatable: boolean;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Compares digit strings of any length by value: a timestamp of 20 digits is beyond a double. */
function compareDigits(left: string, right: string): number {
  const a = left.replace(/^0+(?=\d)/, '');
  const b = right.replace(/^0+(?=\d)/, '');
  return a.length - b.length || compareText(a, b);
}

const PARTS = /\d+|\D+/g;
const SEPARATOR = /^[._-]$/;

/** "1.2" before "1.10", "9" before "10"; what is no number is compared as text. */
function compareNumbers(left: string, right: string): number {
  const a = (left.match(PARTS) ?? []).filter((part) => !SEPARATOR.test(part));
  const b = (right.match(PARTS) ?? []).filter((part) => !SEPARATOR.test(part));
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const digits = /^\d/.test(part) && /^\d/.test(other);
    const difference = digits ? compareDigits(part, other) : compareText(part, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Compares two versions; for `name` the version is as good as the name, whose beginning it is. */
export function compareVersions(order: Order, left: string, right: string): number {
  return order === 'number' ? compareNumbers(left, right) : compareText(left, right);
}

/** Sorts as the tool does: repeatable files last, down behind up of one version, ties by path. */
export function compareFiles(order: Order, left: Ordered, right: Ordered): number {
  if (left.repeatable !== right.repeatable) return left.repeatable ? 1 : -1;
  const byVersion =
    order === 'name'
      ? compareText(left.path, right.path)
      : compareVersions(order, left.version, right.version);
  if (byVersion !== 0 && (order !== 'name' || left.version !== right.version)) return byVersion;
  const down = Number(left.direction === 'down') - Number(right.direction === 'down');
  return down || compareText(left.path, right.path);
}
