import { stemReader } from '../file-name.js';
import type { Layout } from '../layout.js';

/** sqlx: "1_x.sql" or "1_x.up.sql" with "1_x.down.sql"; a transaction each, unless the text begins with the mark. */
export const sqlx: Layout = {
  id: 'sqlx',
  read: stemReader(/^(\d+)_/),
  order: 'number',
  checksums: 'applied',
  wrapping: ({ text }) => (text.startsWith('-- no-transaction') ? 'query' : 'transaction'),
};
