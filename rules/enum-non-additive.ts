import { code, codeList, defineRule, quoteString, serverText, subjectOf } from '../src/engine/rule.js';

export const enumNonAdditive = defineRule({
  id: 'enum-non-additive',
  summary: 'An ENUM or SET changes in any way other than new values at the end of its list',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['table-copied'],
  on: ['redefineColumn'],
  check({ operation, column, impact, isNew, server }) {
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
    if (!old || before.type.name !== definition.type.name || isPrefix(old, members)) return undefined;
    if (impact.kind === 'undecided' || impact.impact.work === 'metadata') return undefined;

    const subject = subjectOf(table, operation.column);
    const removed = old.filter((value) => !members.includes(value));
    const added = members.filter((value) => !old.includes(value));
    const list = `${definition.type.name.toUpperCase()}(${[...old, ...added].map((value) => quoteString(server.dialect, value)).join(',')})`;
    const what =
      removed.length > 0
        ? `${code(subject)} loses ${codeList(removed)}`
        : `the values of ${code(subject)} change their order`;
    const waits =
      impact.impact.blocks === 'nobody'
        ? 'reads and writes go on meanwhile'
        : 'every write to it waits until the copy is done';
    const rows =
      removed.length > 0
        ? ` Rows that still hold ${codeList(removed)} make the statement fail (error 1265), or are emptied where \`sql_mode\` is not strict.`
        : '';
    return {
      subject,
      headline: `${what}: ${server.dialect === 'mysql' ? 'MySQL' : 'MariaDB'} copies the table`,
      message: `${serverText(server)} stores the position of a value, so it copies all of ${code(table.name)} to change the list anywhere but at its end; ${waits}.${rows}`,
      remedy:
        removed.length > 0
          ? `Keep ${codeList(removed)} in the list, in place, and stop writing it; a value that nobody uses costs nothing. New values go at the end.`
          : 'Keep the old values in their order and put new ones at the end; sort with a mapping in the query.',
      replacement: { kind: 'type', type: definition.type, text: list },
    };
  },
});

function isPrefix(old: readonly string[], members: readonly string[]): boolean {
  return old.every((value, index) => members[index] === value);
}
