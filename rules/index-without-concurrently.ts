import { code, defineRule, serverText, subjectOf } from '../src/engine/rule.js';

export const indexWithoutConcurrently = defineRule({
  id: 'index-without-concurrently',
  summary: 'CREATE INDEX without CONCURRENTLY on a table that exists',
  dialects: ['postgres'],
  severity: 'blocker',
  supersedes: ['table-blocked'],
  on: ['addIndex'],
  check({ operation, statement, table, isNew, server }) {
    if (operation.concurrently || operation.onlyParent || isNew(operation.table)) return undefined;
    const name = subjectOf(operation.table);
    const isPartitioned = table(operation.table)?.partitioning !== undefined;
    const words = operation.index.unique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX';
    const waits = `${serverText(server)} holds SHARE on ${code(name)} while it reads the whole table: reads go on, every write waits until the index is built.`;
    if (isPartitioned) {
      return {
        subject: name,
        headline: `Every write to ${code(name)} and its partitions waits while the index is built`,
        message: waits,
        remedy: `CONCURRENTLY is refused on a partitioned table: create the index with ON ONLY ${code(name)}, then one CREATE INDEX CONCURRENTLY per partition, and attach each with ALTER INDEX … ATTACH PARTITION.`,
      };
    }
    return {
      subject: name,
      headline: `Every write to ${code(name)} waits while the index is built`,
      message: waits,
      remedy: statement.inTransaction
        ? `Use ${words} CONCURRENTLY, in a migration of its own that the tool does not wrap in a transaction: the server refuses it inside one.`
        : `Use ${words} CONCURRENTLY. If it fails it leaves an invalid index: drop that one before the next try.`,
      replacement: statement.inTransaction
        ? undefined
        : { kind: 'after-words', words, text: ' CONCURRENTLY' },
    };
  },
});
