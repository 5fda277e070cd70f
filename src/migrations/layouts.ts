/** `layouts/` says what each migration tool expects of its files. A layout may not read one. */
import type { Layout } from './layout.js';
import { atlas } from './layouts/atlas.js';
import { dbmate } from './layouts/dbmate.js';
import { diesel } from './layouts/diesel.js';
import { drizzle } from './layouts/drizzle.js';
import { flyway } from './layouts/flyway.js';
import { golangMigrate } from './layouts/golang-migrate.js';
import { goose } from './layouts/goose.js';
import { liquibaseSql } from './layouts/liquibase-sql.js';
import { plain } from './layouts/plain.js';
import { play } from './layouts/play.js';
import { popx } from './layouts/popx.js';
import { prisma } from './layouts/prisma.js';
import { sqlx } from './layouts/sqlx.js';
import type { LayoutId } from './migration.js';

/** Every layout by its id. */
export const LAYOUTS: Readonly<Record<LayoutId, Layout>> = {
  flyway,
  'golang-migrate': golangMigrate,
  popx,
  goose,
  dbmate,
  prisma,
  drizzle,
  diesel,
  sqlx,
  atlas,
  'liquibase-sql': liquibaseSql,
  play,
  plain,
};

/** True when an edit of the file breaks a checksum. `status`: whether the pull request adds the file or it has run. */
export function breaksChecksum(
  layout: LayoutId,
  status: 'merged' | 'added' | 'modified' | 'renamed',
): boolean {
  const { checksums } = LAYOUTS[layout];
  return checksums === 'listed' || (checksums === 'applied' && status !== 'added');
}
