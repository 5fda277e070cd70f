import {
  changesCharset,
  causeOf,
  code,
  defineRule,
  newColumnRecipe,
  quoteName,
  serverText,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

export const varcharLengthCrossing = defineRule({
  id: 'varchar-length-crossing',
  summary:
    'A VARCHAR or VARBINARY grows from at most 255 bytes to more, where its length needs a second byte',
  question: 'How do I lengthen a VARCHAR past 255 bytes without a table copy?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied'],
  on: ['redefineColumn'],
  check(change) {
    const { operation, server, impact } = change;
    const { table, definition } = operation;
    const work = tableWork(change);
    const known = change.table(table);
    const before = change.column(table, operation.column);
    if (!work || !known || !before || causeOf(impact) !== 'extend-varchar-across') return undefined;
    if (changesCharset(change)) return undefined;

    const subject = subjectOf(table, operation.column);
    const longest = Math.floor(255 / bytesOf(before.charset));
    const set = before.charset === undefined ? 'bytes' : `characters of ${code(before.charset)}`;
    const name = `${definition.name}_new`;
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${code(subject)} grows past 255 bytes: ${waitWords(work.impact)} while the table is copied`,
      message: `Up to 255 bytes (${String(longest)} ${set}) the length of a value is stored in one byte, beyond that in two: every row has to be written anew. ${workSentence(server, table, work.impact)}`,
      remedy: `${code(`${before.type.name.toUpperCase()}(${String(longest)})`)} is as far as ${serverText(server)} goes without touching a row. For more, put a new column beside the old one, or run the change with an online schema change tool outside the deploy. New columns of 255 characters start beyond the boundary and never meet it.`,
      replacement:
        longest > (before.type.length ?? 0)
          ? {
              kind: 'type',
              type: definition.type,
              text: `${before.type.name.toUpperCase()}(${String(longest)})`,
            }
          : undefined,
      recipe: newColumnRecipe(server, known, {
        column: before.name,
        name,
        definition: `${quoteName(server, name)} ${definition.type.text} NULL`,
      }),
    };
  },
});

/** Bytes of the longest character; one for character sets that need no more, and for bytes. */
function bytesOf(charset: string | undefined): number {
  if (charset === 'utf8mb4' || charset === 'utf16' || charset === 'utf16le' || charset === 'utf32') return 4;
  if (charset === 'utf8mb3') return 3;
  return charset === 'ucs2' || charset === 'gbk' || charset === 'big5' || charset === 'sjis' ? 2 : 1;
}
