import { stemReader } from '../file-name.js';
import type { Layout } from '../layout.js';
import { markedSections, type Mark } from '../marked-sections.js';

/** goose says "+goose"; sql-migrate, which took the format over, "+migrate". */
const MARK = /^\s*--\s*\+(?:goose|migrate)\s+(up|down)\b(.*)/i;
const NO_TRANSACTION = /^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction/im;

function readMark(line: string): Mark | undefined {
  const [, direction, rest = ''] = MARK.exec(line) ?? [];
  if (direction === undefined) return undefined;
  return {
    direction: direction.toLowerCase() === 'up' ? 'up' : 'down',
    wrapping: /\bnotransaction\b/i.test(rest) ? 'statements' : undefined,
  };
}

/** goose and sql-migrate: both directions in one file, a transaction for each, statement by statement. */
export const goose: Layout = {
  id: 'goose',
  read: stemReader(/^(\d+)_/, 'both'),
  order: 'number',
  checksums: 'none',
  wrapping: ({ text }) => (NO_TRANSACTION.test(text) ? 'statements' : 'transaction'),
  split: (text) => markedSections(text, readMark),
};
