import type { NameReader } from '../file-name.js';
import type { Layout } from '../layout.js';

const readPairedName: NameReader = ({ stem, direction, label }) => {
  const version = /^(\d+)_/.exec(stem)?.[1];
  if (direction === undefined || version === undefined) return undefined;
  return { version, direction, label, depth: 1 };
};

/** golang-migrate: "1_x.up.sql" and "1_x.down.sql", each sent to the server as one query. */
export const golangMigrate: Layout = {
  id: 'golang-migrate',
  read: readPairedName,
  order: 'number',
  checksums: 'none',
  wrapping: () => 'query',
};
