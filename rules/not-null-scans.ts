import {
  code,
  codeList,
  countRowsQuery,
  defineRule,
  findTable,
  lockedWork,
  notNullSteps,
  quoteName,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, RecipeStep, Table } from '../src/engine/rule.js';

type NotNull = Change<'setColumnNullable' | 'addConstraint' | 'addColumn'>;

export const notNullScans = defineRule({
  id: 'not-null-scans',
  summary: 'NOT NULL, or a primary key from an index, reads every row while nobody gets at the table',
  question: 'How do I add NOT NULL without locking readers out?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['setColumnNullable', 'addConstraint', 'addColumn'],
  check(change) {
    const { operation, server } = change;
    const work = lockedWork(change);
    const isAssumed = isUnproved(change);
    if (!isAssumed && (!work || !CAUSES.has(work.cause))) return undefined;
    const columns = columnsOf(change);
    if (columns.length === 0) return undefined;
    const table = subjectOf(operation.table);
    const isKey = operation.kind === 'addConstraint' && operation.constraint.kind === 'primary-key';
    const why = isKey
      ? `A primary key from an index makes ${codeList(columns)} NOT NULL, and nothing proves yet that no row holds NULL there. `
      : isAssumed
        ? `The history does not show ${codeList(columns)} whole. Unless it is NOT NULL already, or a validated CHECK proves it: `
        : '';
    const dropped = droppedProof(change, columns);
    const recipe = [
      // A column that this pull request adds cannot be asked for yet.
      ...columns
        .filter((column) => !change.isNewColumn(operation.table, column))
        .map((column) =>
          countRowsQuery(
            server,
            operation.table,
            `${quoteName(server, column)} IS NULL`,
            `Count the rows without ${code(column)}`,
          ),
        ),
      ...(server.major >= 12 && !isAssumed ? notNullSteps(server, operation.table, columns) : []),
      ...(isKey ? [lastStep(change)] : []),
    ];
    return {
      severity: isAssumed ? 'warning' : 'blocker',
      subject: columns.length === 1 ? subjectOf(operation.table, columns[0]) : table,
      headline: `Every read and write of ${code(table)} waits while NOT NULL reads each row`,
      message: `${why}${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${code(table)} while it looks for NULL in every row: every read and write waits until that is done.${dropped ? ` The CHECK ${code(dropped)} would be the proof, but one ALTER TABLE does its drops first.` : ''}`,
      remedy: remedyFor(change, dropped),
      recipe: dropped !== undefined || operation.kind === 'addColumn' ? [] : recipe,
    };
  },
});

/** SET NOT NULL where the history shows too little to be certain, and no proof. */
function isUnproved({ operation, impact, isNew, table, column }: NotNull): boolean {
  if (operation.kind !== 'setColumnNullable' || operation.nullable || impact.kind !== 'undecided')
    return false;
  const isProof = (one: Table['constraints'][number]): boolean =>
    one.kind === 'check' && one.validated && one.expression.columns.includes(operation.column);
  return (
    !isNew(operation.table) &&
    column(operation.table, operation.column)?.nullable !== false &&
    !table(operation.table)?.constraints.some(isProof)
  );
}

const CAUSES: ReadonlySet<string> = new Set([
  'set-not-null',
  'set-not-null-proved',
  'add-not-null-constraint',
  'add-column-not-null',
]);

function columnsOf({ operation, column, before }: NotNull): readonly string[] {
  switch (operation.kind) {
    case 'setColumnNullable':
      return [operation.column];
    case 'addColumn':
      // Another column of this kind is empty: that it fails is a hazard of its own.
      return operation.column.generated ? [operation.column.name] : [];
    case 'addConstraint': {
      const { constraint, table } = operation;
      if (constraint.kind === 'not-null') return [constraint.column];
      if (constraint.kind !== 'primary-key' || constraint.usingIndex === undefined) return [];
      const index = findTable(before, table)?.indexes.find(({ name }) => name === constraint.usingIndex);
      const columns = index?.parts.flatMap((part) => part.column ?? []) ?? [];
      return columns.filter((name) => column(table, name)?.nullable !== false);
    }
  }
}

/** The statement itself, which reads nothing once its columns are NOT NULL. */
function lastStep({ operation, server }: NotNull): RecipeStep {
  const key = operation.kind === 'addConstraint' ? operation.constraint : undefined;
  const index = key?.kind === 'primary-key' ? (key.usingIndex ?? '') : '';
  const name = key?.name === undefined ? '' : `CONSTRAINT ${quoteName(server, key.name)} `;
  return {
    kind: 'migration',
    title: 'Let the primary key take the index over',
    text: `ALTER TABLE ${sqlNameOf(server, operation.table)} ADD ${name}PRIMARY KEY USING INDEX ${quoteName(server, index)};`,
  };
}

/** A valid CHECK on one of the columns that the same statement drops. */
function droppedProof(
  { statement, operation, table }: NotNull,
  columns: readonly string[],
): string | undefined {
  const checks = table(operation.table)?.constraints ?? [];
  const found = checks.find(
    (one) =>
      one.kind === 'check' &&
      one.validated &&
      one.expression.columns.some((name) => columns.includes(name)) &&
      statement.operations.some((other) => other.kind === 'dropConstraint' && other.name === one.name),
  );
  return found?.name;
}

function remedyFor({ operation, server }: NotNull, dropped: string | undefined): string {
  if (dropped !== undefined)
    return `Write two statements: \`ALTER TABLE ${sqlNameOf(server, operation.table)} … SET NOT NULL;\` first, then DROP CONSTRAINT ${code(dropped)} in an ALTER TABLE of its own.`;
  if (operation.kind === 'addColumn')
    return 'Leave NOT NULL away from the generated column, or let its expression never be NULL with COALESCE and leave the rest to readers.';
  if (server.major < 12)
    return `PostgreSQL before 12 reads the table for every SET NOT NULL. Keep a validated CHECK (… IS NOT NULL) in its place: add it with NOT VALID, then VALIDATE CONSTRAINT in a later transaction.`;
  if (server.major >= 18)
    return 'Add the NOT NULL constraint with NOT VALID, then VALIDATE CONSTRAINT in a later transaction, which lets reads and writes go on.';
  return 'Add CHECK (… IS NOT NULL) NOT VALID, VALIDATE it in a later transaction, which lets reads and writes go on; with that proof SET NOT NULL reads nothing.';
}
