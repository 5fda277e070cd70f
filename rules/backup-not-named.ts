import { code, defineStatementRule, isAtStake, subjectOf } from '../src/engine/rule.js';
import type { Operation } from '../src/engine/rule.js';

export const backupNotNamed = defineStatementRule({
  id: 'backup-not-named',
  summary: 'A statement that destroys data does not say which backup holds it',
  question: 'How do I say which backup holds what this statement destroys?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  check(change) {
    const operation = change.statement.operations.find(destroys);
    if (!operation) return undefined;
    const table = 'table' in operation ? operation.table : undefined;
    if (table && !isAtStake(change, table)) return undefined;
    const name = table ? subjectOf(table) : change.statement.head;
    return {
      subject: name,
      headline: `${code(change.statement.head)} destroys data of ${code(name)}: which backup holds it?`,
      message: `What this destroys comes back only from a dump that was taken right before and restored once as a test. Nobody who reads the file later finds out where that is. A replica is no backup: it repeats the statement within a second.`,
      remedy: `Name it in the acknowledgement: ${code('-- precheck:nolint backup-not-named dump 2026-03-01 in the bucket, restored on staging')}. "No backup taken" is an answer too, for those who approve.`,
    };
  },
});

function destroys(operation: Operation): boolean {
  switch (operation.kind) {
    case 'dropTable':
      return !operation.temporary;
    case 'dropColumn':
    case 'dropSchema':
    case 'truncateTable':
      return true;
    case 'changePartitions':
      return ['drop', 'truncate', 'discard-tablespace'].includes(operation.action);
    case 'changeTablespace':
      return operation.action === 'discard';
    default:
      return false;
  }
}
