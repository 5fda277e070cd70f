import { code, defineRule, serverText, subjectOf } from '../src/engine/rule.js';

export const largeTableDropped = defineRule({
  id: 'large-table-dropped',
  summary: 'Dropping or emptying a large table holds up the server while its file goes',
  question: 'How do I drop or empty a large table without a stall?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['dropTable', 'truncateTable'],
  check({ operation, table, isNew, isRollback, sizeOf, server }) {
    const ref = operation.table;
    if (isRollback || isNew(ref) || sizeOf(ref) === 'small' || table(ref)?.temporary === true)
      return undefined;
    if (!table(ref) && operation.kind === 'dropTable' && operation.ifExists) return undefined;
    const name = subjectOf(ref);
    const what = operation.kind === 'dropTable' ? 'DROP TABLE' : 'TRUNCATE TABLE';
    return {
      subject: name,
      headline: `${code(what)} of ${code(name)} may hold up other queries while its file goes`,
      message: `${serverText(server)} throws the pages of ${code(name)} out of the buffer pool and removes its file. For a table of many gigabytes that takes seconds in which other statements wait, on the source and once more on each replica.`,
      remedy:
        operation.kind === 'dropTable'
          ? 'Rename the table out of the way, delete its rows in batches over some days, and drop the empty table at a quiet hour.'
          : 'Delete the rows in batches, or swap in an empty table by RENAME TABLE and drop the old one at a quiet hour.',
    };
  },
});
