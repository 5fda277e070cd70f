import { code, defineRule, isAtStake, sqlNameOf, subjectOf, tableDump } from '../src/engine/rule.js';

export const tablespaceDiscarded = defineRule({
  id: 'tablespace-discarded',
  summary: 'DISCARD TABLESPACE deletes the file that holds the rows',
  question: 'What does DISCARD TABLESPACE delete, and how is it brought back?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  on: ['changeTablespace', 'changePartitions'],
  check(change) {
    const { operation, server } = change;
    if (operation.action !== 'discard' && operation.action !== 'discard-tablespace') return undefined;
    if (!isAtStake(change, operation.table)) return undefined;
    const name = subjectOf(operation.table);
    return {
      subject: name,
      headline: `DISCARD TABLESPACE deletes the data file of ${code(name)}`,
      message: `The server deletes the \`.ibd\` file of ${code(name)}: the definition stays, every row is gone, and each read or write fails with error 1814 until another file is imported. The replicas do the same.`,
      remedy:
        'Discard only the tablespace of a table that was created for the import: create an empty table of the same shape under a new name, discard and import there, compare, then swap the two with RENAME TABLE.',
      recipe: [
        {
          kind: 'query',
          title: 'See what would be lost',
          text: `SELECT COUNT(*) FROM ${sqlNameOf(server, operation.table)};`,
        },
        tableDump(server, operation.table),
      ],
    };
  },
});
