import {
  code,
  codeList,
  createIndexSql,
  defineRule,
  findColumn,
  lockedWork,
  quoteName,
  serverText,
  sharesOperators,
  sqlNameOf,
  subjectOf,
  validateStep,
} from '../src/engine/rule.js';
import type { Change, RecipeStep, Table } from '../src/engine/rule.js';

export const columnTypeRechecks = defineRule({
  id: 'column-type-rechecks',
  summary: 'A change of type that keeps the rows, yet reads them all for a CHECK, an index or a foreign key',
  question: 'How do I change a type without reading the whole table under lock?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['changeColumnType'],
  check(change) {
    const { operation, server, table: find } = change;
    const work = lockedWork(change);
    const table = find(operation.table);
    if (!work || !table || work.impact.work === 'rebuild') return undefined;
    const checks = checksOn(table, operation.column);
    const indexes = work.cause === 'change-type-rebuilds-index' ? rebuiltIndexes(change, table) : [];
    const name = code(subjectOf(table.name));
    const subject = subjectOf(operation.table, operation.column);
    const what = [
      ...(checks.length > 0
        ? [`checks each row against ${codeList(checks.map((one) => one.name))} again`]
        : []),
      ...(indexes.length > 0 ? [`builds ${codeList(indexes.map((one) => one.name))} anew`] : []),
    ];
    return {
      subject,
      headline: `Every read and write of ${name} waits while the new type of ${code(operation.column)} is checked`,
      message: `The rows of ${name} stay as they are, but ${serverText(server)} holds an ACCESS EXCLUSIVE lock on the table while it ${what.join(' and ') || 'compares its foreign keys again, on both tables'}. Every read and write waits until that is done.`,
      remedy:
        indexes.length > 0
          ? 'Drop the indexes concurrently, change the type, and build them again concurrently: queries do without them in between. For an index that they cannot do without, put a new column in the place of this one.'
          : checks.length > 0
            ? 'Drop the CHECK, change the type and add the CHECK with NOT VALID, all in one statement; VALIDATE CONSTRAINT in a later transaction lets reads and writes go on.'
            : 'Drop the foreign key, change the type, add the key with NOT VALID, and VALIDATE it in a later transaction.',
      recipe: recipeFor(change, table, checks, indexes),
    };
  },
});

function checksOn(table: Table, column: string) {
  return table.constraints.filter(
    (one) => one.kind === 'check' && one.validated && one.enforced && one.expression.columns.includes(column),
  );
}

/** An index on the bare column keeps its file where both types compare alike. */
function rebuiltIndexes({ operation, before }: Change<'changeColumnType'>, table: Table) {
  const { column, type, collation } = operation;
  const old = findColumn(table, column);
  const keeps =
    old !== undefined &&
    sharesOperators(before, old.type, type) &&
    (old.collation ?? 'default') === (collation ?? 'default');
  return table.indexes.filter(
    ({ parts, where }) =>
      (where?.columns.includes(column) ?? false) ||
      parts.some(
        (part) => (part.column === column && !keeps) || (part.expression?.columns.includes(column) ?? false),
      ),
  );
}

function recipeFor(
  { operation, server }: Change<'changeColumnType'>,
  table: Table,
  checks: ReturnType<typeof checksOn>,
  indexes: ReturnType<typeof rebuiltIndexes>,
): readonly RecipeStep[] {
  // What a key or a unique index promises cannot be given up in between.
  if (indexes.some(({ unique }) => unique) || (checks.length === 0 && indexes.length === 0)) return [];
  const step = (title: string, text: string, isAlone: boolean): RecipeStep => ({
    kind: 'migration',
    title,
    text,
    transaction: isAlone ? 'none' : undefined,
  });
  const using = operation.using ? ` USING ${operation.using.text}` : '';
  const collation =
    operation.collation === undefined ? '' : ` COLLATE ${quoteName(server, operation.collation)}`;
  const actions = [
    ...checks.map(({ name }) => `DROP CONSTRAINT ${quoteName(server, name)}`),
    `ALTER COLUMN ${quoteName(server, operation.column)} TYPE ${operation.type.text}${collation}${using}`,
    ...checks.map((one) =>
      one.kind === 'check'
        ? `ADD CONSTRAINT ${quoteName(server, one.name)} CHECK (${one.expression.text}) NOT VALID`
        : '',
    ),
  ];
  const schema = table.name.schema;
  return [
    ...indexes.map((index) =>
      step(
        'Drop the index',
        `DROP INDEX CONCURRENTLY ${sqlNameOf(server, { schema, name: index.name })};`,
        true,
      ),
    ),
    step(
      'Change the type',
      `ALTER TABLE ${sqlNameOf(server, table.name)}\n  ${actions.join(',\n  ')};`,
      false,
    ),
    ...checks.map(({ name }) => validateStep(server, table.name, name)),
    ...indexes.map((index) =>
      step(
        'Build the index again',
        `${createIndexSql(server, table.name, index, { concurrently: true })};`,
        true,
      ),
    ),
  ];
}
