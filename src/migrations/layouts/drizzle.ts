import { firstOf, stemReader } from '../file-name.js';
import type { Layout } from '../layout.js';
import { readMigrationFolder } from './prisma.js';

const BREAKPOINT = /(;[ \t]*(?:\r?\n[ \t]*)*)?--> statement-breakpoint/g;

/**
 * MySQL takes "-->" for an operator, not for a comment, and a statement may end at the mark alone: the mark becomes a
 * semicolon where there is none before it.
 */
function withoutBreakpoints(text: string): string {
  const width = '--> statement-breakpoint'.length;
  return text.replace(BREAKPOINT, (_mark, end?: string) =>
    end === undefined ? ';'.padEnd(width) : end + ' '.repeat(width),
  );
}

/** drizzle-kit: numbered files in the order of "meta/_journal.json", or a folder per migration; one transaction for all. */
export const drizzle: Layout = {
  id: 'drizzle',
  read: firstOf(readMigrationFolder, stemReader(/^(\d+)_/)),
  order: 'name',
  checksums: 'none',
  wrapping: () => 'transaction',
  split: (text) => [{ direction: 'up', sql: withoutBreakpoints(text) }],
};
