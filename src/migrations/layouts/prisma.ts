import type { NameReader } from '../file-name.js';
import type { Layout } from '../layout.js';

/** "20240131120000_add_x/migration.sql"; Prisma takes any folder name, and so the whole name is the version then. */
export const readMigrationFolder: NameReader = ({ segments, file }) => {
  const folder = segments.at(-2);
  if (file !== 'migration.sql' || folder === undefined) return undefined;
  return { version: /^\d+(?=_|$)/.exec(folder)?.[0] ?? folder, direction: 'up', depth: 2 };
};

/** Prisma Migrate: a folder per migration, its file sent to the server as one query. */
export const prisma: Layout = {
  id: 'prisma',
  read: readMigrationFolder,
  order: 'name',
  checksums: 'applied',
  wrapping: () => 'query',
};
