import {
  code,
  defineRule,
  findColumn,
  findTable,
  lookUp,
  primaryKeyOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Column } from '../src/engine/rule.js';

export const primaryKeySmall = defineRule({
  id: 'primary-key-small',
  summary: 'A new table counts its rows with an integer that runs out',
  question: 'How large should the numbers of a new table be?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  on: ['addColumn'],
  check({ operation, statement, end, server, isRollback }) {
    const isCreate = statement.operations[0]?.kind === 'createTable';
    const table = isCreate && !isRollback ? findTable(end, operation.table) : undefined;
    if (!table || table.temporary) return undefined;
    const key = primaryKeyOf(table)?.parts ?? [];
    const column = findColumn(table, operation.column.name);
    if (!column || key.length !== 1 || key[0]?.column !== column.name) return undefined;
    const isSerial = /^(?:small)?serial/.test(operation.column.type.name);
    if (!isSerial && !column.autoIncrement && column.identity === undefined) return undefined;
    const max = maximumOf(column);
    if (max === undefined) return undefined;
    const subject = subjectOf(operation.table, column.name);
    const wide = server.dialect === 'postgres' ? 'bigint' : 'BIGINT';
    return {
      subject,
      severity: GROWS.test(operation.table.name) ? 'warning' : 'advice',
      headline: `${code(subject)} runs out at ${max.toLocaleString('en')}: every INSERT fails from then on`,
      message: `${code(subject)} is ${code(column.type.text)}. Numbers are spent by rows that are deleted, by rollbacks and by failed upserts as well. When they run out, no row can be inserted any more; widening the key then rewrites the table, and each one that refers to it.`,
      remedy: `Make it ${code(wide)} now: it costs a few bytes a row. Columns that refer to it need the same type.`,
    };
  },
});

/** Tables that grow with traffic, by what such tables are called. */
const GROWS =
  /event|log|audit|history|message|notification|activit|session|visit|click|view|impression|metric|measure|sample|queue|job|task|transaction|payment|order|delivery|state/i;

const MAXIMA: Readonly<Record<string, number>> = {
  tinyint: 127,
  smallint: 32_767,
  mediumint: 8_388_607,
  int: 2_147_483_647,
  integer: 2_147_483_647,
};

function maximumOf({ type }: Column): number | undefined {
  const max = lookUp(MAXIMA, type.name);
  return max !== undefined && type.unsigned === true ? max * 2 + 1 : max;
}
