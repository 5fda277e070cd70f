import { code, defineRule, findTable, subjectOf } from '../src/engine/rule.js';

export const charsetNarrow = defineRule({
  id: 'charset-narrow',
  summary: 'A new table in utf8mb3, which has no room for emoji and many names',
  question: 'Which character set should a new table have?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  on: ['createTable'],
  check({ operation, end, isRollback }) {
    const table = isRollback || operation.temporary ? undefined : findTable(end, operation.table);
    if (table?.charset !== 'utf8mb3' || table.uncertain.length > 0) return undefined;
    const strings = table.columns.filter(({ charset }) => charset === 'utf8mb3');
    // A key that refers to an old string column has to have its character set.
    if (strings.length === 0 || table.constraints.some(({ kind }) => kind === 'foreign-key'))
      return undefined;
    const subject = subjectOf(operation.table);
    return {
      subject,
      headline: `${code(subject)} takes no emoji: its character set is utf8mb3`,
      message: `${code('utf8mb3')}, which ${code('utf8')} means as well, holds three bytes a character. An emoji or a rare Chinese name makes the INSERT fail (error 1366), or is stored as ${code('?')} where strict mode is off. Beside tables in ${code('utf8mb4')}, joins of the two have to convert, and an index may not serve.`,
      remedy: `Write ${code('CHARACTER SET utf8mb4')} with the collation of the other tables, now that the table is empty: a conversion later copies it.`,
    };
  },
});
