import { stemReader } from '../file-name.js';
import type { Layout } from '../layout.js';
import { markedSections, type Mark } from '../marked-sections.js';

/** "# --- !Ups", "-- !Ups": the line is no comment to every server, so that the section begins behind it. */
const MARK = /^\s*(?:#|--)[\s#-]*!(ups|downs)\b/i;

function readMark(line: string): Mark | undefined {
  const direction = MARK.exec(line)?.[1]?.toLowerCase();
  if (direction === undefined) return undefined;
  return { direction: direction === 'ups' ? 'up' : 'down', from: 'next' };
}

/** Play evolutions: "1.sql" holds both ways; statement by statement, and a semicolon inside of one is written twice. */
export const play: Layout = {
  id: 'play',
  read: stemReader(/^(\d+)$/, 'both'),
  order: 'number',
  checksums: 'applied',
  wrapping: () => 'statements',
  split: (text) =>
    markedSections(text, readMark)?.map((section) => ({
      ...section,
      sql: section.sql.replaceAll(';;', '; '),
    })),
};
