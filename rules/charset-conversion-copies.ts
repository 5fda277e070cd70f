import {
  changesCharset,
  causeOf,
  code,
  codeList,
  defineRule,
  sameCause,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
  workSeverity,
} from '../src/engine/rule.js';

const CAUSE = /^change-(charset|collation)/;

export const charsetConversionCopies = defineRule({
  id: 'charset-conversion-copies',
  summary: 'Another character set or collation, for which the table is copied or its indexes are built anew',
  question: 'How do I change a character set or collation without stopping writes?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  scale: 'size',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt'],
  on: ['redefineColumn', 'convertCharset'],
  check(change) {
    const { operation, server, impact } = change;
    const work = tableWork(change);
    const known = change.table(operation.table);
    if (!work || !known) return undefined;
    const isConvert = operation.kind === 'convertCharset';
    const { charset, collation } = isConvert ? operation : operation.definition;
    const cause = causeOf(impact) ?? '';
    // A length in bytes that grows with the character set is part of the conversion.
    const isCause =
      isConvert || CAUSE.test(cause) || (cause === 'extend-varchar-across' && changesCharset(change));
    if (!isCause) return undefined;
    // A character set that was only forgotten is the business of column-attributes-reset.
    if (!isConvert && charset === undefined && collation === undefined) return undefined;

    // One copy serves them all: one finding, on the first.
    const [firstOne, ...more] = isConvert ? [] : sameCause(change.statement, 'redefineColumn', CAUSE);
    if (firstOne && firstOne !== operation) return undefined;
    const indexed = known.indexes.flatMap(({ parts }) => parts.flatMap((part) => part.column ?? []));
    const strings = known.columns.filter((column) => column.charset !== undefined).map(({ name }) => name);
    const concerned = strings.filter((name) => indexed.includes(name));
    const subject = subjectOf(operation.table, isConvert ? undefined : operation.column);
    const wanted = collation ?? charset ?? 'the default character set';
    return {
      subject,
      severity: workSeverity(work.impact),
      headline: `${code(subject)}${more.length > 0 ? ` and ${String(more.length)} more become` : ' becomes'} ${code(wanted)}: ${waitWords(work.impact)} for the whole table`,
      message: `Text that is stored in other bytes, or sorted in another order in an index, cannot stay as it is. ${workSentence(server, operation.table, work.impact)}`,
      remedy: `${
        isConvert && concerned.length > 0
          ? `Convert column by column with MODIFY: those in no index first, which the server can often do in place; those in an index (${codeList(concerned)}) need the copy. `
          : ''
      }Run the copy with an online schema change tool outside the deploy, or in a window without writers. To change only what new columns get, use ${code('ALTER TABLE … DEFAULT CHARACTER SET')}: that touches no row.`,
    };
  },
});
