import { stemReader } from '../file-name.js';
import type { Layout } from '../layout.js';

/** Atlas: "20240131120000_x.sql" beside atlas.sum; a transaction per file, unless "-- atlas:txmode none". */
export const atlas: Layout = {
  id: 'atlas',
  read: stemReader(/^([^_]*\d[^_]*)(?:_|$)/),
  order: 'name',
  checksums: 'listed',
  wrapping: ({ text }) => (/^--\s*atlas:txmode\s+none\s*$/m.test(text) ? 'statements' : 'transaction'),
};
