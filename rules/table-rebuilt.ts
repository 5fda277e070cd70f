import {
  code,
  codeList,
  defineRule,
  findTable,
  foreignKeysOf,
  subjectOf,
  tableWork,
  workSentence,
} from '../src/engine/rule.js';
import type {
  Impact,
  ObjectName,
  Operation,
  ServerVersion,
  StatementChange,
  StatementFacts,
} from '../src/engine/rule.js';

export const tableRebuilt = defineRule({
  id: 'table-rebuilt',
  summary: 'A change that rewrites the whole table in place, while writes go on',
  question: 'What does an online rebuild cost, and how is it run?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  scale: 'size',
  on: [
    'addColumn',
    'dropColumn',
    'redefineColumn',
    'addConstraint',
    'dropConstraint',
    'addIndex',
    'dropIndex',
    'setTableOption',
    'rebuildTable',
  ],
  check(change) {
    const { operation, impact, statement, server } = change;
    const work = tableWork(change);
    if (work?.impact.work !== 'rebuild' || work.impact.blocks !== 'nobody') return undefined;
    if (operation !== firstRebuild(statement) || impact.kind === 'undecided') return undefined;

    const { table } = operation;
    if (!table) return undefined;
    const subject =
      'column' in operation && typeof operation.column === 'string'
        ? subjectOf(table, operation.column)
        : subjectOf(table);
    const isChosen = avoidsInstant(server, statement, impact.impact);
    return {
      subject,
      severity: isChosen ? 'advice' : 'warning',
      headline: `All of ${code(table.name)} is rewritten, and every replica does it again`,
      message: workSentence(server, table, work.impact),
      remedy: INDEXED.has(work.cause) ? withoutIndex(change, table) : DEFAULT_REMEDY,
    };
  },
});

const DEFAULT_REMEDY =
  'On a table of some gigabytes run it with an online schema change tool, which slows down when replicas lag, or at a quiet hour. Make all such changes of the table in one statement: it is rebuilt once for all of them. A write that breaks a UNIQUE key meanwhile, or too many writes for `innodb_online_alter_log_max_size`, make it fail at the end.';

const INDEXED: ReadonlySet<string> = new Set([
  'drop-column:indexed',
  'drop-column:shortens-index',
  'drop-stored-column:indexed',
]);

/** The server keeps an index that a foreign key needs (error 1553): the key goes before it. */
function withoutIndex({ statement, before }: StatementChange, name: ObjectName): string {
  const table = findTable(before, name);
  const dropped = new Set(
    statement.operations.flatMap((one) => (one.kind === 'dropColumn' ? one.column.toLowerCase() : [])),
  );
  const isDropped = (column: string | undefined): boolean =>
    column !== undefined && dropped.has(column.toLowerCase());
  const indexes = (table?.indexes ?? [])
    .filter(({ parts }) => parts.some(({ column }) => isDropped(column)))
    .map((index) => index.name);
  const keys = (table ? foreignKeysOf(table) : [])
    .filter(({ columns }) => columns.some(isDropped))
    .map((key) => key.name);
  const index =
    indexes.length === 0
      ? 'the index'
      : `the ${indexes.length > 1 ? 'indexes' : 'index'} ${codeList(indexes)}`;
  const first =
    keys.length === 0
      ? `Drop ${index} in a statement of its own first, which changes only metadata`
      : `Drop the foreign ${keys.length > 1 ? 'keys' : 'key'} ${codeList(keys)} first, then ${index} in a statement of its own: both change only metadata, and the server refuses (1553) to drop an index that a key still needs`;
  const [column, goes] = dropped.size > 1 ? ['columns', 'go'] : ['column', 'goes'];
  return `${first}. Without an index the ${column} ${goes} instantly (${code('ALGORITHM=INSTANT')}).`;
}

/** One rebuild, one finding: on the first action that rebuilds by itself. */
function firstRebuild({ operations, impact }: StatementFacts): Operation | undefined {
  return operations.find((_, index) => {
    const alone = impact.operations[index];
    return alone?.kind === 'decided' && alone.impact.work === 'rebuild';
  });
}

/** MySQL 8.0.29 to 8.0.31, where a rebuild is the wiser choice. */
function avoidsInstant(server: ServerVersion, { algorithm }: StatementFacts, { fact }: Impact): boolean {
  const { dialect, major, minor, patch } = server;
  const hasDefect = dialect === 'mysql' && major === 8 && minor === 0 && patch >= 29 && patch <= 31;
  return hasDefect && algorithm === 'INPLACE' && /\/(add|drop)-column/.test(fact);
}
