import type { NameReader } from '../file-name.js';
import type { Layout } from '../layout.js';

const readUpDownFolder: NameReader = ({ segments, file }) => {
  const version = /^\d[^_]*/.exec(segments.at(-2) ?? '')?.[0];
  if ((file !== 'up.sql' && file !== 'down.sql') || version === undefined) return undefined;
  return { version: version.replaceAll('-', ''), direction: file === 'up.sql' ? 'up' : 'down', depth: 2 };
};

/** diesel: "2024-01-31-120000_x/up.sql" and "down.sql"; a transaction each, unless metadata.toml says otherwise. */
export const diesel: Layout = {
  id: 'diesel',
  read: readUpDownFolder,
  order: 'text',
  checksums: 'none',
  wrapping: ({ settings }) =>
    /^[ \t]*run_in_transaction\s*=\s*false/m.test(settings) ? 'query' : 'transaction',
};
