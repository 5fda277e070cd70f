import {
  code,
  defineRule,
  lookUp,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const tableOptionRebuilds = defineRule({
  id: 'table-option-rebuilds',
  summary: 'A table option, FORCE or OPTIMIZE, which writes the whole table anew',
  question: 'How do I change a table option without writing the table anew?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['setTableOption', 'rebuildTable'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change);
    if (!work) return undefined;
    const written =
      operation.kind === 'setTableOption'
        ? `${operation.option.toUpperCase()}=${operation.value}`
        : operation.how === 'order-by'
          ? 'ORDER BY'
          : operation.how.toUpperCase();
    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `${code(written)} rewrites all of ${code(table.name)}: ${waitWords(work.impact)}`,
      message: `${lookUp(WHY, work.cause) ?? `${code(written)} is about how rows are stored, so every row is written anew.`} ${workSentence(server, table, work.impact)}`,
      remedy: lookUp(REMEDY, work.cause) ?? DEFAULT_REMEDY,
    };
  },
});

const DEFAULT_REMEDY =
  'Leave it out where the table has it already: the server rewrites all the same. Where it is wanted, run it with an online schema change tool outside the deploy or at a quiet hour, in one statement with whatever else rewrites the table.';

const WHY: Readonly<Record<string, string>> = {
  'same-engine': 'Naming the engine that the table has already is an order to rewrite it.',
  'row-format':
    'The row format is how each row is stored; the server rewrites the table even where the value is the one it has.',
  'change-engine': 'Another engine stores the rows in files of its own.',
  'order-by': 'ORDER BY sorts the rows once; InnoDB keeps them in the order of the primary key regardless.',
};

const WANTED =
  'Leave it out unless the rewrite itself is wanted. Then run it with an online schema change tool outside the deploy or at a quiet hour, in one statement with whatever else rewrites the table.';

const REMEDY: Readonly<Record<string, string>> = {
  'order-by':
    'Leave it out: InnoDB keeps the rows in the order of the primary key. Put an ORDER BY into the queries.',
  force: WANTED,
  optimize: WANTED,
};
