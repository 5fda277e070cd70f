import { stemReader } from '../file-name.js';
import type { Layout } from '../layout.js';
import { markedSections, type Mark } from '../marked-sections.js';

const MARK = /^\s*--\s*migrate:(up|down)\b(.*)/;

function readMark(line: string): Mark | undefined {
  const [, direction, options = ''] = MARK.exec(line) ?? [];
  if (direction === undefined) return undefined;
  return {
    direction: direction === 'up' ? 'up' : 'down',
    wrapping: /\btransaction:false\b/.test(options) ? 'query' : 'transaction',
  };
}

/** dbmate: "-- migrate:up" and "-- migrate:down" in one file, each one query, in a transaction unless told not to. */
export const dbmate: Layout = {
  id: 'dbmate',
  read: stemReader(/^(\d+)/, 'both'),
  order: 'name',
  checksums: 'none',
  wrapping: () => 'transaction',
  split: (text) => markedSections(text, readMark),
};
