import {
  code,
  concurrentIndexStep,
  defineRule,
  findView,
  isShutOut,
  lockedWork,
  outsideTransaction,
  partitionedIndexSteps,
  recipeName,
  serverText,
  sharedValuesQuery,
  subjectOf,
} from '../src/engine/rule.js';

export const indexWithoutConcurrently = defineRule({
  id: 'index-without-concurrently',
  summary: 'CREATE INDEX without CONCURRENTLY on a table or materialised view that exists',
  question: 'How do I create an index without blocking writes?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addIndex'],
  check(change) {
    const { operation, statement, table, isNew, isNewColumn, server, before, migration } = change;
    const { table: target, index } = operation;
    if (operation.concurrently || isNew(target) || !lockedWork(change)) return undefined;
    const name = subjectOf(target);
    const parent = table(target)?.partitioning ? table(target) : undefined;
    const words = index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
    const called =
      index.name ?? recipeName(target.name, ...index.parts.flatMap(({ column }) => column ?? []), 'idx');
    const isView = findView(before, target) !== undefined;
    const isShut = !isView && isShutOut(change, target);
    const who = isShut ? 'read and write of' : 'write to';
    const reads = isShut
      ? 'an earlier statement of this transaction keeps readers out until COMMIT too, so every read and write waits'
      : 'reads go on, every write waits';
    const waits = isView
      ? `reads go on, a refresh waits until the index is built.`
      : `${reads} until the index is built${index.unique ? '; a value that stands in two rows makes it fail at the end' : ''}.`;
    const detection = {
      subject: name,
      headline: `Every ${isView ? 'refresh of' : who} ${code(name)}${parent ? ' and its partitions' : ''} waits while the index is built`,
      message: `${serverText(server)} holds a SHARE lock on ${code(name)} while it reads the whole ${isView ? 'view' : 'table'}: ${waits}`,
    };
    const asksNew = index.parts.some((part) => part.column !== undefined && isNewColumn(target, part.column));
    const look = index.unique && !asksNew ? [sharedValuesQuery(server, target, index)] : [];
    if (parent) {
      return {
        ...detection,
        remedy: `CONCURRENTLY is refused on a partitioned table: create the index with ON ONLY ${code(name)}, then one CREATE INDEX CONCURRENTLY per partition, and attach each with ALTER INDEX … ATTACH PARTITION.`,
        recipe: [...look, ...partitionedIndexSteps(server, before, parent, index, called)],
      };
    }
    const isSuggested = !statement.inTransaction;
    return {
      ...detection,
      remedy: statement.inTransaction
        ? `Use ${words} CONCURRENTLY, in a migration of its own that the tool does not wrap in a transaction: the server refuses it inside one. ${outsideTransaction(migration)}`
        : `Use ${words} CONCURRENTLY. If it fails it leaves an invalid index: drop that one before the next try.`,
      recipe: [...look, ...(isSuggested ? [] : [concurrentIndexStep(server, target, index, called)])],
      replacement: isSuggested ? { kind: 'after-words', words, text: ' CONCURRENTLY' } : undefined,
    };
  },
});
