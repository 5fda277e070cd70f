import { code, defineRule, findColumn, findTable, isAtLeast, subjectOf } from '../src/engine/rule.js';
import type { Table } from '../src/engine/rule.js';

export const primaryKeyMissing = defineRule({
  id: 'primary-key-missing',
  summary: 'A new table has no primary key',
  question: 'Which primary key should a new table have?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  on: ['createTable'],
  check({ operation, end, after, server, isRollback }) {
    if (isRollback || operation.temporary || operation.like || operation.asQuery) return undefined;
    if (operation.partitionOf || operation.inherits || operation.ofType || operation.systemVersioned)
      return undefined;
    const table = findTable(end, operation.table);
    if (!table || table.uncertain.length > 0 || table.columns.length === 0 || hasKey(table)) return undefined;
    // MySQL 8.0.30: the server adds an invisible key by itself.
    if (/^(1|on)$/i.test(after.session.variables['sql_generate_invisible_primary_key'] ?? ''))
      return undefined;
    const subject = subjectOf(operation.table);
    const harm =
      server.dialect === 'postgres'
        ? 'Logical replication cannot find the row that an UPDATE or DELETE means: once the table is published, they fail. Rows that are equal in every column cannot be told apart, and no batch can walk over the table.'
        : `With row-based replication each replica looks for every changed row by reading the table from end to end; one large DELETE can hold replicas up for hours. gh-ost and pt-online-schema-change cannot alter the table, Group Replication and Galera refuse or restrict it${server.dialect === 'mysql' && isAtLeast(server, 8, 0, 13) ? ', and servers with `sql_require_primary_key` refuse to create it (error 3750)' : ''}.`;
    const later =
      server.dialect === 'postgres'
        ? 'Adding a key later blocks reads and writes while its index is built.'
        : 'Adding a key later rewrites the whole table.';
    return {
      subject,
      headline: `Nothing identifies a row of ${code(subject)}: the new table has no primary key`,
      message: `${code(subject)} has neither a primary key nor a unique key of NOT NULL columns. ${harm} ${later}`,
      remedy: `Give the table a primary key now, while it is empty: the columns that identify a row, or ${code(server.dialect === 'postgres' ? 'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY' : 'id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY')}.`,
    };
  },
});

/** A primary key, or a unique key that serves as one. */
function hasKey(table: Table): boolean {
  return table.indexes.some(
    ({ primary, unique, where, parts }) =>
      primary ||
      (unique &&
        !where &&
        parts.every(({ column }) => column !== undefined && findColumn(table, column)?.nullable === false)),
  );
}
