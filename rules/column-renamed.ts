import {
  code,
  codeList,
  columnSql,
  defineRule,
  isAtStake,
  isAtLeast,
  sqlNameOf,
  subjectOf,
  viewsMentioning,
} from '../src/engine/rule.js';
import type { Change, RecipeStep } from '../src/engine/rule.js';

export const columnRenamed = defineRule({
  id: 'column-renamed',
  summary: 'A column gets another name, which running code does not know',
  question: 'How do I rename a column without breaking running code?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  on: ['renameColumn', 'redefineColumn'],
  check(change) {
    const { operation, server, before } = change;
    const ref = operation.table;
    const to = operation.kind === 'renameColumn' ? operation.to : operation.definition.name;
    const isSame =
      server.dialect === 'postgres'
        ? to === operation.column
        : to.toLowerCase() === operation.column.toLowerCase();
    if (isSame || !isAtStake(change, ref) || change.isNewColumn(ref, operation.column)) return undefined;

    const subject = subjectOf(ref, operation.column);
    const views = server.dialect === 'postgres' ? [] : viewsMentioning(before, ref);
    const hidden =
      operation.kind === 'redefineColumn'
        ? ' CHANGE with two names is a rename, whatever else it changes.'
        : '';
    return {
      subject,
      headline: `${code(subject)} is not found by running code once it is ${code(to)}`,
      message: `From the moment of the rename each statement that still says ${code(operation.column)} fails (${server.dialect === 'postgres' ? code('42703') : 'error 1054'}): the old version of the code during the deploy, jobs, reports, and the version that a rollback brings back.${hidden}${views.length > 0 ? ` ${codeList(views)} ${views.length > 1 ? 'read' : 'reads'} the table, and fails with error 1356 where the column is named.` : ''}`,
      remedy: `Add ${code(to)} beside it; release code that writes both and reads the old one; fill the old rows in batches; release code that reads the new one; drop ${code(operation.column)} in a later release. Where only the code wants another name, map it there and leave the column alone.`,
      recipe: recipeOf(change, to),
    };
  },
});

/** The first migration; the others belong to later releases. */
function recipeOf(change: Change<'renameColumn' | 'redefineColumn'>, to: string): readonly RecipeStep[] {
  const { operation, table, column, server } = change;
  const known = table(operation.table);
  const before = column(operation.table, operation.column);
  if (!known || !before || before.generated || before.autoIncrement) return [];
  const bare = {
    ...before,
    name: to,
    nullable: true,
    default: undefined,
    onUpdate: undefined,
    identity: undefined,
  };
  const [major, minor, patch] = server.dialect === 'mysql' ? [8, 0, 12] : [10, 3, 2];
  const clause =
    server.dialect !== 'postgres' && isAtLeast(server, major, minor, patch) ? ', ALGORITHM=INSTANT' : '';
  return [
    {
      kind: 'migration',
      title: 'Add the new column; then release code that writes both',
      text: `ALTER TABLE ${sqlNameOf(server, operation.table)} ADD COLUMN ${columnSql(known, bare)}${clause};`,
    },
  ];
}
