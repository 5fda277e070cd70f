import {
  causeOf,
  code,
  codeList,
  constraintSql,
  countRowsQuery,
  defineRule,
  quoteName,
  sameCause,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Change, ObjectName, OperationOf, RecipeStep, ServerVersion } from '../src/engine/rule.js';

export const foreignKeyCopied = defineRule({
  id: 'foreign-key-copied',
  summary: 'A foreign key is added with foreign_key_checks on, for which the table is copied',
  question: 'How do I add a foreign key without copying the table?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['addConstraint'],
  check(change) {
    const { operation, server, statement } = change;
    const { table, constraint } = operation;
    const work = tableWork(change);
    if (!work || constraint.kind !== 'foreign-key' || causeOf(change.impact) !== 'add-foreign-key')
      return undefined;
    // One copy serves them all: one finding, on the first.
    const all = sameCause(statement, 'addConstraint', /^add-foreign-key$/).flatMap(foreignKey);
    if (all[0]?.operation !== operation) return undefined;

    const subject = subjectOf(table, constraint.name);
    const names = codeList(all.map(({ key }) => key.name ?? key.columns.join(', ')));
    const what =
      all.length > 1
        ? `The foreign keys ${names}`
        : constraint.name === undefined
          ? 'The foreign key'
          : names;
    const empty = statement.operations.flatMap((one) =>
      one.kind === 'addColumn' && isEmptyColumn(one) ? one.column.name : [],
    );
    const added = statement.operations.flatMap((one) => (one.kind === 'addColumn' ? one.column.name : []));
    const isNewOnly = all.every(({ key }) => key.columns.some((name) => empty.includes(name)));
    const strict = madeNotNull(change);
    const queries = [
      ...all
        .filter(({ key }) => !key.columns.some((name) => added.includes(name)))
        .map((one) => orphans(server, one)),
      ...strict.map((name) => nulls(server, table, name)),
    ];
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${what} on ${code(table.name)} ${all.length > 1 ? 'are' : 'is'} added by copying the table: ${waitWords(work.impact)}`,
      message: `While \`foreign_key_checks\` is on, every row is compared with ${codeList([...new Set(all.map(({ key }) => key.references.name))])}, and that is done by copying. ${workSentence(server, table, work.impact)} ${isNewOnly ? 'No row can lack a parent, since the new columns hold NULL in all of them; the copy is made all the same.' : 'One row without a parent makes it fail at the end (error 1452).'}${strict.length > 0 ? ` So does one row that holds NULL in ${codeList(strict)} (error 1138 or 1265).` : ''}`,
      remedy: remedyOf(change, all, isNewOnly),
      recipe: statement.operations.length === 1 ? [...queries, withoutChecks(server, operation)] : queries,
    };
  },
});

/** A new column that holds NULL in every row. */
function isEmptyColumn({ column }: OperationOf<'addColumn'>): boolean {
  const { nullable, default: value, generated, autoIncrement } = column;
  return nullable !== false && (!value || value.kind === 'null') && !generated && !autoIncrement;
}

/** Columns that may hold NULL and that the same statement makes NOT NULL. */
function madeNotNull({ statement, column }: Change<'addConstraint'>): readonly string[] {
  return statement.operations.flatMap((one) =>
    one.kind === 'redefineColumn' &&
    one.definition.nullable === false &&
    column(one.table, one.column)?.nullable === true
      ? one.column
      : [],
  );
}

function remedyOf(
  { operation, statement, table: find }: Change<'addConstraint'>,
  all: readonly AddedKey[],
  isNewOnly: boolean,
): string {
  const known = find(operation.table);
  const isIndexed = all.every(({ key }) =>
    known?.indexes.some(({ parts }) => key.columns.every((name, at) => parts[at]?.column === name)),
  );
  const isAlone = statement.operations.length === all.length;
  const key = all.length > 1 ? 'keys' : 'key';
  const work = isIndexed
    ? 'changes only metadata'
    : `compares no row, and only builds the index that the ${key} ${all.length > 1 ? 'need' : 'needs'} while reads and writes go on`;
  const off = `add the ${key} in a ${isAlone ? '' : `statement of ${all.length > 1 ? 'their' : 'its'} own, in a `}session with ${code('foreign_key_checks')} off: the server ${work}, and checks new rows from there on`;
  if (isNewOnly)
    return `Add the new columns in a statement before it, which changes only metadata where ${code('ALGORITHM=INSTANT')} is taken. Then ${off}.`;
  return `Look for rows without a parent first, then ${off}. Look again afterwards: a row without a parent that came in between stays.`;
}

function nulls(server: ServerVersion, table: ObjectName, column: string): RecipeStep {
  return countRowsQuery(
    server,
    table,
    `${quoteName(server, column)} IS NULL`,
    `Count the rows without ${code(column)}; there must be none`,
  );
}

type Added = OperationOf<'addConstraint'>;

interface AddedKey {
  readonly operation: Added;
  readonly key: Extract<Added['constraint'], { readonly kind: 'foreign-key' }>;
}

function foreignKey(operation: Added): readonly AddedKey[] {
  const { constraint } = operation;
  return constraint.kind === 'foreign-key' ? [{ operation, key: constraint }] : [];
}

function orphans(server: ServerVersion, { operation: { table }, key }: AddedKey): RecipeStep {
  const { columns, references, referencedColumns } = key;
  const [child, parent] = [columns, referencedColumns.length > 0 ? referencedColumns : columns].map((names) =>
    names.map((name) => quoteName(server, name)),
  );
  const join = (child ?? []).map((name, at) => `p.${parent?.[at] ?? name} = c.${name}`).join(' AND ');
  const filled = (child ?? []).map((name) => `c.${name} IS NOT NULL`).join(' AND ');
  return {
    kind: 'query',
    title: 'Look for rows without a parent, before and after; there must be none',
    text: `SELECT c.* FROM ${sqlNameOf(server, table)} c LEFT JOIN ${sqlNameOf(server, references)} p ON ${join} WHERE ${filled} AND p.${parent?.[0] ?? ''} IS NULL LIMIT 10;`,
  };
}

function withoutChecks(server: ServerVersion, { table, constraint }: Added): RecipeStep {
  const algorithm = server.dialect === 'mysql' ? 'INPLACE' : 'NOCOPY';
  return {
    kind: 'migration',
    title: 'Add the key without comparing the rows again',
    text: [
      'SET SESSION foreign_key_checks = 0;',
      `ALTER TABLE ${sqlNameOf(server, table)} ADD ${constraintSql(server, constraint)}, ALGORITHM=${algorithm}, LOCK=NONE;`,
      'SET SESSION foreign_key_checks = 1;',
    ].join('\n'),
  };
}
