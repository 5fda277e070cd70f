import {
  code,
  defaultSql,
  defineRule,
  findColumn,
  findTable,
  isSameTable,
  lookUp,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';

export const sequenceTooNarrow = defineRule({
  id: 'sequence-too-narrow',
  summary: 'A column becomes bigint, and the sequence that fills it still ends where integer ends',
  question: 'How do I widen a sequence along with its column?',
  dialects: ['postgres'],
  severity: 'warning',
  on: ['changeColumnType'],
  check({ operation, end, server, isRollback }) {
    const table = findTable(end, operation.table);
    const column = table && findColumn(table, operation.column);
    if (isRollback || !table || column?.type.name !== 'bigint' || column.identity !== undefined)
      return undefined;
    const sequence = end.sequences.find(
      ({ ownedBy }) =>
        ownedBy !== undefined && isSameTable(ownedBy.table, table.name) && ownedBy.column === column.name,
    );
    const last = lookUp(LAST, sequence?.dataType ?? '');
    if (!sequence || last === undefined) return undefined;
    const value = column.default && defaultSql(server, column.default);
    if (value !== undefined && /\bnextval\b/i.test(value) && !value.includes(sequence.name.name))
      return undefined;
    const subject = subjectOf(operation.table, operation.column);
    const name = sqlNameOf(server, { schema: operation.table.schema, name: sequence.name.name });
    return {
      subject,
      headline: `${code(subject)} is bigint, and its sequence ends at ${last} all the same`,
      message: `A serial column takes its values from ${code(sequence.name.name)}, a sequence of ${code(sequence.dataType ?? '')}. ALTER COLUMN TYPE leaves it as it is: at ${last} it is used up, and every INSERT fails (error 2200H) although the column has room.`,
      remedy: `Widen the sequence too; that changes one row of the catalog.`,
      recipe: [
        {
          kind: 'migration',
          title: 'Let the sequence count as far as its column',
          text: `ALTER SEQUENCE ${name} AS bigint;`,
        },
      ],
    };
  },
});

/** The last value of a sequence, by its type. */
const LAST: Readonly<Record<string, string>> = { smallint: '32,767', int: '2,147,483,647' };
