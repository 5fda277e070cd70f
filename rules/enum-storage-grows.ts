import {
  causeOf,
  code,
  defineRule,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const enumStorageGrows = defineRule({
  id: 'enum-storage-grows',
  summary: 'One value more than fits the bytes in which an ENUM or SET is stored',
  question: 'What do I do when an ENUM or SET outgrows its bytes?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['redefineColumn'],
  check(change) {
    const { operation, server, column, impact } = change;
    const work = tableWork(change);
    const { table, definition } = operation;
    const before = column(table, operation.column)?.type.members?.length ?? 0;
    if (!work || causeOf(impact) !== 'change-member-storage') return undefined;

    const subject = subjectOf(table, operation.column);
    const after = definition.type.members?.length ?? 0;
    const kind = definition.type.name.toUpperCase();
    const bytes =
      kind === 'ENUM'
        ? 'Up to 255 values of an ENUM fit one byte, the 256th needs two'
        : 'A SET takes one byte for every eight values, and eight bytes from the 33rd value on';
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${code(subject)} needs wider storage: ${waitWords(work.impact)} while the table is copied`,
      message: `${bytes}: going from ${String(before)} to ${String(after)} values changes the width of every row. ${workSentence(server, table, work.impact)}`,
      remedy:
        'Plan it as a copy: with an online schema change tool outside the deploy, or in a window without writers. A list that long reads better as a table of its own with a foreign key, to which values are added by INSERT.',
    };
  },
});
