import {
  code,
  codeList,
  defineMigrationRule,
  strongLocks,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { ObjectName, StatementChange, StrongLock } from '../src/engine/rule.js';

export const lockHeldDuringWork = defineMigrationRule({
  id: 'lock-held-during-work',
  summary:
    'A table stays locked while a later statement of the transaction reads another table from end to end',
  question: 'How do I keep locks short in a migration with several steps?',
  dialects: ['postgres'],
  severity: 'warning',
  scale: 'size',
  check({ changes, isRollback }) {
    if (isRollback) return undefined;
    let held: StrongLock | undefined;
    let transaction: number | undefined;
    for (const [index, change] of changes.entries()) {
      const { statement } = change;
      if (statement.transaction === undefined || statement.transaction !== transaction) held = undefined;
      transaction = statement.transaction;
      const worked = held ? workedTables(change) : [];
      if (held && worked.length > 0) return detectionOf(change, index, held, worked);
      if (transaction !== undefined) held ??= strongLocks(change)[0];
    }
    return undefined;
  },
});

/** Changes of rows are a hazard of their own, whatever they stand beside. */
const ROWS: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge', 'loadData', 'call']);

/** Tables with rows that a statement reads without keeping anybody out: its own finding would not say who waits. */
function workedTables({ statement, isNew, sizeOf }: StatementChange): readonly ObjectName[] {
  const whole = statement.impact.statement;
  if (whole.kind === 'undecided' || whole.impact.refused || whole.impact.blocks !== 'nobody') return [];
  if (whole.impact.work === 'metadata' || statement.operations.some(({ kind }) => ROWS.has(kind))) return [];
  return whole.impact.scans.filter((table) => !isNew(table) && sizeOf(table) !== 'small');
}

function detectionOf(
  { statement, before }: StatementChange,
  index: number,
  held: StrongLock,
  worked: readonly ObjectName[],
) {
  const [name = ''] = tableNames(before, [held.table]).map(code);
  const who = held.blocks === 'writes' ? 'write' : 'read and write';
  return {
    subject: subjectOf({ name: held.table.name }),
    headline: `Every ${who} of ${name} waits while ${code(statement.head)} reads ${codeList(tableNames(before, worked))}`,
    message: `An earlier statement of this transaction took the ${held.mode} lock on ${name}, and every lock stays until COMMIT. ${code(statement.head)} reads ${codeList(tableNames(before, worked))} from end to end: for as long as that takes, every ${who} of ${name} waits, although this statement alone keeps nobody out.`,
    remedy:
      'Move this statement into a migration of its own, so that the transaction with the lock ends first.',
    table: held.table,
    at: { index, operation: statement.operations[0] },
  };
}
