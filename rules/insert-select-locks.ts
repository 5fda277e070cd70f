import { code, codeList, defineRule, subjectOf } from '../src/engine/rule.js';

export const insertSelectLocks = defineRule({
  id: 'insert-select-locks',
  summary: 'INSERT … SELECT locks the rows that it reads',
  question: 'How do I copy rows without locking those that are read?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['insert', 'createTable'],
  check({ operation, before, isNew, isRollback, table, sizeOf }) {
    const reads =
      operation.kind === 'insert'
        ? operation.source === 'query'
          ? operation.reads
          : []
        : (operation.asQuery?.reads ?? []);
    const sources = reads.filter(
      (name) => !isNew(name) && table(name)?.temporary !== true && sizeOf(name) !== 'small',
    );
    if (isRollback || sources.length === 0) return undefined;
    const isolation =
      before.session.variables['transaction_isolation'] ?? before.session.variables['tx_isolation'];
    if (/read.(?:un)?committed/i.test(isolation ?? '')) return undefined;
    const names = codeList(sources.map((name) => subjectOf(name)));
    return {
      subject: subjectOf(operation.table),
      headline: `Writers of ${names} wait while rows are copied to ${code(subjectOf(operation.table))}`,
      message: `Under REPEATABLE READ, InnoDB sets shared next-key locks on every row of ${names} that the SELECT reads, and keeps them until the statement commits. Whoever changes one of them, or inserts between them, waits.`,
      remedy: `Copy in ranges of the primary key, each in a transaction of its own; or run it under READ COMMITTED (${code('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')}) with row-based replication, where the SELECT locks nothing.`,
    };
  },
});
