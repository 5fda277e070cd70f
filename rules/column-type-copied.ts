import {
  causeOf,
  code,
  defineRule,
  lookUp,
  newColumnRecipe,
  quoteName,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const columnTypeCopied = defineRule({
  id: 'column-type-copied',
  summary: 'Another data type, which MySQL and MariaDB can only store by copying the table',
  question: "How do I change a column's type without stopping writes?",
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['redefineColumn'],
  check(change) {
    const { operation, server, impact } = change;
    const { table, definition } = operation;
    const work = tableWork(change);
    const known = change.table(table);
    const before = change.column(table, operation.column);
    const why = lookUp(WHY, causeOf(impact)?.replace(/:.*$/, '') ?? '');
    if (!work || !known || !before || why === undefined) return undefined;

    const subject = subjectOf(table, operation.column);
    const name = `${definition.name}_new`;
    const [old, next] = [before.type.text, definition.type.text].map((text) => text.toUpperCase());
    const from = old === next ? '' : ` from ${code(old ?? '')} to ${code(next ?? '')}`;
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${code(subject)} changes${from}: ${waitWords(work.impact)}`,
      message: `${why} ${workSentence(server, table, work.impact)}${isRepeated(change) ? ' Several such changes of one table belong in one statement: each statement copies it again.' : ''}`,
      remedy: `Put a new column beside the old one: add it, write both from the code, fill the old rows in batches, read the new one, and drop the old one in a later release. Or run the change with an online schema change tool outside the deploy; it needs disk for a second copy of ${code(table.name)} all the same.`,
      recipe: newColumnRecipe(server, known, {
        column: before.name,
        name,
        definition: `${quoteName(server, name)} ${definition.type.text} NULL`,
      }),
    };
  },
});

/** Another statement of the file redefines a column of the same table. */
function isRepeated({ operation, statements, index }: Change<'redefineColumn'>): boolean {
  const name = subjectOf(operation.table);
  return statements.some(
    ({ operations }, at) =>
      at !== index &&
      operations.some((one) => one.kind === 'redefineColumn' && subjectOf(one.table) === name),
  );
}

const OTHER = 'The values are stored in another form, so no row can stay as it is.';

const WHY: Readonly<Record<string, string>> = {
  'change-type': OTHER,
  'change-srid': 'Every value is checked against the other spatial reference system.',
  'change-compressed': OTHER,
  'change-column-versioning': 'Whether versions of a column are kept changes what each row holds.',
};
