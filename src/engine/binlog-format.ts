import type { Catalog } from '../catalog/catalog.js';
import type { HistoryInput } from './review-input.js';

/**
 * How changes of rows reach the replicas: what the session set, else what the configuration says. Undefined where neither
 * says; row format is the servers' default since MySQL 5.7.7, mixed MariaDB's.
 */
export function binlogFormatOf(
  { session }: Catalog,
  { binlogFormat }: HistoryInput['replication'],
): 'row' | 'mixed' | 'statement' | undefined {
  const format = (session.variables['binlog_format'] ?? binlogFormat)?.trim().toLowerCase();
  return format === 'row' || format === 'mixed' || format === 'statement' ? format : undefined;
}
