import { binlogFormatOf, code, defineRule, subjectOf } from '../src/engine/rule.js';

export const temporaryTableReplicated = defineRule({
  id: 'temporary-table-replicated',
  summary: 'A temporary table that statement replication builds on every replica, and a restart loses',
  question: 'How do I use a temporary table where statements are replicated?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['createTable'],
  check({ operation, before, replication, server, isRollback }) {
    const format = binlogFormatOf(before, replication);
    const isSent = format === 'statement' || (format === 'mixed' && server.dialect === 'mariadb');
    if (!operation.temporary || !isSent || isRollback) return undefined;
    const name = subjectOf(operation.table);
    return {
      subject: name,
      headline: `A replica that restarts loses ${code(name)}, and replication stops`,
      message: `The binary log is in ${format} format: each replica makes the temporary table ${code(name)} too, and the statements behind it read it there. When a replica restarts in between, its copy is gone, the next statement that names it fails, and replication stops.`,
      remedy:
        'Use an ordinary table with a name of its own and drop it at the end, or write `SET SESSION binlog_format = ROW` before it.',
    };
  },
});
