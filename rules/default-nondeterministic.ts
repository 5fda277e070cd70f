import {
  causeOf,
  code,
  columnDefinitionSql,
  defaultSql,
  defineRule,
  quoteName,
  serverText,
  sqlNameOf,
  subjectOf,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const defaultNondeterministic = defineRule({
  id: 'default-nondeterministic',
  summary: 'A new column whose default differs from row to row: UUID(), RAND()',
  question: 'How do I give every old row a value of its own, safely?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['table-copied', 'default-expression-copied', 'statement-refused'],
  on: ['addColumn'],
  check({ operation, server, statement, impact, isNew }) {
    const { table, column } = operation;
    const value = column.default;
    const whole = statement.impact.statement;
    if (isNew(table) || !value || whole.kind === 'undecided' || impact.kind === 'undecided') return undefined;
    const isRefused = whole.impact.refused?.code === '1674' && impact.impact.refused?.code === '1674';
    const isCopied =
      causeOf(impact) === 'add-column:changing-default' &&
      !whole.impact.refused &&
      impact.impact.work === 'copy';
    if (!isRefused && !isCopied) return undefined;

    const subject = subjectOf(table, column.name);
    const target = sqlNameOf(server, table);
    const bare = columnDefinitionSql(server, { ...column, default: undefined, nullable: true });
    const name = quoteName(server, column.name);
    const given = code(defaultSql(server, value));
    return {
      subject,
      severity: isRefused ? 'blocker' : workSeverity(whole.impact),
      headline: isRefused
        ? `${serverText(server)} refuses ${given} as the default of a new column`
        : `${given} is computed for every row of ${code(table.name)}: ${waitWords(whole.impact)}`,
      message: isRefused
        ? `The value differs from row to row, and a replica would compute others: MySQL ends the statement with error 1674, whatever the format of the binary log. The migration stops here.`
        : `The value differs from row to row, so the server has to write one into each. ${workSentence(server, table, whole.impact)}`,
      remedy:
        'Add the column without the default, set the default in a second statement (new rows get it from there on), and fill the old rows in batches.',
      recipe: [
        {
          kind: 'migration',
          title: 'Add the column, which changes only metadata',
          text: `ALTER TABLE ${target} ADD COLUMN ${bare}, ALGORITHM=INSTANT;`,
        },
        {
          kind: 'migration',
          title: 'Set the default for new rows, which changes only metadata',
          text: `ALTER TABLE ${target} ALTER COLUMN ${name} SET DEFAULT ${defaultSql(server, value)}, ALGORITHM=INSTANT;`,
        },
      ],
    };
  },
});
