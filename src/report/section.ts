import type { Block } from './budget.js';
import { table } from './markdown.js';

/** Rows of a table, from more than ever fit to as many as always do. */
const ROW_LIMITS: readonly number[] = [400, 50, 20, 5];

/** The cells of a row: Markdown of one line. */
export type Row = readonly string[];

/** A headed table that gives up rows, the last first, and says how many; nothing when there are none. */
export function section<T>(
  title: string,
  head: Row,
  items: readonly T[],
  rowOf: (item: T) => Row,
  order: number,
): readonly Block[] {
  if (items.length === 0) return [];
  const rows = items.slice(0, ROW_LIMITS[0]).map(rowOf);
  const limits = ROW_LIMITS.filter((limit, i) => i === 0 || limit < rows.length);
  const versions = limits.map((limit) => {
    const left = Math.max(0, items.length - limit);
    const more = left > 0 ? `\n\n${left} more.` : '';
    return `### ${title}\n\n${table(head, rows.slice(0, limit))}${more}`;
  });
  return [{ versions, order }];
}
