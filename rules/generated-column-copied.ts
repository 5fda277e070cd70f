import {
  alterActionSql,
  causeOf,
  code,
  defineRule,
  lookUp,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const generatedColumnCopied = defineRule({
  id: 'generated-column-copied',
  summary: 'A generated column is stored, or computed in another way, for which the table is copied',
  question: 'How do I add or change a stored generated column without a copy?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['addColumn', 'redefineColumn'],
  check(change) {
    const { operation, server } = change;
    const { table } = operation;
    const work = tableWork(change);
    const cause = causeOf(change.impact) ?? '';
    const why = lookUp(WHY, cause) ?? lookUp(WHY, cause.replace(/:.*$/, ''));
    if (!work || why === undefined) return undefined;

    const isAdded = operation.kind === 'addColumn';
    const column = isAdded ? operation.column : operation.definition;
    const subject = subjectOf(table, isAdded ? column.name : operation.column);
    const { generated } = column;
    const text =
      isAdded && cause === 'add-stored-column' && generated
        ? alterActionSql(server, {
            ...operation,
            column: { ...column, generated: { ...generated, storage: 'virtual' } },
          })
        : undefined;
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${code(subject)} is computed for every row: ${waitWords(work.impact)} while the table is copied`,
      message: `${why} ${workSentence(server, table, work.impact)}`,
      remedy: cause.startsWith('add-virtual-column')
        ? PLACE
        : isAdded
          ? 'Make it VIRTUAL: added instantly, computed when it is read, and it can be indexed online in a statement of its own. STORED is needed for little else than as the primary key, in a foreign key, or for an expression that is costly to read.'
          : 'Add a new VIRTUAL column with the other expression (instant), index it where the old one was, switch the readers, and drop the old column in a later release.',
      replacement: text === undefined ? undefined : { kind: 'operation', text },
    };
  },
});

const PLACE =
  'Put the column behind all others. Where an index over an expression is in the way: drop it, add the column (instant), and index a VIRTUAL column with that expression instead, online; or run the change with an online schema change tool outside the deploy.';

const EXPRESSION = 'Another expression gives other values.';

const WHY: Readonly<Record<string, string>> = {
  'add-stored-column': 'A STORED generated column is written into every row.',
  'add-virtual-column:functional-index':
    'The table has an index over an expression, which is a hidden virtual column behind all others: MySQL puts no further virtual column beside it in place.',
  'add-virtual-column:put-first': 'A virtual column is only put behind the others in place.',
  'add-virtual-column:before-virtual-column':
    'A virtual column is only put behind the other virtual ones in place.',
  'add-virtual-column:partitioned': 'A partitioned table takes a virtual column by copying.',
  'change-stored-expression': `${EXPRESSION} Those of a STORED column are written in every row.`,
  'change-virtual-expression': `${EXPRESSION} The server computes them anew, though the column is stored nowhere but in its indexes.`,
  'change-generated-type': 'Another type of a generated column is another expression to the server.',
  'change-generated-storage': 'The column changes between computed on reading and stored in the row.',
  'plain-to-stored': 'The column becomes a STORED generated one: every row is computed anew.',
  'stored-to-plain': 'The column becomes an ordinary one: every row is written anew.',
  'move-virtual-column': 'A generated column only moves together with all the rows.',
  'move-stored-column': 'A generated column only moves together with all the rows.',
  'restate-stored-column': 'Restating a STORED generated column makes the server compute it for every row.',
  'restate-indexed-virtual-column':
    'Restating a virtual column that is indexed makes the server compute it for every row.',
};
