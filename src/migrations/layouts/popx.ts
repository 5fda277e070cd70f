import { sqlPath } from '../file-name.js';
import type { Layout } from '../layout.js';
import { golangMigrate } from './golang-migrate.js';

/**
 * popx (Ory): pairs with the server in the name, "1_x.mysql.up.sql"; a file that names none runs where a version has no
 * file of the server's own. ".autocommit." takes it out of the transaction.
 */
export const popx: Layout = {
  id: 'popx',
  read: golangMigrate.read,
  order: 'text',
  checksums: 'none',
  wrapping: ({ path }) => (sqlPath(path)?.autocommit === true ? 'query' : 'transaction'),
};
