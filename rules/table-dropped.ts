import {
  code,
  codeList,
  defineRule,
  findTable,
  isAtStake,
  isSameTable,
  sqlNameOf,
  subjectOf,
  tableDump,
  tablesReferencing,
  viewsMentioning,
} from '../src/engine/rule.js';
import type { Change, Detection, ObjectName } from '../src/engine/rule.js';

export const tableDropped = defineRule({
  id: 'table-dropped',
  summary: 'A table and all its rows are dropped',
  question: 'How do I drop a table that something may still use?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: ['dropped-with-cascade'],
  on: ['dropTable'],
  check(change) {
    const { operation, table, server, before, end } = change;
    const ref = operation.table;
    if (operation.temporary || !isAtStake(change, ref)) return undefined;
    const known = table(ref);
    // DROP … IF EXISTS in front of CREATE, where a whole history knows no such table.
    if (!known && operation.ifExists && before.uncertain.length === 0) return undefined;
    if (known?.partitionOf) return undefined;

    const name = subjectOf(ref);
    const isAgain = findTable(end, ref) !== undefined;
    const copy = copyOf(change);
    if (copy) return afterCopy(change, copy);
    return {
      subject: name,
      headline: `${code(name)} is dropped with every row in it`,
      message: `DROP TABLE removes ${code(name)}, its rows, indexes and triggers for good${server.dialect === 'postgres' ? '' : '; it commits by itself and no rollback brings it back'}.${isAgain ? (isMadeAnew(change) ? ' The table that is created under its name is empty.' : ' Another table takes its name.') : ''} Running code that still reads or writes it fails from that moment${isAgain ? ', or finds nothing' : ''}.${others(change)}`,
      remedy: isAgain
        ? `To change the table, use ALTER TABLE, which keeps the rows. To replace it, create the new one beside it under another name, copy the rows, and switch.`
        : `First release code that no longer uses ${code(name)}. Then rename it out of the way and wait for one release: a forgotten reader shows up, and one rename brings the table back. Drop it in a later migration.`,
      recipe: [
        {
          kind: 'query',
          title: 'See what would be lost',
          text: `SELECT COUNT(*) FROM ${sqlNameOf(server, ref)};`,
        },
        tableDump(server, ref),
      ],
    };
  },
});

/** A later statement of the file creates a table under the name; else one is renamed to it. */
function isMadeAnew({ operation: { table: ref }, statements, index }: Dropping): boolean {
  return !statements
    .slice(index)
    .some(({ operations }) =>
      operations.some((one) => one.kind === 'renameTable' && isSameTable(one.to, ref)),
    );
}

/** The table into which the same file copied every row before. */
function copyOf({ operation: { table: ref }, statements, index }: Dropping): ObjectName | undefined {
  for (let at = index - 1; at >= 0; at -= 1) {
    const copy = statements[at]?.operations.findLast(
      (one) => one.kind === 'insert' && one.readsAllRows && one.reads.some((read) => isSameTable(read, ref)),
    );
    if (copy?.kind === 'insert') return copy.table;
  }
  return undefined;
}

/** Rows are kept; what is lost is what was written behind the copy. */
function afterCopy({ operation, server }: Dropping, copy: ObjectName): Detection {
  const name = code(subjectOf(operation.table));
  const target = code(subjectOf(copy));
  return {
    subject: subjectOf(operation.table),
    severity: 'warning',
    headline: `${name} is dropped after its rows were copied to ${target}`,
    message: `What is written to ${name} between the copy and the drop is lost without a word, and running code that still says ${name} fails from that moment. Columns that the copy leaves out are gone.`,
    remedy: `Let both stay for one release: write to both, copy what is missing, and drop ${name} in a later migration. Where nobody writes while this runs, say so in an acknowledgement.`,
    recipe: [tableDump(server, operation.table)],
  };
}

type Dropping = Change<'dropTable'>;

function others({ operation, before, server }: Dropping): string {
  const views = viewsMentioning(before, operation.table);
  const tables = tablesReferencing(before, operation.table);
  const isPostgres = server.dialect === 'postgres';
  const words = [
    isPostgres && operation.cascade && tables.length > 0
      ? ` CASCADE also drops the foreign keys of ${codeList(tables)}: their rows stay and point nowhere.`
      : '',
    views.length > 0
      ? isPostgres
        ? ` CASCADE also drops ${codeList(views)}.`
        : ` ${codeList(views)} ${views.length > 1 ? 'read' : 'reads'} it and fails with error 1356 from then on.`
      : '',
  ];
  return words.join('');
}
