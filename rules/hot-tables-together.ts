import { code, codeList, ddlTables, defineMigrationRule, subjectOf } from '../src/engine/rule.js';

export const hotTablesTogether = defineMigrationRule({
  id: 'hot-tables-together',
  summary: 'One file changes several busy tables: their waits add up, and a failure leaves some done',
  question: 'How do I spread a change of busy tables over several files?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  check({ changes, isRollback, sizeOf, runner }) {
    if (isRollback || runner !== 'direct') return undefined;
    const touched = changes.flatMap((change, index) =>
      ddlTables(change.statement)
        .filter((table) => sizeOf(table) === 'hot' && !change.isNew(table))
        .map((table) => ({ table, index, name: subjectOf(table) })),
    );
    const names = [...new Set(touched.map(({ name }) => name))];
    const second = touched.find(({ name }) => name === names[1]);
    if (!second) return undefined;
    return {
      subject: second.name,
      table: second.table,
      severity: 'advice',
      headline: `${codeList(names.slice(0, 3))} wait for their locks one after the other`,
      message: `Each statement waits for the exclusive metadata lock of its table, and while it waits every query of that table queues behind it. ${codeList(names)} are listed as hot: one deploy stops traffic on each in turn, and when a later one gives up (${code('lock_wait_timeout')}), those before it stay changed.`,
      remedy: 'Make one migration per table, and deploy them one at a time.',
      at: { index: second.index },
    };
  },
});
