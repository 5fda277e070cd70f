import { code, defineRule, subjectOf } from '../src/engine/rule.js';

export const columnDropped = defineRule({
  id: 'column-dropped',
  summary: 'A column and its data are dropped',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  on: ['dropColumn'],
  check({ operation, table, column, isNew, isRollback, server }) {
    if (isNew(operation.table) || isRollback) return undefined;
    const before = column(operation.table, operation.column);
    // The history knows the table and not the column: nothing is lost that it shows (DROP … IF EXISTS).
    if (!before && operation.ifExists && table(operation.table)?.uncertain.length === 0) return undefined;
    if (before?.generated?.storage === 'virtual') return undefined;

    const subject = subjectOf(operation.table, operation.column);
    const dump =
      server.dialect === 'postgres'
        ? `pg_dump --data-only --table=${subjectOf(operation.table)}`
        : `mysqldump --single-transaction DATABASE ${operation.table.name}`;
    return {
      subject,
      headline: `${code(subject)} and its data are gone once this ran`,
      message: `Dropping ${code(subject)} cannot be undone, and every running process that still names the column fails from that moment: also the old version of the code during the deploy.`,
      remedy: `First release the code that no longer reads or writes it; drop it in a later migration. Keep a dump of the table (${code(dump)}) that was restored once as a test: a replica is no backup.`,
    };
  },
});
