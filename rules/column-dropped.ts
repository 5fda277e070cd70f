import {
  causeOf,
  code,
  codeList,
  defineRule,
  isAtStake,
  lostWithColumn,
  quoteName,
  sqlNameOf,
  subjectOf,
  tableDump,
  tableWork,
  viewsMentioning,
  workSentence,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const columnDropped = defineRule({
  id: 'column-dropped',
  summary: 'A column and its data are dropped',
  question: 'How do I drop a column without breaking running code?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: ['dropped-with-cascade', 'table-rebuilt', 'algorithm-clause'],
  on: ['dropColumn'],
  check(change) {
    const { operation, table, column, server } = change;
    const ref = operation.table;
    if (!isAtStake(change, ref) || change.isNewColumn(ref, operation.column)) return undefined;
    const before = column(ref, operation.column);
    // The history knows the table and not the column: nothing is lost that it shows (DROP … IF EXISTS).
    if (!before && operation.ifExists && table(ref)?.uncertain.length === 0) return undefined;
    if (before?.generated?.storage === 'virtual') return undefined;

    const subject = subjectOf(ref, operation.column);
    const written = quoteName(server, operation.column);
    return {
      subject,
      headline: `${code(subject)} and its data are gone once this has run`,
      message: `Dropping ${code(subject)} cannot be undone, and every running process that still names the column fails from that moment: also the old version of the code during the deploy.${goesWithIt(change)}${rewriteOf(change)}`,
      remedy: `${renameInstead(change)}First release the code that no longer reads or writes it; drop it in a later migration.${isIndexed(change) ? INDEX_FIRST : ''}`,
      recipe: [
        {
          kind: 'query',
          title: 'See what would be lost',
          text: `SELECT COUNT(*) AS all_rows, COUNT(${written}) AS rows_with_a_value FROM ${sqlNameOf(server, ref)};`,
        },
        tableDump(server, ref),
      ],
    };
  },
});

function goesWithIt({ operation, before, after, statement, server }: Change<'dropColumn'>): string {
  const { operations } = statement;
  const lost = lostWithColumn({ before, after, operations }, operation.table, operation.column);
  const views = viewsMentioning(before, operation.table, operation.column);
  const shown = lost.length > 6 ? [...lost.slice(0, 5), `${String(lost.length - 5)} more`] : lost;
  const also = lost.length > 0 ? ` With it go: ${shown.join('; ')}.` : '';
  if (views.length === 0) return also;
  const many = views.length > 1;
  const fate = operation.cascade
    ? `CASCADE also drops the ${many ? 'views' : 'view'} ${codeList(views)}.`
    : `The ${many ? 'views' : 'view'} ${codeList(views)} ${many ? 'read' : 'reads'} the table${server.dialect === 'postgres' ? '' : `, and ${many ? 'fail' : 'fails'} with error 1356 where the column is named`}.`;
  return `${also} ${fate}`;
}

/** DROP a, ADD b of the same type in one statement is how a rename looks when a tool guessed it. */
function renameInstead({ operation, statement, column, server }: Change<'dropColumn'>): string {
  const type = column(operation.table, operation.column)?.type;
  const added = statement.operations.flatMap((one) =>
    one.kind === 'addColumn' && one.column.type.name === type?.name ? [one.column.name] : [],
  );
  const [name] = added;
  if (name === undefined || added.length > 1) return '';
  const from = quoteName(server, operation.column);
  if (name === operation.column)
    return `The column that is added again under the same name starts empty: change the column that is there (${code(server.dialect === 'postgres' ? 'ALTER COLUMN' : 'MODIFY')}) to keep its values. `;
  return `If ${code(name)} is the same column under a new name, ${code(`RENAME COLUMN ${from} TO ${quoteName(server, name)}`)} keeps the data; DROP and ADD lose it. `;
}

/** Where it is not metadata alone, and nobody waits; what blocks has a rule of its own. */
function rewriteOf(change: Change<'dropColumn'>): string {
  const work = change.server.dialect === 'postgres' ? undefined : tableWork(change);
  if (work?.impact.work !== 'rebuild' || work.impact.blocks !== 'nobody') return '';
  return ` ${workSentence(change.server, change.operation.table, work.impact)}`;
}

const INDEX_FIRST =
  ' In that migration drop the indexes that hold it first, in a statement of their own: then the column goes instantly (`ALGORITHM=INSTANT`).';

function isIndexed(change: Change<'dropColumn'>): boolean {
  return (
    rewriteOf(change) !== '' &&
    /^drop-(?:stored-)?column:(?:indexed|shortens-index)/.test(causeOf(change.impact) ?? '')
  );
}
