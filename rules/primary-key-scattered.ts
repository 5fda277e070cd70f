import { code, defineRule, findColumn, findTable, primaryKeyOf, subjectOf } from '../src/engine/rule.js';
import type { Column } from '../src/engine/rule.js';

export const primaryKeyScattered = defineRule({
  id: 'primary-key-scattered',
  summary: 'A new table is ordered by a random or inexact key: UUID text, a float, an ENUM',
  question: 'Which key keeps inserts fast: a number, a UUID, something else?',
  dialects: ['mysql', 'mariadb'],
  severity: 'advice',
  offByDefault: true,
  on: ['createTable'],
  check({ operation, end, server, isRollback }) {
    const table = isRollback || operation.temporary ? undefined : findTable(end, operation.table);
    const first = table && primaryKeyOf(table)?.parts[0]?.column;
    const column = table && first !== undefined ? findColumn(table, first) : undefined;
    const found = column && scattered(column, server.dialect === 'mariadb');
    if (!found) return undefined;
    const subject = subjectOf(operation.table, first);
    return {
      subject,
      headline: `Rows of ${code(operation.table.name)} are stored in the order of ${code(subject)}: ${found.short}`,
      message: `InnoDB keeps the rows sorted by the primary key, and each other index repeats it. ${found.long}`,
      remedy: found.remedy,
    };
  },
});

interface Scattered {
  readonly short: string;
  readonly long: string;
  readonly remedy: string;
}

function scattered({ name, type }: Column, isMariadb: boolean): Scattered | undefined {
  if (/^(?:var)?char$/.test(type.name) && (type.length === 36 || /uuid|guid/i.test(name)))
    return {
      short: 'each INSERT goes to a random page',
      long: 'Random UUIDs as text take 36 bytes or more in every index, and each INSERT touches another page: once the table is larger than memory, each of them reads from disk.',
      remedy: `Use BIGINT AUTO_INCREMENT and keep the UUID in a unique column; or ${isMariadb ? `the type ${code('UUID')}` : `BINARY(16) with ${code('UUID_TO_BIN(…, 1)')}`} and UUIDs whose time comes first.`,
    };
  if (/^(?:float|double)$/.test(type.name))
    return {
      short: 'a float does not compare exactly',
      long: 'Two numbers that print alike may differ, and two that differ may be rounded to one: a row is not found by its key, or a new one is a duplicate.',
      remedy: 'Use BIGINT, or DECIMAL where the digits have a meaning.',
    };
  if (/^(?:enum|set)$/.test(type.name))
    return {
      short: 'a few values, in the order of the list',
      long: 'An ENUM sorts by the place of its value in the list, so that each change of the list that moves values rewrites every index.',
      remedy: 'Put an integer in front, or refer to a table of values.',
    };
  return undefined;
}
