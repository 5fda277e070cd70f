import { code, defineRule, findTable, subjectOf } from '../src/engine/rule.js';

export const collationFromServer = defineRule({
  id: 'collation-from-server',
  summary: 'A new table names no character set: it gets whatever its server is set to',
  question: "How do I fix a new table's character set and collation?",
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['createTable'],
  check({ operation, end, isRollback }) {
    const { options, like, temporary, table: name } = operation;
    if (isRollback || temporary || like) return undefined;
    if (options['charset'] !== undefined || options['collate'] !== undefined) return undefined;
    const table = findTable(end, name);
    const column = table?.columns.find(
      (one) => one.collation !== undefined && one.collation === table.collation,
    );
    if (!table || !column || end.schemas.size > 0) return undefined;
    const subject = subjectOf(name);
    return {
      subject,
      headline: `The collation of ${code(subject)} is whatever the server’s default is`,
      message: `Neither the table nor its database names a character set. MySQL 5.7 takes latin1, MySQL 8.0 utf8mb4_0900_ai_ci, MariaDB latin1 or, from 11.6 on, utf8mb4_uca1400_ai_ci: the same migrations make another schema on a developer's machine, on a replica that was built anew, after an upgrade. Comparisons of ${code(subjectOf(name, column.name))} then differ, and joins with older tables fail with error 1267.`,
      remedy: `Write ${code('DEFAULT CHARACTER SET')} and ${code('COLLATE')} of the other tables.`,
    };
  },
});
