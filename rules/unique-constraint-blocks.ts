import {
  code,
  columnDefinitionSql,
  concurrentIndexStep,
  defineRule,
  lockedWork,
  notNullSteps,
  quoteName,
  recipeName,
  serverText,
  sharedValuesQuery,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, RecipeStep } from '../src/engine/rule.js';

export const uniqueConstraintBlocks = defineRule({
  id: 'unique-constraint-blocks',
  summary: 'UNIQUE, PRIMARY KEY or EXCLUDE builds its index while nobody gets at the table',
  question: 'How do I add a unique constraint without locking readers out?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addConstraint'],
  check(change) {
    const { operation, server, statement, table } = change;
    const work = lockedWork(change);
    const { constraint } = operation;
    if (work?.impact.work !== 'index-build' || !('index' in constraint)) return undefined;
    const { inline } = constraint;
    // A column that is written into every row takes its key along: one rewrite, one finding.
    const isRewritten =
      statement.impact.statement.kind === 'decided' && statement.impact.statement.impact.work === 'rebuild';
    if (inline && isRewritten) return undefined;
    const name = subjectOf(operation.table);
    const what = {
      'primary-key': 'primary key',
      unique: 'UNIQUE constraint',
      exclusion: 'EXCLUDE constraint',
    }[constraint.kind];
    const isPartitioned = table(operation.table)?.partitioning !== undefined;
    const remedy =
      constraint.kind === 'exclusion'
        ? 'An EXCLUDE constraint cannot take an index that is there. Put it on a new table and move the rows over, or run this in a window without traffic.'
        : isPartitioned
          ? 'Add the constraint with ALTER TABLE ONLY to the parent; on each partition build a unique index concurrently and add the constraint USING INDEX; then attach each with ALTER INDEX … ATTACH PARTITION.'
          : 'Build a unique index with CREATE UNIQUE INDEX CONCURRENTLY, outside a transaction; then ADD CONSTRAINT … USING INDEX takes it over and builds nothing.';
    return {
      subject: name,
      headline: `Every read and write of ${code(name)} waits while the ${what} is built`,
      message: `${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${code(name)} while it reads the whole table and builds the index of the ${what}: every read and write waits until that is done, and rows that break it make it fail at the end.`,
      remedy,
      recipe: constraint.kind === 'exclusion' || isPartitioned ? [] : stepsFor(change),
    };
  },
});

function stepsFor({
  operation,
  server,
  statement,
  column,
  isNewColumn,
}: Change<'addConstraint'>): readonly RecipeStep[] {
  const { constraint, table } = operation;
  if (constraint.kind !== 'unique' && constraint.kind !== 'primary-key') return [];
  const { index } = constraint;
  const columns = index.parts.flatMap((part) => part.column ?? []);
  const isPrimary = constraint.kind === 'primary-key';
  const suffix = isPrimary ? ['pkey'] : [...columns, 'key'];
  const name = constraint.name ?? recipeName(table.name, ...suffix);
  const target = `ALTER TABLE ${sqlNameOf(server, table)}`;
  const added = statement.operations.flatMap((one) =>
    constraint.inline && one.kind === 'addColumn' && columns.includes(one.column.name) ? [one.column] : [],
  );
  const nullable = isPrimary ? columns.filter((one) => column(table, one)?.nullable !== false) : [];
  const unique = { ...index, name: undefined, unique: true };
  return [
    ...(added.length === 0 && !columns.some((one) => isNewColumn(table, one))
      ? [sharedValuesQuery(server, table, unique)]
      : []),
    ...added.map((one): RecipeStep => ({
      kind: 'migration',
      title: 'Add the column without the constraint',
      text: `${target} ADD COLUMN ${columnDefinitionSql(server, { ...one, nullable: undefined })};`,
    })),
    concurrentIndexStep(server, table, unique, name),
    ...notNullSteps(server, table, server.major >= 12 ? nullable : []),
    {
      kind: 'migration',
      title: 'Let the constraint take the index over',
      text: `${target} ADD CONSTRAINT ${quoteName(server, name)} ${isPrimary ? 'PRIMARY KEY' : 'UNIQUE'} USING INDEX ${quoteName(server, name)};`,
    },
  ];
}
