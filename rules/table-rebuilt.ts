import { code, defineRule, subjectOf, tableWork, workSentence } from '../src/engine/rule.js';
import type { Impact, Operation, ServerVersion, StatementFacts } from '../src/engine/rule.js';

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
      remedy: REMEDY[work.cause] ?? DEFAULT_REMEDY,
    };
  },
});

const DEFAULT_REMEDY =
  'On a table of some gigabytes run it with an online schema change tool, which slows down when replicas lag, or at a quiet hour. Make all such changes of the table in one statement: it is rebuilt once for all of them. A write that breaks a UNIQUE key meanwhile, or too many writes for `innodb_online_alter_log_max_size`, make it fail at the end.';

const INDEXED =
  'Drop the index in a statement of its own first, which changes only metadata: without an index the column goes instantly (`ALGORITHM=INSTANT`).';

const REMEDY: Readonly<Record<string, string>> = {
  'drop-column:indexed': INDEXED,
  'drop-column:shortens-index': INDEXED,
  'drop-stored-column:indexed': INDEXED,
};

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
