import {
  alterActionSql,
  causeOf,
  code,
  defineRule,
  sqlNameOf,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';
import type { RecipeStep, ServerVersion, StatementFacts } from '../src/engine/rule.js';

export const indexBuildBlocks = defineRule({
  id: 'index-build-blocks',
  summary: 'An index that the server builds while writers wait: FULLTEXT, SPATIAL, over an expression',
  question: 'How do I build an index that MySQL cannot build online?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked'],
  on: ['addIndex'],
  check(change) {
    const { operation, server, statement } = change;
    const { table, index } = operation;
    const work = tableWork(change);
    // Whether the column is new is only to be seen in the whole statement.
    const causes = [causeOf(change.impact), causeOf(statement.impact.statement)].filter(
      (one) => one !== undefined,
    );
    const kind = KINDS.find(({ cause }) => causes.some((one) => cause.test(one)));
    if (!work || !kind || work.impact.work === 'rebuild') return undefined;

    const isPair = kind.isVirtual === true && statement.operations.length === 2;
    return {
      subject: subjectOf(table),
      severity: workSeverity(work.impact),
      headline: `${index.name === undefined ? 'The index' : code(index.name)} on ${code(table.name)}: ${waitWords(work.impact)} while it is built`,
      message: `${kind.why} ${workSentence(server, table, work.impact)}`,
      remedy: kind.remedy,
      recipe: isPair ? oneByOne(server, sqlNameOf(server, table), statement) : [],
    };
  },
});

interface Kind {
  readonly cause: RegExp;
  readonly why: string;
  readonly remedy: string;
  readonly isVirtual?: true;
}

const WINDOW =
  'Build it in a window without writers, or with an online schema change tool outside the deploy; or keep the search in a system made for it.';

const KINDS: readonly Kind[] = [
  {
    cause: /^add-fulltext-index/,
    why: 'A FULLTEXT index cannot be built while rows change.',
    remedy: WINDOW,
  },
  { cause: /^add-spatial-index/, why: 'A SPATIAL index cannot be built while rows change.', remedy: WINDOW },
  { cause: /^add-vector-index/, why: 'A VECTOR index is only built by copying the table.', remedy: WINDOW },
  {
    cause: /^add-functional-index/,
    why: 'An index over an expression is a hidden virtual column and an index over it in one step, which cannot be done while rows change.',
    remedy:
      'Where the expression has one value per row: add it as a VIRTUAL generated column (instant), then index that column in a second statement (`ALGORITHM=INPLACE, LOCK=NONE`); queries may go on using the expression. A multi-valued index over a JSON array has no such way: build it in a window.',
  },
  {
    cause: /^add-(unique-)?index:on-new-virtual-column/,
    why: 'An index over a virtual column that the same statement adds cannot be built while rows change.',
    remedy:
      'Add the column in one statement, which is instant, and the index in the next, which lets writes go on.',
    isVirtual: true,
  },
  {
    cause: /^add-hash-unique-index/,
    why: 'UNIQUE over a whole TEXT or BLOB column is an index over a hidden hash column, which is only built by copying the table.',
    remedy:
      'Make the column a VARCHAR of a length that an index takes, or keep a hash of the value in a column of its own and make that UNIQUE.',
  },
];

/** The virtual column first, then its index. */
function oneByOne(
  server: ServerVersion,
  target: string,
  { operations }: StatementFacts,
): readonly RecipeStep[] {
  const column = operations.find(({ kind }) => kind === 'addColumn');
  const index = operations.find(({ kind }) => kind === 'addIndex');
  const [first, second] = [column, index].map((one) => one && alterActionSql(server, one));
  if (first === undefined || second === undefined) return [];
  const online = `ALGORITHM=${server.dialect === 'mysql' ? 'INPLACE' : 'NOCOPY'}, LOCK=NONE`;
  return [
    {
      kind: 'migration',
      title: 'Add the column, which changes only metadata',
      text: `ALTER TABLE ${target} ${first}, ALGORITHM=INSTANT;`,
    },
    {
      kind: 'migration',
      title: 'Build the index, while writes go on',
      text: `ALTER TABLE ${target} ${second}, ${online};`,
    },
  ];
}
