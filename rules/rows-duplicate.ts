import {
  code,
  codeList,
  defineRule,
  findTable,
  isAtStake,
  isUniqueAlready,
  sharedValuesQuery,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, Table } from '../src/engine/rule.js';

export const rowsDuplicate = defineRule({
  id: 'rows-duplicate',
  summary: 'A unique index fails on rows that share a value, and so do writers from then on',
  question: 'How do I find duplicates before I add a unique index?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  on: ['addIndex'],
  check(change) {
    const { operation, table, server } = change;
    const ref = operation.table;
    const { index, concurrently } = operation;
    const known = table(ref);
    if (!index.unique || !isAtStake(change, ref)) return undefined;
    // A plain CREATE UNIQUE INDEX of PostgreSQL keeps writers out: the rule about that brings the same query.
    if (server.dialect === 'postgres' && (!concurrently || becomesConstraint(change))) return undefined;
    const columns = index.parts.map(({ column, expression }) => column ?? expression?.text ?? '');
    if (known && isUniqueAlready(known, columns)) return undefined;
    if (index.parts.some(({ column }) => column !== undefined && change.isNewColumn(ref, column)))
      return undefined;
    // NULL is unlike any other: every row that is there holds it in the new column.
    if (index.parts.some(({ column }) => column !== undefined && isAddedEmpty(change, column)))
      return undefined;
    // Rows are put in order in the same file first.
    if (isCleaned(change)) return undefined;

    const name = subjectOf(ref);
    return {
      subject: subjectOf(ref, index.name),
      severity: server.dialect === 'postgres' ? 'advice' : 'warning',
      headline: `Two rows of ${code(name)} with the same ${codeList(columns)} make this fail`,
      message: `Nothing in the history keeps ${codeList(columns)} unique. ${server.dialect === 'postgres' ? POSTGRES : mysqlWords(known, columns)} Running code that writes such values gets the error from then on.`,
      remedy:
        'Run the query first. If it finds rows, stop the code that makes them, then merge or delete them in a change of its own, and add the index right behind.',
      recipe: [sharedValuesQuery(server, ref, index)],
    };
  },
});

const POSTGRES =
  'On the first duplicate the build fails (`23505`) and leaves an invalid index behind, which has to be dropped before the next try.';

function mysqlWords(known: Table | undefined, columns: readonly string[]): string {
  const collation = known?.columns.find(
    ({ name, collation: own }) => columns.includes(name) && own?.endsWith('_ci'),
  )?.collation;
  const alike =
    collation === undefined
      ? ''
      : ` By ${code(collation)}, values that differ only in case${/_ai_|general|unicode/.test(collation) ? ' or accents' : ''} are the same.`;
  return `On the first duplicate the statement fails with error 1062 after the index was built, what the file did before it stays, and the deploy stops half way. A duplicate that is written meanwhile is enough.${alike}`;
}

/** The same statement adds the column, without a value for the rows that are there. */
function isAddedEmpty({ statement }: Change<'addIndex'>, name: string): boolean {
  return statement.operations.some(
    (one) =>
      one.kind === 'addColumn' &&
      one.column.name.toLowerCase() === name.toLowerCase() &&
      one.column.nullable !== false &&
      !one.column.generated &&
      !one.column.autoIncrement &&
      (one.column.default === undefined || one.column.default.kind === 'null'),
  );
}

/** DELETE from the table, or UPDATE of an indexed column, in front of the statement. */
function isCleaned({ operation, statements, index, before }: Change<'addIndex'>): boolean {
  const own = findTable(before, operation.table);
  const isOwn = (name: { readonly name: string; readonly schema?: string | undefined }): boolean =>
    own !== undefined && findTable(before, name) === own;
  return statements
    .slice(0, index)
    .some(({ operations }) =>
      operations.some((one) => (one.kind === 'delete' || one.kind === 'update') && one.tables.some(isOwn)),
    );
}

/** The rest of what the rule about ADD UNIQUE recommends, together with the query. */
function becomesConstraint({ operation, statements, index }: Change<'addIndex'>): boolean {
  return statements
    .slice(index + 1)
    .some(({ operations }) =>
      operations.some(
        (one) => one.kind === 'addConstraint' && one.constraint.usingIndex === operation.index.name,
      ),
    );
}
