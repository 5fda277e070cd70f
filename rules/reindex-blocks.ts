import {
  codeList,
  defineRule,
  outsideTransaction,
  serverText,
  sqlNameOf,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';

export const reindexBlocks = defineRule({
  id: 'reindex-blocks',
  summary: 'REINDEX without CONCURRENTLY builds indexes while reads and writes wait',
  question: 'How do I rebuild an index without blocking anybody?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['reindex'],
  check({ operation, impact, statement, isNew, server, before, migration }) {
    const whole = statement.impact.statement;
    if (operation.concurrently || impact.kind === 'undecided' || impact.impact.work === 'metadata')
      return undefined;
    if (whole.kind === 'undecided' || whole.impact.refused) return undefined;
    const tables = impact.impact.scans.filter((table) => !isNew(table));
    if (tables.length === 0) return undefined;
    const names = codeList(tableNames(before, tables));
    const target = operation.target.toUpperCase();
    const name = operation.target === 'system' ? '' : ` ${sqlNameOf(server, operation.name)}`;
    const canWait = server.major >= 12 && operation.target !== 'system';
    return {
      subject: subjectOf(operation.name),
      headline: `Reads and writes of ${names} wait while its indexes are built again`,
      message: `${serverText(server)} holds a SHARE lock on ${names} and an ACCESS EXCLUSIVE lock on the index while it builds it again. Writes wait for the table; reads wait too, because planning any query of the table opens every index of it.`,
      remedy: canWait
        ? `Use REINDEX ${target} CONCURRENTLY, outside a transaction.${statement.inTransaction ? ` ${outsideTransaction(migration)}` : ''}`
        : operation.target === 'system'
          ? 'The indexes of the system catalogues cannot be built concurrently: run this by hand in a window without traffic.'
          : 'REINDEX CONCURRENTLY needs PostgreSQL 12. Build a new index of the same definition with CREATE INDEX CONCURRENTLY, drop the old one concurrently, and rename the new one.',
      recipe:
        canWait && statement.inTransaction
          ? [
              {
                kind: 'migration',
                title: 'Build the indexes again while reads and writes go on',
                text: `REINDEX ${target} CONCURRENTLY${name};`,
                transaction: 'none',
              },
            ]
          : [],
      replacement:
        canWait && !statement.inTransaction
          ? { kind: 'after-words', words: `REINDEX ${target}`, text: ' CONCURRENTLY' }
          : undefined,
      table: tables[0],
    };
  },
});
