import {
  code,
  defineRule,
  quoteName,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
} from '../src/engine/rule.js';

export const autoIncrementAdded = defineRule({
  id: 'auto-increment-added',
  summary: 'A table with rows gets an AUTO_INCREMENT column, while nobody can write to it',
  question: 'How do I add an AUTO_INCREMENT key without stopping writes?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['addColumn', 'redefineColumn'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change, /^add-column:auto-increment|^add-auto-increment/);
    if (!work) return undefined;

    const isNewColumn = operation.kind === 'addColumn';
    const name = isNewColumn ? operation.column.name : operation.definition.name;
    const subject = subjectOf(table, name);
    const online = work.impact.blocks === 'nobody';
    const order = isNewColumn
      ? ' The server numbers the rows as it meets them: source and replica may number them differently unless the binary log holds rows and the order is the same, so do not refer to the numbers before that is checked.'
      : '';
    return {
      subject,
      severity: online ? 'warning' : 'blocker',
      headline: `${code(subject)} is numbered for every row: ${waitWords(work.impact)}`,
      message: `Making a column AUTO_INCREMENT takes a number for each row. ${workSentence(server, table, work.impact)}${order}`,
      remedy: isNewColumn
        ? `Create the table anew with the id, copy the rows in the order of an existing key in batches, and swap the two; or make this change in a window without writers. An online schema change tool needs a UNIQUE key that ${code(table.name)} already has.`
        : `Make this change with an online schema change tool outside the deploy, or in a window without writers.`,
      recipe: isNewColumn
        ? []
        : [
            {
              kind: 'query',
              title: 'Look for 0, which the server would number anew',
              text: `SELECT COUNT(*) FROM ${sqlNameOf(server, table)} WHERE ${quoteName(server, name)} = 0;`,
            },
          ],
    };
  },
});
