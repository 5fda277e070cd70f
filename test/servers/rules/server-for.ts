import type { Example } from '../../../scripts/rules/page.js';
import { POSTGRES_VERSIONS } from '../start/postgres.js';

/** The newest server that can be started, for the examples that name no version. */
const NEWEST = { mysql: '9.7', mariadb: '11.8', postgres: '18' } as const;

/**
 * The server that runs an example: that of its version, or the nearest that can be started. MySQL between 5.6 and 9.7
 * cannot: 5.7 runs on 5.6, 8.0 and later on 9.7. MariaDB up to 10.11 runs on 10.11.
 */
export function serverFor({ dialect, version }: Example): string {
  if (version === undefined) return NEWEST[dialect];
  const major = Number.parseInt(version, 10);
  switch (dialect) {
    case 'mysql':
      return major < 8 ? '5.6' : NEWEST.mysql;
    case 'mariadb':
      return major < 11 ? '10.11' : NEWEST.mariadb;
    case 'postgres':
      return POSTGRES_VERSIONS.find((known) => known === String(major)) ?? NEWEST.postgres;
  }
}
