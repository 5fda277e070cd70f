import {
  alterActionSql,
  causeOf,
  code,
  defineRule,
  findColumn,
  findTable,
  isAtLeast,
  isEmptied,
  isInUse,
  quoteName,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, RecipeStep } from '../src/engine/rule.js';

export const columnRequired = defineRule({
  id: 'column-required',
  summary: 'A new column is NOT NULL and has no default',
  question: 'How do I add a required column without breaking writes?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: ['statement-refused', 'table-blocked'],
  on: ['addColumn'],
  check(change) {
    const { operation, server, table, end, impact } = change;
    const { column } = operation;
    const refused = impact.kind === 'decided' ? impact.impact.refused?.code : undefined;
    const isFilled = refused === undefined || FILL_ERRORS.includes(refused);
    const known = table(operation.table);
    if (!isInUse(change, operation.table) || !isFilled) return undefined;
    if (
      column.nullable !== false ||
      column.default ||
      column.generated ||
      column.identity ||
      column.autoIncrement
    )
      return undefined;
    if (/^(small|big)?serial$/.test(column.type.name) || isGivenHere(change)) return undefined;
    if (operation.ifNotExists && known && findColumn(known, column.name)) return undefined;

    const subject = subjectOf(operation.table, column.name);
    const left = findTable(end, operation.table);
    const later = left && findColumn(left, column.name)?.default !== undefined;
    const isPostgres = server.dialect === 'postgres';
    const isEmpty = isEmptied(change, operation.table);
    const fails = !isEmpty && (isPostgres || refused !== undefined);
    return {
      subject,
      severity: fails ? 'blocker' : 'warning',
      headline: fails
        ? `${code(subject)} is NOT NULL without a default: it fails if there is a single row`
        : `INSERTs of running code fail once ${code(subject)} is NOT NULL without a default`,
      message: isEmpty
        ? emptyWords(change)
        : isPostgres
          ? postgresWords(change)
          : mysqlWords(change, refused),
      remedy:
        later === true
          ? `Write the default into the ADD COLUMN itself: a DEFAULT that a later statement sets comes too late for the rows that are there.`
          : `Give the column a default for as long as old code runs (no row is rewritten for a constant${isPostgres ? ' on PostgreSQL 11 and later' : ''}), or add it nullable, release code that writes it, fill the old rows in batches, then set NOT NULL.`,
      recipe: recipeOf(change),
    };
  },
});

/** Zero dates and empty geometries, which MySQL refuses to fill in. */
const FILL_ERRORS = ['1292', '1138', '1416'];

/** A primary key numbers it, or a sequence: serial brings its default as an operation of its own. */
function isGivenHere({ operation, statement }: Change<'addColumn'>): boolean {
  return statement.operations.some(
    (one) =>
      (one.kind === 'setColumnDefault' &&
        one.column === operation.column.name &&
        one.default !== undefined) ||
      (one.kind === 'addConstraint' &&
        one.constraint.kind === 'primary-key' &&
        one.constraint.index.parts.some(({ column }) => column === operation.column.name)),
  );
}

/** The same file emptied the table: nothing is left to fill. */
function emptyWords({ operation, server }: Change<'addColumn'>): string {
  const error = server.dialect === 'postgres' ? code('23502') : 'error 1364 in strict mode';
  return `The file empties ${code(subjectOf(operation.table))} first, so no row is in the way. From then on each INSERT of the old code, which does not know ${code(operation.column.name)}, fails with ${error}.`;
}

function postgresWords({ operation }: Change<'addColumn'>): string {
  const name = code(operation.column.name);
  return `The rows that are there would hold NULL, so the statement fails with ${code('23502')} on the first one; it passes only while ${code(subjectOf(operation.table))} is empty, as on a developer's machine. Where it passes, each INSERT of the old code, which does not know ${name}, fails with the same error.`;
}

function mysqlWords({ operation, server }: Change<'addColumn'>, refused: string | undefined): string {
  const { column } = operation;
  const insert = `Each INSERT of the old code, which does not know ${code(column.name)}, fails with error 1364 in strict mode`;
  if (refused !== undefined)
    return `${serverText(server)} has no value of type ${code(column.type.text)} for the rows that are there: the statement fails with error ${refused} on a table with rows, and passes on an empty one. ${insert}.`;
  const fill = fillOf(column.type.name, column.type.members);
  return `${serverText(server)} fills the rows that are there with ${fill}, in strict mode too, and nothing tells these from real values later. ${insert}; without strict mode it silently stores the same.`;
}

function fillOf(type: string, members: readonly string[] | undefined): string {
  if (type === 'enum')
    return members?.[0] === undefined ? 'the first value' : `${code(members[0])}, the first value`;
  if (/^(date|datetime|timestamp)$/.test(type)) return 'the zero date';
  if (/int|decimal|float|double|year|bit|time/.test(type)) return code('0');
  return type === 'json' ? `the JSON ${code('null')}` : 'the empty string';
}

function recipeOf({ operation, server, impact }: Change<'addColumn'>): readonly RecipeStep[] {
  const [major, minor, patch] = server.dialect === 'mysql' ? [8, 0, 12] : [10, 3, 2];
  // A NOT NULL date is filled with zeros row by row; the same column that takes NULL is not.
  const isInstant =
    impact.kind === 'decided' &&
    (impact.impact.algorithm === 'INSTANT' ||
      (operation.position === undefined && (causeOf(impact) ?? '').includes('fills-zero-date')));
  const clause =
    server.dialect !== 'postgres' && isInstant && isAtLeast(server, major, minor, patch)
      ? ', ALGORITHM=INSTANT'
      : '';
  const target = sqlNameOf(server, operation.table);
  const column = { ...operation.column, nullable: server.dialect === 'postgres' ? undefined : true };
  const action = alterActionSql(server, { ...operation, column });
  return [
    {
      kind: 'migration',
      title: 'Add it nullable; then release code that writes it, and fill the old rows in batches',
      text: `ALTER TABLE ${target} ${action}${clause};`,
    },
    {
      kind: 'query',
      title: 'Before a later pull request sets NOT NULL: no row may hold NULL',
      text: `SELECT COUNT(*) FROM ${target} WHERE ${quoteName(server, operation.column.name)} IS NULL;`,
    },
  ];
}
