import {
  causeOf,
  code,
  codeList,
  defineRule,
  quoteString,
  serverText,
  subjectOf,
  waitWords,
  workSentence,
} from '../src/engine/rule.js';

export const enumNonAdditive = defineRule({
  id: 'enum-non-additive',
  summary: 'An ENUM or SET changes in any way other than new values at the end of its list',
  question: 'How do I remove an ENUM value without a table copy?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['redefineColumn'],
  check({ operation, column, impact, statement, isNew, server }) {
    const { table, definition } = operation;
    const members = definition.type.members;
    if (!members || isNew(table)) return undefined;
    const before = column(table, operation.column);
    if (!before) {
      return {
        undecided: `The history does not show ${code(subjectOf(table, operation.column))}: whether this list only grows at its end cannot be told.`,
      };
    }
    const old = before.type.members;
    const whole = statement.impact.statement;
    if (!old || before.type.name !== definition.type.name || whole.kind === 'undecided') return undefined;
    if (causeOf(impact)?.startsWith('change-members') !== true || whole.impact.refused) return undefined;

    const subject = subjectOf(table, operation.column);
    const kind = definition.type.name.toUpperCase();
    const removed = old.filter((value) => !members.includes(value));
    const added = members.filter((value) => !old.includes(value));
    const list = [...old, ...added].map((value) => quoteString(server.dialect, value)).join(',');
    const what =
      removed.length > 0
        ? `${code(subject)} loses ${codeList(removed)}`
        : `The values of ${code(subject)} change their order`;
    const rows =
      removed.length > 0
        ? ` Rows that still hold ${codeList(removed)} make the statement fail (error 1265), or are emptied where \`sql_mode\` is not strict.`
        : '';
    return {
      subject,
      headline: `${what}: ${waitWords(whole.impact)} while the table is copied`,
      message: `${kind === 'SET' ? 'A SET is stored as the positions of its values' : 'An ENUM is stored as the position of its value'}, and only new values at the end of the list leave every position as it is. ${workSentence(server, table, whole.impact)}${rows}`,
      remedy:
        removed.length > 0
          ? `Keep ${codeList(removed)} in the list, in place, and stop writing it; a value that nobody uses costs nothing. New values go at the end.`
          : `Keep the old values in their order and put new ones at the end, which ${serverText(server)} does without touching a row; sort with a mapping in the query.`,
      replacement: { kind: 'type', type: definition.type, text: `${kind}(${list})` },
    };
  },
});
