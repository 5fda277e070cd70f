import {
  code,
  codeList,
  defineRule,
  findTable,
  isAtStake,
  isSameTable,
  isShutOut,
  isUnseen,
  sqlNameOf,
  subjectOf,
  tableDump,
  tablesReferencing,
  unknownTable,
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
    if (!known && operation.ifExists && before.uncertain.length === 0 && !isUnseen(before, ref))
      return isNothing(change) ? undefined : { undecided: unknownTable(ref) };
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

/**
 * IF EXISTS of a table that the history does not show removes nothing where the history is whole, and in front of the
 * CREATE of the first migration.
 */
function isNothing({ operation: { table: ref }, start, end, statements, index }: Dropping): boolean {
  if (!end.unseen.isEmpty()) return false;
  return (
    !start.tables.isEmpty() ||
    statements
      .slice(index)
      .some(({ operations }) =>
        operations.some((one) => one.kind === 'createTable' && isSameTable(one.table, ref)),
      )
  );
}

/** A later statement of the file creates a table under the name; else one is renamed to it. */
function isMadeAnew({ operation: { table: ref }, statements, index }: Dropping): boolean {
  return !statements
    .slice(index)
    .some(({ operations }) =>
      operations.some((one) => one.kind === 'renameTable' && isSameTable(one.to, ref)),
    );
}

/** A copy that the same file made before. */
interface Copy {
  readonly table: ObjectName;
  /** Of every row; else of those that a join or a condition picks. */
  readonly isWhole: boolean;
  /** The copy takes the name of what is dropped. */
  readonly isSwitch: boolean;
  /** Nobody else could write from before the copy on. */
  readonly isShut: boolean;
}

/** The table into which the same file copied the rows before: all of them, or those that the table in its place shall have. */
function copyOf(change: Dropping): Copy | undefined {
  const { operation, statements, index, isNew } = change;
  const ref = operation.table;
  for (let at = index - 1; at >= 0; at -= 1) {
    const copy = statements[at]?.operations.findLast(
      (one) => one.kind === 'insert' && one.reads.some((read) => isSameTable(read, ref)),
    );
    if (copy?.kind !== 'insert') continue;
    const isWhole = copy.readsAllRows === true;
    const isSwitch = isRenamed(change, copy.table);
    if (!isWhole && !(isSwitch && isNew(copy.table))) continue;
    return { table: copy.table, isWhole, isSwitch, isShut: isShutOut({ ...change, index: at }, ref) };
  }
  return undefined;
}

/** A later statement of the file gives this table the name of the one that is dropped. */
function isRenamed({ operation: { table: ref }, statements, index }: Dropping, copy: ObjectName): boolean {
  return statements
    .slice(index)
    .some(({ operations }) =>
      operations.some(
        (one) => one.kind === 'renameTable' && isSameTable(one.table, copy) && one.to.name === ref.name,
      ),
    );
}

/** Rows are kept; what is lost is what was written behind the copy. */
function afterCopy({ operation, server, statement }: Dropping, copy: Copy): Detection {
  const ref = operation.table;
  const name = code(subjectOf(ref));
  const target = code(subjectOf(copy.table));
  const isPostgres = server.dialect === 'postgres';
  const lost = copy.isShut
    ? ''
    : `What is written to ${name} between the copy and the drop is lost without a word. `;
  const fails = !copy.isSwitch
    ? `Running code that still says ${name} fails from that moment. `
    : isPostgres
      ? statement.inTransaction
        ? ''
        : `Running code that says ${name} fails until the copy has taken its name. `
      : `From the DROP to the RENAME there is no table ${name}: running code fails with error 1146. `;
  const atOnce = `RENAME TABLE ${sqlNameOf(server, ref)} TO ${sqlNameOf(server, { ...ref, name: `${ref.name}_old` })}, ${sqlNameOf(server, copy.table)} TO ${sqlNameOf(server, ref)}`;
  return {
    subject: subjectOf(operation.table),
    severity: 'warning',
    headline: `${name} is dropped after ${copy.isWhole ? 'its' : 'some'} rows were copied to ${target}`,
    message: `${lost}${fails}${copy.isWhole ? 'Columns' : 'Rows and columns'} that the copy leaves out are gone.`,
    remedy:
      copy.isSwitch && !isPostgres
        ? `Write ${code(atOnce)} in place of DROP and RENAME: it switches the two at once and keeps the old rows. Drop ${code(`${ref.name}_old`)} in a later migration, after what was written behind the copy has been copied as well. Where nobody writes while this runs, say so in an acknowledgement.`
        : `Let both stay for one release: write to both, copy what is missing, and drop ${name} in a later migration. Where nobody writes while this runs, say so in an acknowledgement.`,
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
