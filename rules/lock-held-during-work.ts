import {
  code,
  codeList,
  defineMigrationRule,
  isSameTable,
  rowsTouched,
  strongLocks,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { ObjectName, StatementChange, StrongLock } from '../src/engine/rule.js';

export const lockHeldDuringWork = defineMigrationRule({
  id: 'lock-held-during-work',
  summary:
    'A table stays locked while a later statement of the transaction reads another table from end to end',
  question: 'How do I keep locks short in a migration with several steps?',
  dialects: ['postgres'],
  severity: 'warning',
  scale: 'size',
  check({ changes, isRollback }) {
    if (isRollback) return undefined;
    let held: readonly StrongLock[] = [];
    let transaction: number | undefined;
    for (const [index, change] of changes.entries()) {
      const { statement } = change;
      if (statement.transaction === undefined || statement.transaction !== transaction) held = [];
      transaction = statement.transaction;
      const worked = held.length > 0 ? workedTables(change) : [];
      const lock = worstFor(worked, held);
      if (lock) return detectionOf(change, index, lock, worked);
      if (transaction !== undefined && held.length < MOST_HELD) held = [...held, ...strongLocks(change)];
    }
    return undefined;
  },
});

/** A file of thousands of statements is told by its first locks. */
const MOST_HELD = 100;

/** Of the locks that are held, one that keeps readers out, on a table that the statement works on before others. */
function worstFor(worked: readonly ObjectName[], held: readonly StrongLock[]): StrongLock | undefined {
  if (worked.length === 0) return undefined;
  const shut = held.filter(({ blocks }) => blocks === 'reads-and-writes');
  return shut.find(({ table }) => worked.some((one) => isSameTable(one, table))) ?? shut[0] ?? held[0];
}

/** What these do by themselves they keep from nobody but who needs the same rows. */
const OTHERS: ReadonlySet<string> = new Set(['merge', 'loadData', 'call']);

/** Tables with rows that a statement reads without keeping anybody out: its own finding would not say who waits. */
function workedTables(change: StatementChange): readonly ObjectName[] {
  const { statement, isNew, sizeOf, table } = change;
  const whole = statement.impact.statement;
  if (whole.kind === 'undecided' || whole.impact.refused || whole.impact.blocks !== 'nobody') return [];
  const isOld = (name: ObjectName): boolean =>
    !isNew(name) && sizeOf(name) !== 'small' && table(name)?.temporary !== true;
  const [operation] = statement.operations;
  if (operation?.kind === 'update' || operation?.kind === 'delete')
    return operation.tables.filter((name) => isOld(name) && rowsTouched(operation, name, change) !== 'some');
  if (operation?.kind === 'insert')
    return operation.readsAllRows ? operation.reads.filter((name) => table(name) && isOld(name)) : [];
  if (whole.impact.work === 'metadata' || statement.operations.some(({ kind }) => OTHERS.has(kind)))
    return [];
  return whole.impact.scans.filter(isOld);
}

const WRITING: ReadonlySet<string> = new Set(['update', 'delete']);

function detectionOf(
  { statement, before }: StatementChange,
  index: number,
  held: StrongLock,
  worked: readonly ObjectName[],
) {
  const [name = ''] = tableNames(before, [held.table]).map(code);
  const who = held.blocks === 'writes' ? 'write' : 'read and write';
  const isWriting = WRITING.has(statement.operations[0]?.kind ?? '');
  const works = isWriting ? 'works through' : 'reads';
  const tables = codeList(tableNames(before, worked));
  const isOwn = worked.some((table) => isSameTable(table, held.table));
  return {
    subject: subjectOf({ name: held.table.name }),
    headline: `Every ${who} of ${name} waits while ${code(statement.head)} ${works} ${isOwn ? 'its rows' : tables}`,
    message: `An earlier statement of this transaction took the ${held.mode} lock on ${name}, and every lock stays until COMMIT. ${code(statement.head)} ${works} ${tables} from end to end: for as long as that takes, every ${who} of ${name} waits, although this statement alone ${isWriting ? 'keeps out only who needs the same rows' : 'keeps nobody out'}.`,
    remedy:
      'Move this statement into a migration of its own, so that the transaction with the lock ends first.',
    table: held.table,
    at: { index, operation: statement.operations[0] },
  };
}
