import { code, defineRule, objectOf } from '../src/engine/rule.js';
import type { Change, Detection, OperationOf } from '../src/engine/rule.js';

export const binlogBypassed = defineRule({
  id: 'binlog-bypassed',
  summary: 'Statements that the replicas never see, or a change of how they are told',
  question: 'How do I make a change that the replicas see too?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  on: ['setVariable', 'rebuildTable', 'maintainTable'],
  check({ operation }: Change<'setVariable' | 'rebuildTable' | 'maintainTable'>) {
    if (operation.kind === 'setVariable') return ofVariable(operation);
    if (operation.skipsBinlog !== true) return undefined;
    const table = objectOf(operation) ?? '';
    return {
      subject: table,
      severity: 'advice',
      headline: `The replicas of ${code(table)} do not repeat this`,
      message: `${code('NO_WRITE_TO_BINLOG')} (or ${code('LOCAL')}) keeps the statement out of the binary log: only this server does it. Its rows stay the same as the replicas', its size, statistics and query plans do not, and a failover changes them.`,
      remedy: `Leave ${code('NO_WRITE_TO_BINLOG')} out, or run the statement on each replica too.`,
    };
  },
});

const OFF: ReadonlySet<string> = new Set(['0', 'off', 'false']);

function ofVariable({ name, scope, value }: OperationOf<'setVariable'>): Detection | undefined {
  const text = value?.trim().toLowerCase();
  if (scope === 'user' || text === undefined) return undefined;
  const isWide = scope === 'global' || scope === 'persist';
  const base = { subject: name };
  if (name === 'sql_log_bin' && OFF.has(text)) {
    return {
      ...base,
      headline: '`sql_log_bin` is off: what follows never reaches the replicas',
      message:
        'The session stops writing to the binary log. Every change behind this line is made on this server alone: replicas keep the old schema and rows, replication breaks on the first statement that needs the new ones, a failover loses the change, and a point-in-time restore does too.',
      remedy:
        'Take the line out. What must run on one server only (the schema change of a replica that was taken out) belongs into a runbook, not into a migration.',
    };
  }
  if (name === 'binlog_format' && text !== 'row' && text !== '3') {
    return {
      ...base,
      severity: isWide ? 'blocker' : 'warning',
      headline: `${code(`binlog_format=${text.toUpperCase()}`)} lets replicas compute other rows`,
      message: `${isWide ? 'Every session that begins from now on sends' : 'This session sends'} statements to the replicas in place of rows. Whatever a statement does not determine (LIMIT, ${code('UUID()')}, AUTO_INCREMENT of INSERT … SELECT) may come out differently there, and nobody is told.`,
      remedy:
        'Leave the format as the server has it; row format is the one that replicas can be trusted with.',
    };
  }
  if (!/^(gtid_|enforce_gtid_consistency$)/.test(name) || text === 'automatic') return undefined;
  // MariaDB's gtid_domain_id keeps what follows apart on purpose, and is written for one session.
  if (!isWide && name !== 'gtid_next' && name !== 'gtid_seq_no') return undefined;
  return {
    ...base,
    headline: `${code(name)} changes what the replicas believe they have`,
    message: `${code(name)} is the bookkeeping of replication: by it replicas decide which transactions they still need. Set by hand it makes them skip transactions or ask for ones that are gone, and they stop or drift apart. Migrations run on every environment; such a value fits one server at one moment.`,
    remedy:
      'Take the line out, and change the replication of a server by hand, by a runbook. Lines like this often come with a dump: make it again with `mysqldump --set-gtid-purged=OFF`.',
  };
}
