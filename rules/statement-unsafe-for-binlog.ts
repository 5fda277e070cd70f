import { binlogFormatOf, code, codeList, defineRule, subjectOf } from '../src/engine/rule.js';
import type { Change, ObjectName, Table } from '../src/engine/rule.js';

type Kind = 'insert' | 'update' | 'delete';

export const statementUnsafeForBinlog = defineRule({
  id: 'statement-unsafe-for-binlog',
  summary: 'A change of rows that each replica computes for itself, and not always to the same result',
  question: 'How do I write a change that every replica computes alike?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['insert', 'update', 'delete'],
  check(change: Change<Kind>) {
    const { operation, before, replication, isRollback } = change;
    // Mixed format sends the rows of such a statement, and row format those of each.
    if (isRollback || binlogFormatOf(before, replication) !== 'statement') return undefined;
    const table = operation.kind === 'insert' ? operation.table : operation.tables[0];
    const why = reasonOf(change);
    if (!table || why === undefined) return undefined;
    const name = subjectOf(table);
    return {
      subject: name,
      table,
      headline: `Replicas may get other rows of ${code(name)} than this server`,
      message: `The binary log is in statement format: every replica runs the statement again by itself. ${why} The server only warns (1592), and nobody notices the difference until a failover.`,
      remedy:
        'Write `SET SESSION binlog_format = ROW` before it. Or make it name its rows: ranges of the primary key in place of LIMIT, values in place of functions.',
    };
  },
});

/** What MySQL 9.7 and MariaDB both call unsafe. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'uuid',
  'uuid_short',
  'sysdate',
  'user',
  'current_user',
  'session_user',
  'system_user',
  'version',
  'get_lock',
  'release_lock',
  'is_free_lock',
  'is_used_lock',
  'sleep',
  'found_rows',
  'row_count',
  'load_file',
]);

function reasonOf(change: Change<Kind>): string | undefined {
  const { operation, server, table } = change;
  if (operation.kind === 'insert') return ofInsert(operation, table(operation.table));
  if (operation.limit !== undefined)
    return 'LIMIT does not say which rows: a replica may pick others, and the server calls it unsafe even beside ORDER BY on the primary key.';
  const called = (operation.where?.functions ?? []).filter(
    (name) => FUNCTIONS.has(name) || (name === 'rand' && server.dialect === 'mysql'),
  );
  if (called.length > 0)
    return `${codeList(called.map((name) => `${name.toUpperCase()}()`))} gives another result there.`;
  return operation.kind === 'update' && operation.ignore === true
    ? 'UPDATE IGNORE skips rows in the order in which it meets them, and that order may differ.'
    : undefined;
}

function ofInsert(
  { source, mode }: { readonly source: string; readonly mode: string; readonly table: ObjectName },
  table: Table | undefined,
): string | undefined {
  const keys = table?.indexes.filter(({ unique }) => unique).length ?? 0;
  if (source === 'query' && mode !== 'insert')
    return 'INSERT IGNORE, REPLACE and ON DUPLICATE KEY UPDATE of a query keep the rows that they meet first, and that order may differ.';
  if (source === 'query' && table?.columns.some(({ autoIncrement }) => autoIncrement) === true)
    return 'The rows of INSERT … SELECT are numbered by AUTO_INCREMENT in the order in which the query finds them, and that order may differ.';
  return mode === 'upsert' && keys > 1
    ? 'ON DUPLICATE KEY UPDATE changes the row of the first unique key that it hits, and there are several.'
    : undefined;
}
