import {
  code,
  defineRule,
  outsideTransaction,
  partitionsOf,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';

export const partitionDetachBlocks = defineRule({
  id: 'partition-detach-blocks',
  summary: 'DETACH PARTITION without CONCURRENTLY: everybody waits behind it',
  question: 'How do I detach a partition without blocking anybody?',
  dialects: ['postgres'],
  severity: 'warning',
  scale: 'traffic',
  on: ['detachPartition'],
  check({ operation, statement, isNew, server, before, migration }) {
    const { table, partition, concurrently, finalize } = operation;
    if (concurrently || finalize || isNew(table) || server.major < 14) return undefined;
    const whole = statement.impact.statement;
    if (whole.kind === 'undecided' || whole.impact.refused) return undefined;
    // A default partition rules CONCURRENTLY out.
    if (partitionsOf(before, table).some((one) => one.partitionOf?.isDefault)) return undefined;
    const name = code(subjectOf(table));
    const isAlone = statement.operations.length === 1 && !statement.inTransaction;
    return {
      subject: subjectOf(partition),
      headline: `Every read and write of ${name} waits behind the partition that is detached`,
      message: `${serverText(server)} needs an ACCESS EXCLUSIVE lock on ${name} and ${code(subjectOf(partition))} for this. It is short, but while it waits for one long query every later read and write of any partition queues behind it${statement.inTransaction ? ', and the lock stays until the transaction commits' : ''}.`,
      remedy:
        `Use DETACH PARTITION … CONCURRENTLY, which keeps nobody out, in a migration of its own outside a transaction. ${isAlone ? '' : outsideTransaction(migration)}`.trim(),
      recipe: isAlone
        ? []
        : [
            {
              kind: 'migration',
              title: 'Detach the partition while reads and writes go on',
              text: `ALTER TABLE ${sqlNameOf(server, table)} DETACH PARTITION ${sqlNameOf(server, partition)} CONCURRENTLY;`,
              transaction: 'none',
            },
          ],
      replacement: isAlone ? { kind: 'append', text: ' CONCURRENTLY' } : undefined,
    };
  },
});
