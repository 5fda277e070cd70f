import {
  causeOf,
  code,
  columnDefinitionSql,
  defaultSql,
  defineRule,
  inBatches,
  quoteName,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Change, RecipeStep } from '../src/engine/rule.js';

export const defaultExpressionCopied = defineRule({
  id: 'default-expression-copied',
  summary: 'A new column whose default is an expression, which MySQL computes row by row while it copies',
  question: 'How do I add a column with a computed default without copying the table?',
  dialects: ['mysql'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['addColumn'],
  check(change) {
    const { operation, server, statement } = change;
    const { table, column } = operation;
    const work = tableWork(change);
    const value = column.default;
    if (!work || !value || causeOf(change.impact) !== 'add-column:expression-default') return undefined;

    const subject = subjectOf(table, column.name);
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `The default of ${code(subject)} is computed for every row: ${waitWords(work.impact)}`,
      message: `A default in parentheses is an expression, and MySQL adds a column with one only by copying, even where the expression is a constant. ${workSentence(server, table, work.impact)}`,
      remedy: `${takesLiteral(column.type.name) ? 'Where the value is a constant, write it as a literal without parentheses. Else add' : `${code(column.type.name.toUpperCase())} takes no literal default, so the parentheses stay: add`} the column without the default, set the default in a second statement (new rows get it from there on), and fill the old rows in batches${column.nullable === false ? ' before NOT NULL' : ''}.`,
      recipe: statement.operations.length === 1 ? stepsFor(change, defaultSql(server, value)) : [],
    };
  },
});

function stepsFor(
  { operation: { table, column }, server, table: find }: Change<'addColumn'>,
  value: string,
): readonly RecipeStep[] {
  const target = sqlNameOf(server, table);
  const name = quoteName(server, column.name);
  const open = { ...column, nullable: true };
  return [
    {
      kind: 'migration',
      title: 'Add the column, which changes only metadata',
      text: `ALTER TABLE ${target} ADD COLUMN ${columnDefinitionSql(server, { ...open, default: undefined })}, ALGORITHM=INSTANT;`,
    },
    {
      kind: 'migration',
      title: 'Set the default for new rows, which changes only metadata',
      text: takesLiteral(column.type.name)
        ? `ALTER TABLE ${target} ALTER COLUMN ${name} SET DEFAULT ${value}, ALGORITHM=INSTANT;`
        : // SET DEFAULT takes a constant in parentheses for a literal (error 1101). Source: executed on MySQL 9.7.4.
          `ALTER TABLE ${target} MODIFY COLUMN ${columnDefinitionSql(server, open)}, ALGORITHM=INSTANT;`,
    },
    ...inBatches(server, find(table), table, {
      what: 'Fill the old rows',
      change: `UPDATE ${target} SET ${name} = DEFAULT`,
      where: `${name} IS NULL`,
      leaves: true,
    }),
    ...(column.nullable === false ? [forbidNull(target, columnDefinitionSql(server, column))] : []),
  ];
}

function forbidNull(target: string, definition: string): RecipeStep {
  return {
    kind: 'migration',
    title: 'Forbid NULL, in strict `sql_mode`: the table is rebuilt while others read and write it',
    text: `ALTER TABLE ${target} MODIFY COLUMN ${definition}, ALGORITHM=INPLACE, LOCK=NONE;`,
  };
}

/** Types that take no default but an expression (error 1101). */
function takesLiteral(type: string): boolean {
  return !/^(?:tiny|medium|long)?(?:text|blob)$|^(?:json|geometry|vector)$|point$|linestring$|polygon$|collection$/i.test(
    type,
  );
}
