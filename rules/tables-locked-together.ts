import { codeList, defineMigrationRule, isSameTable, strongLocks, tableNames } from '../src/engine/rule.js';
import type { StrongLock } from '../src/engine/rule.js';

export const tablesLockedTogether = defineMigrationRule({
  id: 'tables-locked-together',
  summary: 'One transaction locks a hot table and others, and holds them all until COMMIT',
  question: 'How do I keep one migration from locking several tables at once?',
  dialects: ['postgres'],
  severity: 'advice',
  scale: 'traffic',
  check({ changes, isRollback, sizeOf }) {
    if (isRollback) return undefined;
    let held: StrongLock[] = [];
    let transaction: number | undefined;
    for (const [index, change] of changes.entries()) {
      const { statement, before } = change;
      if (statement.transaction === undefined || statement.transaction !== transaction) held = [];
      transaction = statement.transaction;
      if (transaction === undefined) continue;
      const known = held;
      const taken = strongLocks(change).filter(
        ({ table }) => !known.some((one) => isSameTable(one.table, table)),
      );
      const all = [...held, ...taken];
      const hot = all.find(({ table }) => sizeOf(table) === 'hot');
      if (held.length > 0 && taken.length > 0 && hot) {
        const names = codeList(
          tableNames(
            before,
            all.map(({ table }) => table),
          ),
        );
        return {
          subject: tableNames(
            before,
            all.map(({ table }) => table),
          )
            .slice(0, 3)
            .join(', '),
          headline: `${names} stay locked together until COMMIT`,
          message: `This transaction locks ${names} one after the other and keeps every lock until COMMIT. While it waits for the next one, nobody gets at those that it has; and an application that uses them in another order ends in a deadlock, with \`40P01\` for one of the two.`,
          remedy:
            'Split the migration so that each transaction locks one table, the hot one last, with a short `lock_timeout` before it.',
          table: hot.table,
          at: { index, operation: statement.operations[0] },
        };
      }
      // More than a few tell nothing new.
      if (held.length < 50) held = all;
    }
    return undefined;
  },
});
