import {
  causeOf,
  code,
  constraintSql,
  defineRule,
  quoteName,
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

    const subject = subjectOf(table, constraint.name);
    const what = constraint.name === undefined ? 'The foreign key' : code(constraint.name);
    const steps = [orphans(server, operation), withoutChecks(server, operation)];
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${what} on ${code(table.name)} is added by copying the table: ${waitWords(work.impact)}`,
      message: `While \`foreign_key_checks\` is on, every row is compared with ${code(constraint.references.name)}, and that is done by copying. ${workSentence(server, table, work.impact)} One row without a parent makes it fail at the end (error 1452).`,
      remedy:
        'Look for rows without a parent first, then add the key in a session with `foreign_key_checks` off: the server changes only metadata, and checks new rows from there on. Look again afterwards: a row without a parent that came in between stays.',
      recipe: statement.operations.length === 1 ? steps : steps.slice(0, 1),
    };
  },
});

type Added = OperationOf<'addConstraint'>;

function orphans(server: ServerVersion, { table, constraint }: Added): RecipeStep {
  if (constraint.kind !== 'foreign-key') throw new Error('The caller asks for foreign keys only.');
  const { columns, references, referencedColumns } = constraint;
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
