import {
  code,
  defineRule,
  findIndexByName,
  outsideTransaction,
  serverText,
  sqlNameOf,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';

export const indexDropBlocks = defineRule({
  id: 'index-drop-blocks',
  summary: 'DROP INDEX without CONCURRENTLY: everybody waits behind it',
  question: 'How do I drop an index without blocking anybody?',
  dialects: ['postgres'],
  severity: 'warning',
  scale: 'traffic',
  on: ['dropIndex'],
  check({ operation, impact, statement, isNew, server, before, migration }) {
    const whole = statement.impact.statement;
    if (operation.concurrently || operation.cascade || impact.kind === 'undecided') return undefined;
    if (whole.kind === 'undecided' || whole.impact.refused) return undefined;
    const found = findIndexByName(before, operation.index);
    const owner = found?.table ?? found?.view;
    // Only with its table can the index of a partitioned one be dropped, and not concurrently.
    if (!owner || isNew(owner.name) || found?.table?.partitioning) return undefined;
    const isAlone = statement.operations.length === 1;
    const [owned = ''] = tableNames(before, [owner.name]);
    const name = code(owned);
    return {
      subject: subjectOf(operation.index),
      headline: `Every read and write of ${name} waits behind the drop of ${code(operation.index.name)}`,
      message: `${serverText(server)} needs an ACCESS EXCLUSIVE lock on ${name} to drop its index ${code(operation.index.name)}. The drop itself is short, but while it waits for one long query every later read and write queues behind it${statement.inTransaction ? ', and the lock stays until the transaction commits' : ''}.`,
      remedy: statement.inTransaction
        ? `Use DROP INDEX CONCURRENTLY, in a migration of its own that the tool does not wrap in a transaction: the server refuses it inside one. ${outsideTransaction(migration)}`
        : `Use DROP INDEX CONCURRENTLY, which waits without keeping anybody out${isAlone ? '' : '; it takes one index at a time'}.`,
      recipe: statement.inTransaction
        ? [
            {
              kind: 'migration',
              title: 'Drop the index while reads and writes go on',
              text: `DROP INDEX CONCURRENTLY ${operation.ifExists ? 'IF EXISTS ' : ''}${sqlNameOf(server, operation.index)};`,
              transaction: 'none',
            },
          ]
        : [],
      replacement:
        isAlone && !statement.inTransaction
          ? { kind: 'after-words', words: 'DROP INDEX', text: ' CONCURRENTLY' }
          : undefined,
      table: owner.name,
    };
  },
});
