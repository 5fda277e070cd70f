import {
  backfillSteps,
  code,
  defineRule,
  lockedWork,
  lookUp,
  notNullSteps,
  quoteName,
  quoteString,
  recipeName,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, RecipeStep } from '../src/engine/rule.js';

export const autoIncrementRewrites = defineRule({
  id: 'auto-increment-rewrites',
  summary: 'A serial or IDENTITY column is added, and every row gets its number under lock',
  question: 'How do I add a serial or identity column without rewriting the table?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addColumn'],
  check(change) {
    const { operation, server } = change;
    const { table, column } = operation;
    const work = lockedWork(change);
    if (work?.cause !== 'add-column-own-sequence') return undefined;
    const name = code(subjectOf(table));
    const what = column.identity ? 'An IDENTITY column' : `A ${code(column.type.text)} column`;
    return {
      subject: subjectOf(table, column.name),
      headline: `Every read and write of ${name} waits while each row gets its number`,
      message: `${what} takes a number from its sequence for each row that is there, so ${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${name} and rewrites the whole table. Every read and write waits until that is done. IDENTITY and serial do not differ in this.`,
      remedy:
        'Add a plain column, give it a sequence as the default for new rows, number the old rows in batches, then make it NOT NULL, and unique through an index built concurrently.',
      recipe: stepsFor(change),
    };
  },
});

const BASE: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial: 'int',
  bigserial: 'bigint',
};

function stepsFor({ operation, server }: Change<'addColumn'>): readonly RecipeStep[] {
  const { table, column } = operation;
  const target = sqlNameOf(server, table);
  const name = quoteName(server, column.name);
  const sequence = sqlNameOf(server, {
    schema: table.schema,
    name: recipeName(table.name, column.name, 'seq'),
  });
  const type = lookUp(BASE, column.type.name) ?? column.type.text;
  const next = `nextval(${quoteString('postgres', sequence)})`;
  return [
    {
      kind: 'migration',
      title: 'Add a plain column and its sequence: neither touches a row',
      text: [
        `ALTER TABLE ${target} ADD COLUMN ${name} ${type};`,
        `CREATE SEQUENCE ${sequence} AS ${type} OWNED BY ${target}.${name};`,
        `ALTER TABLE ${target} ALTER COLUMN ${name} SET DEFAULT ${next};`,
      ].join('\n'),
    },
    ...backfillSteps(server, table, { column: name, value: next, mayBeNull: false }),
    ...(server.major >= 12 ? notNullSteps(server, table, [column.name]) : []),
  ];
}
