import {
  causeOf,
  code,
  codeList,
  constraintSql,
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
import type { OperationOf, RecipeStep, ServerVersion } from '../src/engine/rule.js';

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
    const added = statement.operations.flatMap((one) => (one.kind === 'addColumn' ? one.column.name : []));
    const queries = all
      .filter(({ key }) => !key.columns.some((name) => added.includes(name)))
      .map((one) => orphans(server, one));
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${what} on ${code(table.name)} ${all.length > 1 ? 'are' : 'is'} added by copying the table: ${waitWords(work.impact)}`,
      message: `While \`foreign_key_checks\` is on, every row is compared with ${codeList([...new Set(all.map(({ key }) => key.references.name))])}, and that is done by copying. ${workSentence(server, table, work.impact)} One row without a parent makes it fail at the end (error 1452).`,
      remedy:
        'Look for rows without a parent first, then add the key in a session with `foreign_key_checks` off: the server changes only metadata, and checks new rows from there on. Look again afterwards: a row without a parent that came in between stays.',
      recipe: statement.operations.length === 1 ? [...queries, withoutChecks(server, operation)] : queries,
    };
  },
});

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
