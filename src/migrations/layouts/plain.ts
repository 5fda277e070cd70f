import { firstOf } from '../file-name.js';
import type { Layout } from '../layout.js';
import { markedSections, type Mark } from '../marked-sections.js';
import { readNumbered } from '../numbered-name.js';
import { diesel } from './diesel.js';
import { flyway } from './flyway.js';
import { readMigrationFolder } from './prisma.js';

/** Marks of tools without a layout of their own: node-pg-migrate, Rambler, Tern, MyBatis Migrations. */
const DOWN_MARK =
  /^\s*(?:--\s*down migration\b|--\s*rambler\s+down\b|----\s*create above \/ drop below\s*----|--\s*\/\/\s*@undo\b)/i;
const UP_MARK = /^\s*--\s*(?:up migration|rambler\s+up)\b/i;

function readMark(line: string): Mark | undefined {
  if (DOWN_MARK.test(line)) return { direction: 'down' };
  return UP_MARK.test(line) ? { direction: 'up' } : undefined;
}

/**
 * Numbered or dated files and folders of a tool that names do not tell, or of a home-made runner. Nothing is known of
 * how it wraps them, so that only a BEGIN in the text is one.
 */
export const plain: Layout = {
  id: 'plain',
  read: firstOf(flyway.read, diesel.read, readMigrationFolder, readNumbered),
  order: 'number',
  checksums: 'none',
  wrapping: () => 'statements',
  split: (text) => markedSections(text, readMark, { direction: 'up' }),
};
