import {
  batchSteps,
  code,
  codeList,
  defineRule,
  findView,
  isAtStake,
  isFirstTouch,
  isInBody,
  isShutOut,
  rowsTouched,
  subjectOf,
  unknownTable,
} from '../src/engine/rule.js';
import type { Answer, Change, ObjectName, OperationOf } from '../src/engine/rule.js';

export const backfillUnbatched = defineRule({
  id: 'backfill-unbatched',
  summary:
    'UPDATE or DELETE reads a whole table to find its rows, or INSERT … SELECT copies one, in one statement',
  question: 'How do I fill or clean a large table in batches?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  scale: 'size',
  supersedes: ['ddl-mixed-with-data', 'insert-select-locks'],
  on: ['update', 'delete', 'insert'],
  check(change) {
    const { operation, server, table } = change;
    if (operation.kind === 'insert') return copyOf(operation, change);
    const reach = operation.tables
      .filter((name) => isAtStake(change, name))
      .map((name) => ({ name, rows: rowsTouched(operation, name, change) }))
      .find(({ rows }) => rows === 'scan' || rows === 'join');
    if (!reach) return unknownReach(operation, change);
    const { name, rows } = reach;
    const subject = subjectOf(name);
    const shown = table(name);
    const columns = [...new Set(operation.where?.columns)].filter((column) =>
      shown?.columns.some((one) => one.name.toLowerCase() === column.toLowerCase()),
    );
    const why =
      rows === 'join'
        ? `The condition only joins ${code(subject)} to another table: every row that has a match is ${operation.kind === 'delete' ? 'deleted' : 'written'}`
        : columns.length === 0
          ? `No index of ${code(subject)} serves the condition, so the whole table is read`
          : `No index of ${code(subject)} that was there before begins with ${codeList(columns)}, so the whole table is read`;
    const cost =
      server.dialect === 'postgres'
        ? 'Every row that is changed stays locked until COMMIT, its old version stays behind for vacuum, and whoever writes one of them waits for the whole statement.'
        : 'InnoDB locks the rows that it scans (under REPEATABLE READ those too that do not match) until the statement commits: writers run into lock wait timeouts, a failure rolls back for as long again, and replicas lag.';
    return {
      subject,
      table: name,
      headline: `${operation.kind.toUpperCase()} scans all of ${code(subject)} and locks rows until it ends`,
      message: `${why}. ${cost}`,
      remedy: `Take the change of rows out of the migration and run it in batches by primary key, each in a transaction of its own.`,
      // In a block the statement may use variables that stand nowhere else.
      recipe: shown && !isInBody(change) ? batchSteps(server, shown, name, operation) : [],
    };
  },
});

type Changing = Change<'insert' | 'update' | 'delete'>;

/** Which rows a condition reaches is not known of a table that the history does not show. Said once for each in a file. */
function unknownReach(operation: OperationOf<'update' | 'delete'>, change: Changing): Answer {
  if (!operation.where || operation.limit !== undefined) return undefined;
  const unknown = operation.tables.find((name) => isUnknown(name, change));
  return unknown && { undecided: unknownTable(unknown) };
}

function isUnknown(name: ObjectName, change: Changing): boolean {
  const { before, table, sizeOf } = change;
  if (table(name) || findView(before, name) || sizeOf(name) === 'small' || !isAtStake(change, name))
    return false;
  return isFirstTouch(change, name);
}

/** INSERT … SELECT of every row of a table. */
function copyOf({ table: target, reads, readsAllRows }: OperationOf<'insert'>, change: Changing): Answer {
  const [source] = reads;
  const isWhole = readsAllRows === true && reads.length === 1;
  if (!source || !isWhole || !isAtStake(change, source)) return undefined;
  if (!change.table(source))
    return isUnknown(source, change) ? { undecided: unknownTable(source) } : undefined;
  const from = code(subjectOf(source));
  const to = code(subjectOf(target));
  const isShut = isShutOut(change, source);
  const cost =
    change.server.dialect !== 'postgres'
      ? `Under REPEATABLE READ the rows that are read stay locked until it commits, so that writers of ${from} wait; a failure rolls back for as long again, and replicas lag.`
      : isShut
        ? `The transaction holds the ACCESS EXCLUSIVE lock on ${from}: every read and write of it waits for the whole copy and until COMMIT, and vacuum can clean up nowhere in the database.`
        : 'Until it commits, vacuum can clean up nowhere in the database, and whatever the transaction locked before stays locked.';
  return {
    subject: subjectOf(target),
    table: source,
    headline: `INSERT … SELECT copies all of ${from} to ${to} in one statement`,
    message: `Nothing limits the rows, so each one of ${from} is read and written in one transaction. ${cost}${isShut ? '' : ` Rows that change meanwhile may be missing from ${to}, or be there as they were.`}`,
    remedy: `Take the copy out of the migration and run it in ranges of the primary key of ${from}, each in a transaction of its own.`,
  };
}
