import {
  backfillSteps,
  bareColumn,
  code,
  columnDefinitionSql,
  defineRule,
  fillTriggerStep,
  lockedWork,
  ofNewRow,
  quoteName,
  sameCause,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, OperationOf, RecipeStep } from '../src/engine/rule.js';

export const generatedColumnRewrites = defineRule({
  id: 'generated-column-rewrites',
  summary: 'A STORED generated column is worked out for every row under lock',
  question: 'How do I add a stored generated column without rewriting the table?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addColumn', 'setColumnExpression'],
  check(change) {
    const { operation, server } = change;
    const work = lockedWork(change);
    if (work?.cause !== 'add-column-stored' && work?.cause !== 'set-stored-expression') return undefined;
    // All columns of one ALTER TABLE are written in one pass.
    const columns = sameCause(change.statement, 'addColumn', /^add-column-stored$/);
    if (operation.kind === 'addColumn' && columns[0] !== operation) return undefined;
    const table = code(subjectOf(operation.table));
    const column = operation.kind === 'addColumn' ? operation.column.name : operation.column;
    const subject = subjectOf(operation.table, column);
    return {
      subject,
      headline: `Every read and write of ${table} waits while ${code(column)} is worked out for each row`,
      message: `A STORED generated column is kept in the row, so ${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${table} and rewrites the whole table to fill ${code(subject)}. Every read and write waits until that is done.`,
      remedy:
        server.major >= 18
          ? 'Write VIRTUAL where the value may be worked out on reading: that is instant. Where it must be stored, for an index say: a plain column, a trigger that fills it, and the old rows in batches.'
          : 'Add a plain column instead, let a trigger fill it for new rows, and fill the old rows in batches. PostgreSQL 18 and later know VIRTUAL columns, which are instant.',
      recipe: operation.kind === 'addColumn' ? columns.flatMap((one) => stepsFor(change, one)) : [],
    };
  },
});

function stepsFor(
  { server, table: find }: Pick<Change, 'server' | 'table'>,
  { table, column }: OperationOf<'addColumn'>,
): readonly RecipeStep[] {
  const expression = column.generated?.expression;
  if (!expression) return [];
  const name = quoteName(server, column.name);
  const columns = new Set(find(table)?.columns.map((one) => one.name));
  // A quoted name or a string may hold a column's name: then only a person can write the trigger.
  const isPlain = !/["$]/.test(expression.text);
  return [
    {
      kind: 'migration',
      title: 'Add a plain column, which changes only metadata',
      text: `ALTER TABLE ${sqlNameOf(server, table)} ADD COLUMN ${columnDefinitionSql(server, bareColumn(column))};`,
    },
    ...(isPlain && columns.size > 0
      ? [fillTriggerStep(server, table, column.name, ofNewRow(expression.text, columns))]
      : []),
    ...backfillSteps(server, table, { column: name, value: expression.text, mayBeNull: true }),
  ];
}
