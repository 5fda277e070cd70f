import {
  backfillSteps,
  bareColumn,
  code,
  columnDefinitionSql,
  defaultSql,
  defineRule,
  lockedWork,
  notNullSteps,
  quoteName,
  sameCause,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { OperationOf, RecipeStep, ServerVersion } from '../src/engine/rule.js';

export const columnDefaultRewrites = defineRule({
  id: 'column-default-rewrites',
  summary: 'A new column with a default that the server must write into every row',
  question: 'How do I add a column with a default without rewriting the table?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addColumn'],
  check(change) {
    const { operation, server } = change;
    const work = lockedWork(change);
    if (!work || !CAUSE.test(work.cause)) return undefined;
    // All columns of one ALTER TABLE are written in one pass.
    const columns = sameCause(change.statement, 'addColumn', CAUSE);
    if (columns[0] !== operation) return undefined;
    const { table, column } = operation;
    const written = code(column.default ? defaultSql(server, column.default) : '');
    const why =
      work.cause === 'add-column-default'
        ? 'Before version 11 every default is written into every row.'
        : `${written} gives another value for each row, so it is worked out and written row by row.`;
    return {
      subject: subjectOf(table, column.name),
      headline: `Every read and write of ${code(subjectOf(table))} waits while the default rewrites it`,
      message: `${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${code(subjectOf(table))} while it rewrites the whole table. ${why} Every read and write waits until that is done.`,
      remedy:
        'Add the column without the default, set the default for new rows in a statement of its own, fill the old rows in batches, and make it NOT NULL last.',
      recipe: columns.flatMap((one) => stepsFor(server, one)),
    };
  },
});

const CAUSE = /^add-column-(?:volatile-|inlined-)?default$/;

/** Functions of the server that always give a value. One of the users' own may not, and is called for each row to see. */
const GIVES_VALUE =
  /^(?:now|(?:clock|statement|transaction)_timestamp|timeofday|random|gen_random_uuid|uuid_generate_v(?:1|1mc|4)|uuidv[47]|nextval)$/;

function mayBeNull(value: OperationOf<'addColumn'>['column']['default']): boolean {
  if (value?.kind !== 'expression') return false;
  const { text, functions } = value.expression;
  const isOneCall = /^[\w.]+\([^()]*\)$/.test(text) && functions.length === 1;
  return !isOneCall || !functions.every((name) => GIVES_VALUE.test(name));
}

function stepsFor(server: ServerVersion, { table, column }: OperationOf<'addColumn'>): readonly RecipeStep[] {
  if (!column.default) return [];
  const target = `ALTER TABLE ${sqlNameOf(server, table)}`;
  const name = quoteName(server, column.name);
  const value = defaultSql(server, column.default);
  return [
    {
      kind: 'migration',
      title: 'Add the column, then its default: neither touches a row',
      text: `${target} ADD COLUMN ${columnDefinitionSql(server, bareColumn(column))};\n${target} ALTER COLUMN ${name} SET DEFAULT ${value};`,
    },
    ...backfillSteps(server, table, { column: name, value, mayBeNull: mayBeNull(column.default) }),
    ...(column.nullable === false && server.major >= 12 ? notNullSteps(server, table, [column.name]) : []),
  ];
}
